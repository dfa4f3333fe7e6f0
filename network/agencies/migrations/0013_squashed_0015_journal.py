"""Roles of the network at no agency, substitutes, and one way to record: from 0.1.0 to 0.2.0."""

import django.db.models.deletion
import django.db.models.functions.text
import network.agencies.models.audit
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("agencies", "0013_network_roles_at_no_agency"),
        ("agencies", "0014_substitutes"),
        ("agencies", "0015_journal"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_open_once',
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_to_agency_role',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_unique',
        ),
        migrations.AlterField(
            model_name='invitation',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='agencies.agency', verbose_name='agency'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='agencies.agency', verbose_name='agency'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('agency'), models.F('role'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='invitation_open_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('agency__isnull', False), ('role__in', ('network_admin', 'overseer', 'report_viewer')), _connector='OR'), name='invitation_has_agency'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'agency', 'role', 'valid_from'), name='membership_unique', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('agency__isnull', False), ('role__in', ('network_admin', 'overseer', 'report_viewer')), _connector='OR'), name='membership_has_agency'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='stands_in_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.membership', verbose_name='stands in for'),
        ),
        migrations.AddField(
            model_name='membership',
            name='stands_in_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stand_ins', to='agencies.membership', verbose_name='stands in for'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('stands_in_for__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='membership_stand_in_ends'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=network.agencies.models.audit.action_choices, max_length=24, verbose_name='action'),
        ),
    ]
