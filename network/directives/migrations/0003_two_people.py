"""Name who sends a directive, and who reports and accepts its tasks, and keep them apart."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import WITH_RULES, WITHOUT_RULES, answered_for, fill_decider

_BEFORE = import_module("network.directives.migrations.0002_rules").RULES
RULES = _BEFORE[: _BEFORE.index("CREATE TRIGGER")].replace("CREATE", "CREATE OR REPLACE")
NEW_RULES = RULES.replace(
    "done_at,decided_at,reason}", "done_at,done_by_id,decided_at,accepted_by_id,reason}"
).replace(
    """        why := 'What was accepted stays.';
""",
    """        why := 'What was accepted stays.';
    ELSIF new_row -> 'done_by_id' <> old_row -> 'done_by_id'
        AND NOT (new_row ->> 'state' = 'done' AND old_row ->> 'state' <> 'done') THEN
        why := 'Whoever reported a task as done stays named until it is reported again.';
""",
)
# An account may be deleted; nobody else takes the place of who sent the directive.
NEW_RULES = NEW_RULES.replace(
    "{received_at,received_by_id}", "{received_at,received_by_id,sent_by_id}"
).replace(
    """        ELSIF old_row ->> 'received_at' IS NOT NULL""",
    """        ELSIF new_row ->> 'sent_by_id' <> old_row ->> 'sent_by_id'
            OR old_row ->> 'sent_by_id' IS NULL AND new_row ->> 'sent_by_id' IS NOT NULL THEN
            why := 'Whoever sent a directive stays named at its recipients.';
        ELSIF old_row ->> 'received_at' IS NOT NULL""",
)
TABLE, RECIPIENTS = "directives_assignment", "directives_recipient"
FILL = [
    WITHOUT_RULES.format(TABLE),
    fill_decider(TABLE, "done_by_id", ("task_done",), "done_at IS NOT NULL"),
    fill_decider(
        TABLE,
        "accepted_by_id",
        ("task_accepted",),
        "state = 'accepted'",
        preparers="ARRAY[done_by_id]",
    ),
    WITH_RULES.format(TABLE),
]
TRIGGERS = [
    answered_for(TABLE, "directives_done_by", "state", "done", "done_by_id"),
    answered_for(TABLE, "directives_accepted_by", "state", "accepted", "accepted_by_id"),
    answered_for(RECIPIENTS, "directives_received_by", "received_at", "*", "received_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0018_no_other_roles_during_an_act'),
        ('directives', '0002_rules'),
        ('media', '0005_progress_of_renderings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recipient',
            name='sent_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_by', None), models.Q(('accepted_by', models.F('done_by')), _negated=True), _connector='OR'), name='assignment_accepted_by_another'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.CheckConstraint(condition=models.Q(('received_by', None), models.Q(('received_by', models.F('sent_by')), _negated=True), _connector='OR'), name='recipient_received_by_another'),
        ),
        migrations.RunSQL(NEW_RULES, RULES),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
