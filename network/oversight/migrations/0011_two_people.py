"""Keep apart who opens and answers a dispute, and who sends and receives a reminder."""

from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import WITH_RULES, WITHOUT_RULES, answered_for

DISPUTES, REMINDERS = "oversight_dispute", "oversight_reminder"
FILL = [
    # The journal keeps both lines of whoever did both before.
    WITHOUT_RULES.format(DISPUTES),
    f"UPDATE {DISPUTES} SET answered_by_id = NULL WHERE answered_by_id = opened_by_id",
    WITH_RULES.format(DISPUTES),
    WITHOUT_RULES.format(REMINDERS),
    f"UPDATE {REMINDERS} SET received_by_id = NULL WHERE received_by_id = sent_by_id",
    WITH_RULES.format(REMINDERS),
]
TRIGGERS = [
    answered_for(DISPUTES, "oversight_answered_by", "answered_at", "*", "answered_by_id"),
    answered_for(REMINDERS, "oversight_received_by", "received_at", "*", "received_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0018_no_other_roles_during_an_act'),
        ('oversight', '0010_web_addresses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('opened_by')), _negated=True), _connector='OR'), name='dispute_answered_by_another'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('received_by', None), models.Q(('received_by', models.F('sent_by')), _negated=True), _connector='OR'), name='reminder_received_by_another'),
        ),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
