"""Add verdicts on evidence, sample audits, and the state of cells that wait for inspection."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from network.agencies.journal_sql import WITH_RULES, WITHOUT_RULES, answered_for

FINDINGS, VERDICTS = "oversight_finding", "oversight_evidenceverdict"
TRIGGERS = [
    answered_for(VERDICTS, "oversight_verdict_answered", "answered_at", "*", "answered_by_id"),
    answered_for(VERDICTS, "oversight_verdict_decided", "decided_at", "*", "decided_by_id"),
]


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_two_people'),
        ('agencies', '0019_roles_end_with_the_agency'),
        ('media', '0007_waiting_renderings'),
        ('oversight', '0012_past_findings_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='month')),
                ('seed', models.CharField(max_length=40, verbose_name='seed')),
                ('size', models.PositiveSmallIntegerField(verbose_name='cells to draw')),
                ('drawn_at', models.DateTimeField(verbose_name='drawn')),
                ('frame', models.JSONField(default=list)),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'sample audit',
                'verbose_name_plural': 'sample audits',
                'ordering': ['-month'],
            },
        ),
        migrations.CreateModel(
            name='AuditCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='weight')),
                ('signals', models.JSONField(default=list)),
                ('judged_at', models.DateTimeField(null=True, verbose_name='judged')),
            ],
            options={
                'verbose_name': 'drawn cell',
                'verbose_name_plural': 'drawn cells',
                'ordering': ['audit', 'place'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('one_colour', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'file of evidence',
                'verbose_name_plural': 'files of evidence',
            },
        ),
        migrations.CreateModel(
            name='EvidenceVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_cell', models.BooleanField(default=False, verbose_name='the whole cell')),
                ('reason', models.CharField(max_length=20, verbose_name='reason')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='explanation')),
                ('rejected_at', models.DateTimeField(verbose_name='not accepted since')),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted after all'), ('kept', 'Stays rejected')], max_length=8, verbose_name='decision')),
                ('final_note', models.TextField(blank=True, max_length=1000, verbose_name='words to the agency')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'verdict on evidence',
                'verbose_name_plural': 'verdicts on evidence',
            },
        ),
        migrations.CreateModel(
            name='VerdictItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=40)),
                ('object_id', models.BigIntegerField(null=True)),
                ('label', models.CharField(max_length=300)),
                ('fingerprint', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'rejected evidence',
                'verbose_name_plural': 'rejected evidence',
            },
        ),
        migrations.RemoveConstraint(
            model_name='finding',
            name='finding_status_known',
        ),
        # Cells that wait for inspection were met before.
        migrations.RunSQL(
            migrations.RunSQL.noop,
            [
                WITHOUT_RULES.format(FINDINGS),
                f"UPDATE {FINDINGS} SET status = 'met' WHERE status = 'waiting'",
                WITH_RULES.format(FINDINGS),
            ],
        ),
        migrations.AddField(
            model_name='standard',
            name='audit_cells',
            field=models.PositiveSmallIntegerField(default=40, verbose_name='cells drawn in a sample audit'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='status',
            field=models.CharField(choices=[('met', 'Met'), ('partly', 'Partly met'), ('not_met', 'Not met'), ('unknown', 'Cannot be checked'), ('waiting', 'Waits for inspection'), ('not_applicable', 'Does not apply')], max_length=16, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['met', 'partly', 'not_met', 'unknown', 'waiting', 'not_applicable'])), name='finding_status_known'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.UniqueConstraint(models.F('closed_at'), condition=models.Q(('closed_at', None)), name='audit_one_open', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='auditcell',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='auditcell',
            name='audit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='oversight.audit'),
        ),
        migrations.AddField(
            model_name='auditcell',
            name='judged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='auditcell',
            name='requirement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oversight.requirement'),
        ),
        migrations.AddField(
            model_name='evidenceverdict',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='evidenceverdict',
            name='answer_file',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.agencydocument', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='evidenceverdict',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidenceverdict',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidenceverdict',
            name='rejected_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidenceverdict',
            name='requirement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oversight.requirement'),
        ),
        migrations.AddField(
            model_name='auditcell',
            name='verdict',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='audit_cell', to='oversight.evidenceverdict'),
        ),
        migrations.AddField(
            model_name='verdictitem',
            name='verdict',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='oversight.evidenceverdict'),
        ),
        migrations.AddIndex(
            model_name='evidenceverdict',
            index=models.Index(fields=['agency', 'requirement'], name='verdict_of_cell'),
        ),
        migrations.AddIndex(
            model_name='evidenceverdict',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['rejected_at'], name='verdict_undecided'),
        ),
        migrations.AddConstraint(
            model_name='evidenceverdict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__gte', models.F('rejected_at')), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='verdict_answered_in_words'),
        ),
        migrations.AddConstraint(
            model_name='evidenceverdict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(('decided_at__gte', models.F('rejected_at')), ('outcome__in', ['accepted', 'kept'])), _connector='OR'), name='verdict_decided_once'),
        ),
        migrations.AddConstraint(
            model_name='evidenceverdict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'kept'), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='verdict_kept_after_answer'),
        ),
        migrations.AddConstraint(
            model_name='evidenceverdict',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('rejected_by')), _negated=True), _connector='OR'), name='verdict_answered_by_another'),
        ),
        migrations.AddConstraint(
            model_name='evidenceverdict',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('answered_by')), _negated=True), _connector='OR'), name='verdict_decided_by_another'),
        ),
        migrations.AddIndex(
            model_name='auditcell',
            index=models.Index(fields=['agency', 'requirement'], name='audit_cell_of_cell'),
        ),
        migrations.AddConstraint(
            model_name='auditcell',
            constraint=models.UniqueConstraint(fields=('audit', 'place'), name='audit_cell_place'),
        ),
        migrations.AddConstraint(
            model_name='auditcell',
            constraint=models.UniqueConstraint(fields=('audit', 'agency', 'requirement'), name='audit_cell_once'),
        ),
        migrations.AddIndex(
            model_name='verdictitem',
            index=models.Index(fields=['source', 'object_id'], name='verdict_item_row'),
        ),
        migrations.AddConstraint(
            model_name='verdictitem',
            constraint=models.UniqueConstraint(fields=('verdict', 'source', 'object_id', 'fingerprint'), name='verdict_item_once'),
        ),
        migrations.AddConstraint(
            model_name='verdictitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('object_id', None), ('source', '')), models.Q(models.Q(('source', ''), _negated=True), ('object_id__isnull', False)), _connector='OR'), name='verdict_item_row_of_source'),
        ),
        *(migrations.RunSQL(*each) for each in TRIGGERS),
    ]
