"""Agencies, who works there in which role, and the audit log, as 0.1.0 had them."""

import datetime
import re

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# Who is in which group is a question about today's memberships and acts (see accounts.UserGroup).
# An act is judged by the clock of the statement: one that ended within a transaction has ended.
GROUPS = """
CREATE VIEW accounts_user_groups AS
SELECT membership.id AS id, membership.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_membership membership
JOIN agencies_rolegroup role_group
  ON role_group.role = membership.role
 AND (role_group.agency_id = membership.agency_id OR role_group.agency_id IS NULL)
WHERE membership.valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  AND (membership.valid_to IS NULL
       OR membership.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
UNION ALL
SELECT -role_group.id AS id, act.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_act act
JOIN agencies_rolegroup role_group ON role_group.agency_id = act.agency_id
WHERE act.started_at <= statement_timestamp() AND act.ends_at > statement_timestamp()
"""
LOG = """
CREATE FUNCTION agencies_audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is written once.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER agencies_audit_log_stays BEFORE UPDATE OR DELETE ON agencies_auditentry
    FOR EACH ROW EXECUTE FUNCTION agencies_audit_log_stays();
"""
# Its title is shown by the explorer and the choosers.
TOP = {"path": "0001", "depth": 1}


def clear_the_root(apps, schema_editor):
    """Remove Wagtail's Editors and Moderators, whose rights on the root are over every agency, and
    call the root what it is here."""
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    apps.get_model("wagtailcore", "Page").objects.filter(**TOP, title="Root").update(
        title="Toàn mạng lưới", draft_title="Toàn mạng lưới"
    )


