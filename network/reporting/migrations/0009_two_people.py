"""Name in each report who wrote, submitted and accepted it, and keep these people apart."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import WITH_RULES, WITHOUT_RULES, answered_for, fill_decider, fill_preparers

TABLE = "reporting_report"
FILL = [
    WITHOUT_RULES.format(TABLE),
    *fill_preparers(
        TABLE, "submitted_by_id", ("report_written", "report_submitted"), "NULL::bigint"
    ),
    fill_decider(
        TABLE,
        "accepted_by_id",
        ("report_accepted",),
        "state IN ('accepted', 'locked')",
        preparers="prepared_by",
    ),
    WITH_RULES.format(TABLE),
]
TRIGGERS = [
    answered_for(TABLE, "reporting_submitted_by", "state", "submitted", "submitted_by_id"),
    answered_for(TABLE, "reporting_accepted_by", "state", "accepted", "accepted_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0018_no_other_roles_during_an_act'),
        ('reporting', '0008_prints_of_totals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='prepared_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_by', None), models.Q(('accepted_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='report_accepted_by_another'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_by', None), models.Q(('prepared_by__contains', [models.F('accepted_by')]), _negated=True), _connector='OR'), name='report_prepared_by_others'),
        ),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
