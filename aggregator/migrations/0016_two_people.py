"""Let another person answer a proposal than the one who made it."""

from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import answered_for

# No journal has lines of proposals: an earlier answer by its proposer loses the name alone.
FILL = "UPDATE aggregator_proposal SET decided_by_id = NULL WHERE decided_by_id = proposed_by_id"
TRIGGERS = [
    answered_for(
        "aggregator_proposal",
        "aggregator_decided_by",
        "status",
        "accepted,declined",
        "decided_by_id",
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0018_no_other_roles_during_an_act'),
        ('aggregator', '0015_library_item_arrived'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_decided_by_another'),
        ),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
