import django.contrib.postgres.fields
import django.db.models.deletion
import network.directives.models.directives
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0017_name_the_collections'),
        ('media', '0001_squashed_0002_private_until_published'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('number_key', models.CharField(max_length=60, verbose_name='number')),
                ('kind', models.CharField(choices=[('cong_van', 'Dispatch'), ('ke_hoach', 'Plan'), ('quyet_dinh', 'Decision'), ('khac', 'Another document')], max_length=12, verbose_name='kind')),
                ('abstract', models.CharField(max_length=500, verbose_name='abstract')),
                ('issuer', models.CharField(max_length=255, verbose_name='issuing body')),
                ('issued_on', models.DateField(verbose_name='date of issue')),
                ('file', models.FileField(blank=True, upload_to=network.directives.models.directives.directive_path, verbose_name='file')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ubnd_tinh', "Provincial People's Committee"), ('so', 'Department'), ('van_phong', 'Office'), ('thanh_tra', 'Provincial Inspectorate'), ('ban', 'Board'), ('nganh_doc', 'Central vertical agency'), ('doan_the', 'Mass organisation'), ('hoi', 'Association'), ('hoi_dong', 'Coordination council'), ('ubnd_huyen', "District People's Committee"), ('ubnd_thi_xa', "Town People's Committee"), ('ubnd_thanh_pho', "City People's Committee"), ('phong_tu_phap', 'District Justice Office'), ('ubnd_xa', "Commune People's Committee"), ('ubnd_phuong', "Ward People's Committee"), ('don_vi_su_nghiep', 'Public service unit'), ('bao_chi', 'Press agency')], max_length=20), default=list, verbose_name='kinds of agency to carry it out')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='directives.directive', verbose_name='replaces')),
            ],
            options={
                'verbose_name': 'directive',
                'verbose_name_plural': 'directives',
                'ordering': ['-issued_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('number_key', 'issuer', 'issued_on'), name='directive_identity'), models.CheckConstraint(condition=models.Q(('kind__in', ['cong_van', 'ke_hoach', 'quyet_dinh', 'khac'])), name='directive_kind_known'), models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('closed_at__gte', models.F('sent_at')), ('sent_at__isnull', False)), _connector='OR'), name='directive_closed_after_sent'), models.CheckConstraint(condition=models.Q(('replaces', models.F('id')), _negated=True), name='directive_replaces_another')],
            },
        ),
        migrations.CreateModel(
            name='DirectiveTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='what is to be done')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ubnd_tinh', "Provincial People's Committee"), ('so', 'Department'), ('van_phong', 'Office'), ('thanh_tra', 'Provincial Inspectorate'), ('ban', 'Board'), ('nganh_doc', 'Central vertical agency'), ('doan_the', 'Mass organisation'), ('hoi', 'Association'), ('hoi_dong', 'Coordination council'), ('ubnd_huyen', "District People's Committee"), ('ubnd_thi_xa', "Town People's Committee"), ('ubnd_thanh_pho', "City People's Committee"), ('phong_tu_phap', 'District Justice Office'), ('ubnd_xa', "Commune People's Committee"), ('ubnd_phuong', "Ward People's Committee"), ('don_vi_su_nghiep', 'Public service unit'), ('bao_chi', 'Press agency')], max_length=20), default=list, verbose_name='kinds of agency')),
                ('agency_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, verbose_name='agencies by name')),
                ('due_on', models.DateField(null=True, verbose_name='due on')),
                ('working_days', models.PositiveSmallIntegerField(null=True, verbose_name='working days from sending')),
                ('rhythm', models.CharField(blank=True, choices=[('monthly', 'Every month'), ('quarterly', 'Every quarter'), ('half_yearly', 'Every half-year'), ('yearly', 'Every year')], max_length=12, verbose_name='rhythm')),
                ('requirements', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, verbose_name='requirements')),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='directives.directive')),
            ],
            options={
                'verbose_name': 'task of a directive',
                'verbose_name_plural': 'tasks of directives',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('rhythm', ''), ('working_days', None)), models.Q(('due_on', None), ('rhythm', ''), ('working_days__gte', 1), ('working_days__isnull', False)), models.Q(('due_on', None), ('rhythm__in', ['monthly', 'quarterly', 'half_yearly', 'yearly']), ('working_days', None)), _connector='OR'), name='directive_task_one_deadline'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='directive_task_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='due')),
                ('state', models.CharField(choices=[('new', 'Not begun'), ('doing', 'Under way'), ('done', 'Done, to be looked at'), ('returned', 'Returned, to be completed'), ('accepted', 'Accepted as done')], default='new', max_length=8, verbose_name='state')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='what was done')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('done_at', models.DateTimeField(null=True, verbose_name='reported')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='looked at')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='why it was returned')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.agencydocument')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='directives.directivetask')),
            ],
            options={
                'verbose_name': 'task of an agency',
                'verbose_name_plural': 'tasks of agencies',
                'indexes': [models.Index(fields=['agency', 'state', 'due_on'], name='assignment_of_agency')],
                'constraints': [models.UniqueConstraint(fields=('task', 'agency', 'due_on'), name='assignment_once'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'doing', 'done', 'returned', 'accepted'])), name='assignment_state_known'), models.CheckConstraint(condition=models.Q(('state__in', ('new', 'doing')), models.Q(('done_at__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='assignment_done_with_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'returned')), _negated=True), models.Q(('decided_at__gte', models.F('done_at')), ('decided_at__isnull', False)), _connector='OR'), name='assignment_decided_after_done'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='assignment_returned_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('role', models.CharField(choices=[('carry_out', 'To carry out'), ('inform', 'For information'), ('filed', 'Filed')], max_length=10, verbose_name='recipient')),
                ('received_at', models.DateTimeField(null=True, verbose_name='received')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='directives.directive')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'recipient of a directive',
                'verbose_name_plural': 'recipients of directives',
                'indexes': [models.Index(fields=['agency', 'received_at'], name='recipient_of_agency')],
                'constraints': [models.UniqueConstraint(fields=('directive', 'agency'), name='recipient_once'), models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('name', '')), models.Q(('agency', None), models.Q(('name', ''), _negated=True)), _connector='OR'), name='recipient_agency_or_name'), models.CheckConstraint(condition=models.Q(('role__in', ['carry_out', 'inform', 'filed'])), name='recipient_role_known'), models.CheckConstraint(condition=models.Q(('received_at', None), ('agency__isnull', False), _connector='OR'), name='recipient_received_by_an_agency')],
            },
        ),
        migrations.CreateModel(
            name='DirectiveQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='question')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='directives.recipient')),
            ],
            options={
                'verbose_name': 'question about a directive',
                'verbose_name_plural': 'questions about directives',
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('recipient',), name='directive_question_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__gte', models.F('asked_at')), ('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='directive_question_answered_in_words')],
            },
        ),
    ]
