"""A scan that was finished stays as it is, and the first searches (../data/search_links.csv)."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
RULES = """
CREATE FUNCTION channels_scan_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE finished boolean;
BEGIN
    IF TG_TABLE_NAME = 'channels_scan' THEN
        finished := OLD.finished_at IS NOT NULL;
    ELSE
        SELECT finished_at IS NOT NULL INTO finished FROM channels_scan
        WHERE id = coalesce(NEW.scan_id, OLD.scan_id) FOR SHARE;
    END IF;
    IF finished THEN
        RAISE EXCEPTION 'A scan that was finished stays as it is.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER channels_scan_rules BEFORE UPDATE OR DELETE ON channels_scan
    FOR EACH ROW EXECUTE FUNCTION channels_scan_rules();
CREATE TRIGGER channels_scan_rules BEFORE INSERT OR UPDATE OR DELETE ON channels_scanlook
    FOR EACH ROW EXECUTE FUNCTION channels_scan_rules();
CREATE TRIGGER channels_scan_rules BEFORE INSERT OR UPDATE OR DELETE ON channels_scanfind
    FOR EACH ROW EXECUTE FUNCTION channels_scan_rules();
"""
UNDO = "DROP FUNCTION channels_scan_rules() CASCADE;"
# NĐ 224/2026/NĐ-CP, article 10: agencies manage, check and publish their channels.
VALID_FROM = dt.date(2026, 7, 1)


def load(apps, schema_editor):
    link = apps.get_model("channels", "SearchLink")
    with (DATA / "search_links.csv").open(encoding="utf-8", newline="") as file:
        link.objects.bulk_create(
            link(order=order, valid_from=VALID_FROM, **row)
            for order, row in enumerate(csv.DictReader(file), start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("channels", "0007_scans")]
    operations = [
        migrations.RunSQL(RULES, UNDO),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
