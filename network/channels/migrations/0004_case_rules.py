"""What cannot happen to a case and its evidence, and the first authorities (../data)."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
RULES = """
CREATE FUNCTION channels_case_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'found' THEN
            why := 'A case begins as found.';
        END IF;
    ELSIF TG_OP = 'DELETE' OR TG_TABLE_NAME <> 'channels_case' THEN
        why := 'A case stays, and its evidence as it is.';
    ELSIF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN (
        'found verifying', 'found settled', 'verifying confirmed', 'verifying settled',
        'confirmed gone', 'gone confirmed', 'confirmed verifying', 'gone verifying',
        'settled verifying') THEN
        why := 'No case goes from one of these states to the other.';
    ELSIF (NEW.agency_id, NEW.address_key, NEW.opened_by_id) IS DISTINCT FROM
          (OLD.agency_id, OLD.address_key, OLD.opened_by_id) THEN
        why := 'A case stays with its agency, its page, and who opened it.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER channels_case_rules BEFORE INSERT OR UPDATE OR DELETE ON channels_case
    FOR EACH ROW EXECUTE FUNCTION channels_case_rules();
CREATE TRIGGER channels_evidence_rules BEFORE UPDATE OR DELETE ON channels_caseevidence
    FOR EACH ROW EXECUTE FUNCTION channels_case_rules();
CREATE TRIGGER channels_notice_rules BEFORE UPDATE OR DELETE ON channels_casenotice
    FOR EACH ROW EXECUTE FUNCTION channels_case_rules();
"""
UNDO = "DROP FUNCTION channels_case_rules() CASCADE;"
# NĐ 224/2026/NĐ-CP, article 10, as the checklist (0002).
VALID_FROM = dt.date(2026, 7, 1)


def load(apps, schema_editor):
    authority = apps.get_model("channels", "CaseAuthority")
    with (DATA / "authorities.csv").open(encoding="utf-8", newline="") as file:
        authority.objects.bulk_create(
            authority(**row, order=order, valid_from=VALID_FROM)
            for order, row in enumerate(csv.DictReader(file), start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_cases")]
    operations = [
        migrations.RunSQL(RULES, UNDO),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