def name_root_again(apps, schema_editor):
    apps.get_model("wagtailcore", "Page").objects.filter(**TOP, title="Toàn mạng lưới").update(
        title="Root", draft_title="Root"
    )


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0002_no_default_groups"),
        ("agencies", "0003_derived_groups"),
        ("agencies", "0004_agency_collection"),
        ("agencies", "0005_audit_log"),
        ("agencies", "0006_audit_log_stays"),
        ("agencies", "0007_invitations"),
        ("agencies", "0008_acts_by_the_clock"),
        ("agencies", "0009_editorial_rules_changed"),
        ("agencies", "0010_name_the_tree"),
        ("agencies", "0011_questions"),
        ("agencies", "0012_agency_kind_index"),
    ]
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("accounts", "0001_squashed_0005_guide_put_away"),
        ("wagtailcore", "0098_apitoken"),
        # Packages first: each change of a model loads all related ones anew, ours among them.
        ("mfa", "0003_authenticator_type_uniq"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailembeds", "0009_embed_cache_until"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('short_name', models.CharField(max_length=120, verbose_name='short name')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), blank=True, default=list, verbose_name='other names')),
                ('kind', models.CharField(choices=[('ubnd_tinh', "Provincial People's Committee"), ('so', 'Department'), ('van_phong', 'Office'), ('thanh_tra', 'Provincial Inspectorate'), ('ban', 'Board'), ('nganh_doc', 'Central vertical agency'), ('doan_the', 'Mass organisation'), ('hoi', 'Association'), ('hoi_dong', 'Coordination council'), ('ubnd_huyen', "District People's Committee"), ('ubnd_thi_xa', "Town People's Committee"), ('ubnd_thanh_pho', "City People's Committee"), ('phong_tu_phap', 'District Justice Office'), ('ubnd_xa', "Commune People's Committee"), ('ubnd_phuong', "Ward People's Committee"), ('don_vi_su_nghiep', 'Public service unit'), ('bao_chi', 'Press agency')], max_length=20, verbose_name='kind')),
                ('slug', models.SlugField(help_text="Last part of the section's address. It never changes by itself.", max_length=120, unique=True, validators=[django.core.validators.RegexValidator(re.compile('^[-a-zA-Z0-9_]+\\Z'), 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.', 'invalid')], verbose_name='path')),
                ('host_label', models.CharField(blank=True, max_length=63, verbose_name='host label')),
                ('status', models.CharField(choices=[('active', 'Active'), ('suspended', 'Suspended'), ('merged', 'Merged'), ('dissolved', 'Dissolved'), ('renamed', 'Renamed')], default='active', max_length=12, verbose_name='status')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('owner', models.CharField(blank=True, max_length=255, verbose_name='governing body')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('responsible_person', models.CharField(blank=True, max_length=120, verbose_name='person responsible for content')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('collection', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agency', to='wagtailcore.collection', verbose_name='collection')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='agencies.agency', verbose_name='superior agency')),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies',
                'ordering': ['name', 'code'],
                'indexes': [models.Index(fields=['kind', 'name'], name='agency_kind_name'), models.Index(fields=['id'], include=('kind',), name='agency_kind_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_valid_to_after_from', violation_error_message='The end date lies before the start date.'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='agency_not_its_own_parent', violation_error_message='An agency cannot be its own superior.'), models.CheckConstraint(condition=models.Q(('kind__in', ['ubnd_tinh', 'so', 'van_phong', 'thanh_tra', 'ban', 'nganh_doc', 'doan_the', 'hoi', 'hoi_dong', 'ubnd_huyen', 'ubnd_thi_xa', 'ubnd_thanh_pho', 'phong_tu_phap', 'ubnd_xa', 'ubnd_phuong', 'don_vi_su_nghiep', 'bao_chi'])), name='agency_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='agencies.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'act for an agency',
                'verbose_name_plural': 'acts for agencies',
                'indexes': [models.Index(fields=['user', '-ends_at'], name='act_current')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('started_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('started_at'), '+', models.Value(datetime.timedelta(seconds=3600))))), name='act_lasts_at_most_an_hour'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='act_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('actor_name', models.CharField(max_length=300, verbose_name='name')),
                ('action', models.CharField(choices=[('invited', 'Invited'), ('invitation_accepted', 'Invitation accepted'), ('invitation_withdrawn', 'Invitation withdrawn'), ('invitation_refused', 'Invitation refused'), ('membership_granted', 'Role given'), ('membership_ended', 'Role ended'), ('second_factor_reset', 'Second factor reset'), ('act_started', 'Acting for the agency started'), ('act_ended', 'Acting for the agency ended'), ('acted', 'Done while acting for the agency'), ('rules_changed', 'Editorial rules changed'), ('question_taken_in', 'Question taken in'), ('question_forwarded', 'Question forwarded'), ('question_refused', 'Question not answered'), ('question_drafted', 'Answer begun'), ('question_answered', 'Question answered'), ('question_withdrawn', 'Question deleted by its asker'), ('problem_closed', 'Reported problem closed'), ('refused', 'Refused')], max_length=24, verbose_name='action')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='concerning')),
                ('detail', models.JSONField(blank=True, default=dict, verbose_name='detail')),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_entries', to='agencies.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['agency', '-at'], name='audit_entry_agency')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('role', models.CharField(choices=[('author', 'Author'), ('appraiser', 'Appraiser'), ('approver', 'Approver'), ('agency_admin', 'Agency admin'), ('network_admin', 'Network admin'), ('overseer', 'Overseer'), ('report_viewer', 'Report viewer')], max_length=16, verbose_name='role')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='decision number')),
                ('token_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('invited_at', models.DateTimeField(verbose_name='invited')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='agencies.agency', verbose_name='agency')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-invited_at', '-id'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('agency'), models.F('role'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='invitation_open_once'), models.CheckConstraint(condition=models.Q(('role__in', ['author', 'appraiser', 'approver', 'agency_admin'])), name='invitation_to_agency_role'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='invitation_valid_to_after_from')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('author', 'Author'), ('appraiser', 'Appraiser'), ('approver', 'Approver'), ('agency_admin', 'Agency admin'), ('network_admin', 'Network admin'), ('overseer', 'Overseer'), ('report_viewer', 'Report viewer')], max_length=16, verbose_name='role')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='decision number')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='agencies.agency', verbose_name='agency')),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='substitute')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.UniqueConstraint(fields=('user', 'agency', 'role', 'valid_from'), name='membership_unique'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_valid_to_after_from', violation_error_message='The end date lies before the start date.')],
            },
        ),
        migrations.CreateModel(
            name='RoleGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('author', 'Author'), ('appraiser', 'Appraiser'), ('approver', 'Approver'), ('agency_admin', 'Agency admin'), ('network_admin', 'Network admin'), ('overseer', 'Overseer'), ('report_viewer', 'Report viewer')], max_length=16)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='role_groups', to='agencies.agency')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='role_group', to='auth.group')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'role'), name='role_group_unique', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('predecessor_name', models.CharField(max_length=255, verbose_name='name of the predecessor')),
                ('predecessor_area', models.CharField(blank=True, max_length=255, verbose_name='former district')),
                ('kind', models.CharField(choices=[('hop_nhat', 'Consolidation'), ('sap_nhap', 'Merger'), ('chia_tach', 'Split'), ('doi_ten', 'Renaming'), ('chuyen_chuc_nang', 'Transfer of function'), ('giai_the', 'Dissolution')], max_length=20, verbose_name='kind')),
                ('date', models.DateField(blank=True, null=True, verbose_name='date')),
                ('legal_basis', models.CharField(blank=True, max_length=255, verbose_name='legal basis')),
                ('partial', models.BooleanField(default=False, verbose_name='in part')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor_links', to='agencies.agency', verbose_name='predecessor')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='predecessor_links', to='agencies.agency', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'succession',
                'verbose_name_plural': 'successions',
                'constraints': [models.UniqueConstraint(fields=('successor', 'predecessor_name', 'predecessor_area'), name='succession_unique')],
            },
        ),
        migrations.RunSQL(GROUPS, "DROP VIEW accounts_user_groups"),
        migrations.RunSQL(LOG, "DROP FUNCTION agencies_audit_log_stays CASCADE"),
        migrations.RunPython(clear_the_root, name_root_again),
    ]
