"""Name in each practice who wrote, changed, sent and decided it, and keep these people apart."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import WITH_RULES, WITHOUT_RULES, answered_for, fill_decider, fill_preparers

_BEFORE = import_module("network.practices.migrations.0002_rules").RULES
RULES = _BEFORE[: _BEFORE.index("CREATE TRIGGER")].replace("CREATE", "CREATE OR REPLACE")
# The answer to a practice that was sent names who gave it.
_ANSWERED = "'{state,page_id,contact_is_public,answer,"
NEW_RULES = RULES.replace(_ANSWERED, f"{_ANSWERED}decided_by_id,")
TABLE = "practices_practice"
WRITING = ("practice_written", "practice_changed", "practice_sent")
DECIDING = ("practice_recognised", "practice_refused")
FILL = [
    WITHOUT_RULES.format(TABLE),
    *fill_preparers(TABLE, "written_by_id", WRITING, "NULL::bigint"),
    fill_decider(
        TABLE,
        "decided_by_id",
        DECIDING,
        "state IN ('recognised', 'retired', 'not_suitable')",
        preparers="prepared_by",
    ),
    WITH_RULES.format(TABLE),
]
TRIGGERS = [
    answered_for(
        TABLE, "practices_two_people", "state", "recognised,not_suitable", "decided_by_id"
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0018_no_other_roles_during_an_act'),
        ('legal_updates', '0012_regular_reviews'),
        ('media', '0005_progress_of_renderings'),
        ('practices', '0003_drafts_of_the_kit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='practice',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='practice',
            name='prepared_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('written_by')), _negated=True), _connector='OR'), name='practice_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('prepared_by__contains', [models.F('decided_by')]), _negated=True), _connector='OR'), name='practice_prepared_by_others'),
        ),
        migrations.RunSQL(NEW_RULES, RULES),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
