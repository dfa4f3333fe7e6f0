"""Keep the name that people use, what a document is for, and its summary in four signed lines."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('legal_updates', '0015_status_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='legaldocument',
            name='purpose',
            field=models.CharField(blank=True, help_text='One line in everyday words, for lists.', max_length=160, verbose_name='what it is for'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='summary_audience',
            field=models.CharField(blank=True, max_length=300, verbose_name='for whom'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='summary_by',
            field=models.CharField(blank=True, max_length=160, verbose_name='summarised by'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='summary_content',
            field=models.CharField(blank=True, max_length=300, verbose_name='what it says'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='summary_on',
            field=models.DateField(blank=True, null=True, verbose_name='summarised on'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='summary_since',
            field=models.CharField(blank=True, max_length=300, verbose_name='since when'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='summary_to_do',
            field=models.CharField(blank=True, max_length=300, verbose_name='what to do'),
        ),
        migrations.AddField(
            model_name='legaldocument',
            name='usual_name',
            field=models.CharField(blank=True, help_text='What people call it. A law without one is called by its subject and year.', max_length=160, verbose_name='usual name'),
        ),
        migrations.AddConstraint(
            model_name='legaldocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('summary_audience', ''), ('summary_by', ''), ('summary_content', ''), ('summary_on__isnull', True), ('summary_since', ''), ('summary_to_do', '')), models.Q(models.Q(('summary_audience', ''), _negated=True), models.Q(('summary_content', ''), _negated=True), models.Q(('summary_to_do', ''), _negated=True), models.Q(('summary_since', ''), _negated=True), models.Q(('summary_by', ''), _negated=True), ('summary_on__isnull', False)), _connector='OR'), name='legal_document_summary_signed', violation_error_message='A summary has all four lines, who wrote it and on which day.'),
        ),
    ]
