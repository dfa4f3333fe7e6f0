"""An accepted report changes by a correction alone: its figures, its estimates, its texts."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BEFORE = import_module("network.reporting.migrations.0002_rules").RULES.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
CHANGES = {
    """WHERE value.id = NEW.value_id AND value.actual IS NOT DISTINCT FROM NEW.before""": """WHERE value.id = NEW.value_id AND NEW.before IS NOT DISTINCT FROM
                CASE WHEN NEW.of_estimate THEN value.estimate ELSE value.actual END""",
    """    ELSIF TG_TABLE_NAME = 'reporting_consolidation' THEN
""": """    ELSIF TG_TABLE_NAME = 'reporting_textcorrection' THEN
        IF TG_OP = 'UPDATE' AND new_row - 'corrected_by_id' = old_row - 'corrected_by_id' THEN
            RETURN NEW;
        ELSIF TG_OP <> 'INSERT' THEN
            why := 'A correction stays.';
        ELSIF NOT EXISTS (SELECT FROM reporting_report
                          WHERE id = NEW.report_id AND state IN ('accepted', 'locked'))
            OR NEW.before <> coalesce((SELECT text FROM reporting_narrative
                WHERE report_id = NEW.report_id AND part_id = NEW.part_id), '') THEN
            why := 'What is corrected is a text of an accepted report, from what it is.';
        END IF;

    ELSIF TG_TABLE_NAME = 'reporting_consolidation' THEN
""",
    """            IF TG_TABLE_NAME <> 'reporting_value' OR TG_OP <> 'UPDATE' THEN
                why := 'What was accepted stays.';
            ELSIF new_row - 'actual' <> old_row - 'actual' OR NOT EXISTS (
                SELECT FROM reporting_correction WHERE value_id = NEW.id
                AND before IS NOT DISTINCT FROM OLD.actual AND after = NEW.actual) THEN
                why""": """            IF TG_TABLE_NAME = 'reporting_narrative' AND TG_OP <> 'DELETE' THEN
                IF new_row - '{id,text}'::text[] <> coalesce(old_row, new_row) - '{id,text}'::text[]
                    OR NOT EXISTS (SELECT FROM reporting_textcorrection
                        WHERE report_id = report.id AND part_id = (new_row ->> 'part_id')::bigint
                        AND before = coalesce(old_row ->> 'text', '')
                        AND after = new_row ->> 'text') THEN
                    why := 'What was accepted changes by a correction alone.';
                END IF;
            ELSIF TG_TABLE_NAME <> 'reporting_value' OR TG_OP <> 'UPDATE' THEN
                why := 'What was accepted stays.';
            ELSIF new_row - '{actual,estimate,uncounted}'::text[]
                    <> old_row - '{actual,estimate,uncounted}'::text[]
                OR NEW.actual IS DISTINCT FROM OLD.actual
                    AND NEW.estimate IS DISTINCT FROM OLD.estimate
                OR NEW.uncounted <> OLD.uncounted AND NEW.actual IS NOT DISTINCT FROM OLD.actual
                OR NOT EXISTS (
                    SELECT FROM reporting_correction WHERE value_id = NEW.id AND (
                        NOT of_estimate AND before IS NOT DISTINCT FROM OLD.actual
                            AND after = NEW.actual AND NEW.actual IS DISTINCT FROM OLD.actual
                        OR of_estimate AND before IS NOT DISTINCT FROM OLD.estimate
                            AND after = NEW.estimate AND NEW.estimate IS DISTINCT FROM OLD.estimate)
                ) THEN
                why""",
    """                 OR new_row -> 'items' <> old_row -> 'items')""": """                 OR new_row -> 'uncounted' <> old_row -> 'uncounted'
                 OR new_row -> 'items' <> old_row -> 'items')""",
}
AFTER = BEFORE
for old, new in CHANGES.items():
    if AFTER.count(old) != 1:
        raise ValueError(old)
    AFTER = AFTER.replace(old, new)
TRIGGER = (
    "CREATE TRIGGER reporting_rules BEFORE INSERT OR UPDATE OR DELETE ON reporting_textcorrection "
    "FOR EACH ROW EXECUTE FUNCTION reporting_rules();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0006_things_without_a_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="correction",
            name="of_estimate",
            field=models.BooleanField(default=False, verbose_name="of the estimate"),
        ),
        migrations.CreateModel(
            name="TextCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("corrected_at", models.DateTimeField(verbose_name="corrected")),
                (
                    "before",
                    models.TextField(blank=True, max_length=5000, verbose_name="before"),
                ),
                ("after", models.TextField(max_length=5000, verbose_name="corrected to")),
                (
                    "corrected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.outlinepart",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_corrections",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of a text",
                "verbose_name_plural": "corrections of texts",
                "ordering": ["corrected_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(reason=""), name="textcorrection_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(before=None) | ~models.Q(before=models.F("after")),
                        name="textcorrection_changes_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(AFTER + TRIGGER, BEFORE),
    ]
