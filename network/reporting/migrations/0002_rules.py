"""What cannot happen to reports, and the first form (../data)."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
# One function, since all these tables ask where the report or the period stands.
RULES = """
CREATE FUNCTION reporting_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    kept jsonb := coalesce(new_row, old_row);
    report reporting_report;
    why text;
BEGIN
    IF TG_TABLE_NAME IN ('reporting_indicator', 'reporting_outlinepart') THEN
        IF EXISTS (SELECT FROM reporting_period
                   WHERE indicator_set_id = (kept ->> 'indicator_set_id')::bigint) THEN
            why := 'The form of a period stays; another version is another form.';
        END IF;

    ELSIF TG_TABLE_NAME = 'reporting_period' THEN
        IF TG_OP = 'DELETE' OR new_row - 'frozen_at' <> old_row - 'frozen_at'
            OR (old_row ->> 'frozen_at' IS NOT NULL AND new_row <> old_row) THEN
            why := 'A period stays as it was opened.';
        END IF;

    ELSIF TG_TABLE_NAME = 'reporting_report' THEN
        IF TG_OP = 'DELETE' THEN
            why := 'What is expected of an agency stays.';
        ELSIF new_row -> 'agency_id' <> old_row -> 'agency_id'
            OR new_row -> 'period_id' <> old_row -> 'period_id' THEN
            why := 'A report stays with its agency and its period.';
        ELSIF new_row ->> 'state' = old_row ->> 'state' THEN
            IF old_row ->> 'state' NOT IN ('draft', 'returned')
                AND new_row - 'submitted_by_id' <> old_row - 'submitted_by_id' THEN
                why := 'What was submitted stays.';
            END IF;
        ELSIF (old_row ->> 'state') || ' ' || (new_row ->> 'state') NOT IN (
            'draft submitted', 'submitted returned', 'submitted accepted',
            'returned submitted', 'accepted locked') THEN
            why := 'No report goes from one of these states to the other.';
        ELSIF new_row ->> 'first_submitted_on' <> old_row ->> 'first_submitted_on' THEN
            why := 'A report is submitted for the first time once.';
        END IF;

    ELSIF TG_TABLE_NAME = 'reporting_correction' THEN
        IF TG_OP = 'UPDATE' AND new_row - 'corrected_by_id' = old_row - 'corrected_by_id' THEN
            RETURN NEW;
        ELSIF TG_OP <> 'INSERT' THEN
            why := 'A correction stays.';
        ELSIF NOT EXISTS (
            SELECT FROM reporting_value value
            JOIN reporting_report of_it ON of_it.id = value.report_id
            WHERE value.id = NEW.value_id AND value.actual IS NOT DISTINCT FROM NEW.before
              AND of_it.state IN ('accepted', 'locked')) THEN
            why := 'What is corrected is a figure of an accepted report, from what it is.';
        END IF;

    ELSIF TG_TABLE_NAME = 'reporting_consolidation' THEN
        IF TG_OP = 'DELETE' OR old_row ->> 'sent_on' IS NOT NULL
                AND new_row - 'made_by_id' <> old_row - 'made_by_id'
            OR new_row - '{sent_number,sent_on,recipients,sent_file,made_by_id}'::text[]
            <> old_row - '{sent_number,sent_on,recipients,sent_file,made_by_id}'::text[] THEN
            why := 'A version stays as it was made and sent.';
        END IF;

    ELSE
        SELECT * INTO report FROM reporting_report WHERE id = (kept ->> 'report_id')::bigint;
        IF report.state = 'submitted' THEN
            why := 'What was submitted stays.';
        ELSIF report.state IN ('accepted', 'locked') THEN
            IF TG_TABLE_NAME <> 'reporting_value' OR TG_OP <> 'UPDATE' THEN
                why := 'What was accepted stays.';
            ELSIF new_row - 'actual' <> old_row - 'actual' OR NOT EXISTS (
                SELECT FROM reporting_correction WHERE value_id = NEW.id
                AND before IS NOT DISTINCT FROM OLD.actual AND after = NEW.actual) THEN
                why := 'What was accepted changes by a correction alone.';
            END IF;
        ELSIF TG_OP = 'UPDATE' AND NOT report.on_paper AND (old_row ->> 'is_counted')::boolean
            AND (new_row -> 'actual' <> old_row -> 'actual'
                 OR new_row -> 'items' <> old_row -> 'items')
            AND EXISTS (SELECT FROM reporting_period
                        WHERE id = report.period_id AND frozen_at IS NOT NULL) THEN
            why := 'What was counted stays as it was on its day.';
        END IF;
    END IF;

    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""
_EVENTS = {
    "indicator": "INSERT OR UPDATE OR DELETE",
    "outlinepart": "INSERT OR UPDATE OR DELETE",
    "period": "UPDATE OR DELETE",
    "report": "UPDATE OR DELETE",
    "value": "INSERT OR UPDATE OR DELETE",
    "narrative": "INSERT OR UPDATE OR DELETE",
    "correction": "INSERT OR UPDATE OR DELETE",
    "consolidation": "UPDATE OR DELETE",
}
TRIGGERS = "".join(
    f"CREATE TRIGGER reporting_rules BEFORE {events} ON reporting_{table} "
    "FOR EACH ROW EXECUTE FUNCTION reporting_rules();\n"
    for table, events in _EVENTS.items()
)
UNDO = "DROP FUNCTION reporting_rules() CASCADE;"
KINDS = [
    *("so", "van_phong", "thanh_tra", "ban", "nganh_doc", "doan_the"),
    *("ubnd_huyen", "ubnd_thi_xa", "ubnd_thanh_pho", "ubnd_xa", "ubnd_phuong"),
]


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    form = apps.get_model("reporting", "IndicatorSet").objects.create(
        key="pbgdpl-1",
        name="Báo cáo kết quả công tác PBGDPL",
        basis="Công văn 1510/STP-PBGDPL; số hiệu biểu mẫu của Bộ Tư pháp cập nhật khi có",
        kinds=KINDS,
        valid_from=dt.date(2025, 1, 1),
    )
    made = {}
    for order, row in enumerate(rows_of("indicators.csv"), start=1):
        named = {key: made.get(row.pop(key)) for key in ("part_of", "numerator", "denominator")}
        made[row["code"]] = apps.get_model("reporting", "Indicator").objects.create(
            indicator_set=form, order=order, **row, **named
        )
    part = apps.get_model("reporting", "OutlinePart")
    part.objects.bulk_create(
        part(indicator_set=form, order=order, **row)
        for order, row in enumerate(rows_of("outline.csv"), start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [
        migrations.RunSQL(RULES + TRIGGERS, UNDO),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
