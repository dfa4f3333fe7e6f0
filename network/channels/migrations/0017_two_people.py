"""Name in channels and plans who wrote, changed and submitted them, and keep approvers apart."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import WITH_RULES, WITHOUT_RULES, answered_for, fill_preparers

CHANNELS, PLANS = "channels_channel", "channels_channelplan"
FILL = [
    WITHOUT_RULES.format(CHANNELS),
    *fill_preparers(
        CHANNELS,
        "registered_by_id",
        ("channel_registered", "channel_changed", "channel_submitted"),
        "approved_by_id",
    ),
    WITH_RULES.format(CHANNELS),
    WITHOUT_RULES.format(PLANS),
    *fill_preparers(
        PLANS,
        "written_by_id",
        ("channel_plan_begun", "channel_plan_changed", "channel_plan_submitted"),
        "approved_by_id",
    ),
    WITH_RULES.format(PLANS),
]
TRIGGERS = [
    answered_for(CHANNELS, "channels_two_people", "state", "active", "approved_by_id"),
    answered_for(PLANS, "channels_plan_two_people", "state", "approved", "approved_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0018_no_other_roles_during_an_act'),
        ('channels', '0016_takedown_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='prepared_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.AddField(
            model_name='channel',
            name='renamed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='channelplan',
            name='prepared_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('prepared_by__contains', [models.F('approved_by')]), _negated=True), _connector='OR'), name='channel_prepared_by_others'),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('renamed_by', None), models.Q(('prepared_by__contains', [models.F('renamed_by')]), _negated=True), _connector='OR'), name='channel_renamed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='channelplan',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('prepared_by__contains', [models.F('approved_by')]), _negated=True), _connector='OR'), name='plan_prepared_by_others'),
        ),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
