"""What cannot happen to a channel, and the first checklist (../data/safety_items.csv)."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
RULES = """
CREATE FUNCTION channels_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'planned' OR OLD.approved_on IS NOT NULL THEN
            why := 'A channel that was sent for approval stays.';
        END IF;
    ELSIF OLD.state IN ('closed', 'handed_over') AND NEW IS DISTINCT FROM OLD THEN
        why := 'A channel that ended stays as it is.';
    ELSIF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN (
        'planned awaiting', 'awaiting planned', 'awaiting active', 'active paused',
        'paused active', 'active closed', 'active handed_over', 'paused closed',
        'paused handed_over') THEN
        why := 'No channel goes from one of these states to the other.';
    ELSIF NEW.agency_id <> OLD.agency_id OR NEW.registered_by_id <> OLD.registered_by_id THEN
        why := 'A channel stays with its agency.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER channels_rules BEFORE UPDATE OR DELETE ON channels_channel
    FOR EACH ROW EXECUTE FUNCTION channels_rules();
"""
UNDO = "DROP FUNCTION channels_rules() CASCADE;"
# NĐ 224/2026/NĐ-CP, article 10: agencies manage, check and publish their channels.
VALID_FROM = dt.date(2026, 7, 1)


def load(apps, schema_editor):
    item = apps.get_model("channels", "SafetyItem")
    with (DATA / "safety_items.csv").open(encoding="utf-8", newline="") as file:
        item.objects.bulk_create(
            item(
                key=row["key"],
                words=row["words"],
                requirement=row["requirement"],
                is_required=row["is_required"] == "1",
                days=int(row["days"]),
                order=order,
                valid_from=VALID_FROM,
            )
            for order, row in enumerate(csv.DictReader(file), start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]
    operations = [
        migrations.RunSQL(RULES, UNDO),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
