"""What cannot happen to activities and reporters, and the first lists (../data)."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
RULES = """
CREATE FUNCTION activities_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text;
BEGIN
    IF TG_TABLE_NAME = 'activities_activity' THEN
        IF TG_OP = 'UPDATE' AND NEW.agency_id <> OLD.agency_id THEN
            why := 'An activity stays with the agency that led it.';
        ELSIF NEW.held_on > (NEW.changed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
            why := 'What is still to come is no activity yet.';
        END IF;
    ELSIF TG_TABLE_NAME = 'activities_activity_hosts' THEN
        IF NEW.agency_id = (SELECT agency_id FROM activities_activity WHERE id = NEW.activity_id)
        THEN
            why := 'Who leads an activity does not hold it together with itself.';
        END IF;
    ELSIF TG_TABLE_NAME = 'activities_reporter' THEN
        IF TG_OP = 'DELETE' THEN
            why := 'Who was recognised stays in the list.';
        ELSIF NEW.agency_id <> OLD.agency_id THEN
            why := 'A reporter stays in the list of the agency.';
        ELSIF OLD.until IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
            why := 'A recognition that ended stays as it is.';
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        why := 'A request for a reporter stays.';
    ELSIF OLD.state <> 'sent' AND NEW IS DISTINCT FROM OLD THEN
        why := 'A request that was answered stays as it is.';
    ELSIF NEW.agency_id <> OLD.agency_id OR NEW.to_agency_id <> OLD.to_agency_id THEN
        why := 'A request stays between the two agencies.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER activities_rules BEFORE INSERT OR UPDATE ON activities_activity
    FOR EACH ROW EXECUTE FUNCTION activities_rules();
CREATE TRIGGER activities_rules BEFORE INSERT OR UPDATE ON activities_activity_hosts
    FOR EACH ROW EXECUTE FUNCTION activities_rules();
CREATE TRIGGER activities_rules BEFORE UPDATE OR DELETE ON activities_reporter
    FOR EACH ROW EXECUTE FUNCTION activities_rules();
CREATE TRIGGER activities_rules BEFORE UPDATE OR DELETE ON activities_speakerrequest
    FOR EACH ROW EXECUTE FUNCTION activities_rules();
"""
UNDO = "DROP FUNCTION activities_rules() CASCADE;"
VALID_FROM = dt.date(2020, 1, 1)


def load(apps, schema_editor):
    for name, file in (("ActivityForm", "activity_forms"), ("Audience", "audiences")):
        model = apps.get_model("activities", name)
        with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            model.objects.bulk_create(
                model(order=order, valid_from=VALID_FROM, **row)
                for order, row in enumerate(csv.DictReader(lines), start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [
        migrations.RunSQL(RULES, UNDO),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
