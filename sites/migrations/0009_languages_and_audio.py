"""Every article says its language, as materials did, and may be a translation; sound in a text."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


FORWARDS = """
UPDATE agency_sites_articlepage a SET language = m.written_in
  FROM agency_sites_materialpage m
 WHERE m.articlepage_ptr_id = a.page_ptr_id AND m.written_in <> 'vi';
"""
# Only materials had a language: that of other texts is lost.
BACKWARDS = """
UPDATE agency_sites_materialpage m SET written_in = a.language
  FROM agency_sites_articlepage a
 WHERE m.articlepage_ptr_id = a.page_ptr_id AND a.language <> 'vi';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agency_sites', '0008_related_documents'),
        ('legal_updates', '0009_public_lists'),
        ('media', '0002_private_until_published'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        # A child may not have a field of its parent's name: the old one is called otherwise meanwhile.
        migrations.RenameField('materialpage', 'language', 'written_in'),
        migrations.AddField(
            model_name='articlepage',
            name='dialect',
            field=models.CharField(blank=True, help_text='Where people speak so, for example: Jrai of Cheo Reo.', max_length=120, verbose_name='region or dialect'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='language',
            field=models.CharField(choices=[('vi', 'Vietnamese'), ('jra', 'Jrai'), ('bdq', 'Bahnar')], default='vi', max_length=3, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='original',
            field=models.ForeignKey(blank=True, help_text='The page of your agency that this text was translated from.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='agency_sites.articlepage', verbose_name='Vietnamese original'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='translation_reviewer',
            field=models.CharField(blank=True, max_length=120, verbose_name='translation reviewed by'),
        ),
        migrations.AddField(
            model_name='articlepage',
            name='translator',
            field=models.CharField(blank=True, max_length=120, verbose_name='translator'),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RemoveField('materialpage', 'written_in'),
        migrations.AlterField(
            model_name='articlepage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('quote', 6), ('table', 8), ('image', 12), ('file', 15), ('video', 18), ('audio', 23), ('callout', 26), ('related_documents', 29)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'legal-document', 'superscript'], 'icon': 'pilcrow', 'label': 'Paragraph'}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Text'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('attribution', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 8: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 7)]], {'icon': 'table', 'label': 'Table', 'template': 'agency_sites/blocks/table.html'}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Read aloud to people who cannot see it.', 'label': 'What the image shows', 'max_length': 250}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('image', 9), ('alt_text', 10), ('caption', 11)]], {}), 13: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File'}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Title shown', 'max_length': 200, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('document', 13), ('title', 14)]], {}), 16: ('wagtail.blocks.URLBlock', (), {'help_text': 'For example https://www.youtube.com/watch?v=...', 'label': 'Video address'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'What the video is about', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('url', 16), ('title', 17)]], {}), 19: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'MP3 or M4A.', 'label': 'Sound file'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'What is said in it', 'max_length': 200}), 21: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write minutes and seconds, as 5:30.'}, 'help_text': 'Minutes and seconds, as 5:30.', 'label': 'Length', 'regex': '^\\d{1,3}:[0-5]\\d$', 'required': False}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'legal-document', 'superscript'], 'help_text': 'Every word that is said, for those who cannot hear it.', 'label': 'Transcript'}), 23: ('wagtail.blocks.StructBlock', [[('file', 19), ('title', 20), ('duration', 21), ('transcript', 22)]], {}), 24: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'Note'), ('warning', 'Warning')], 'label': 'Kind'}), 25: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'legal-document', 'ul'], 'label': 'Text'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 24), ('text', 25)]], {}), 27: ('legal_updates.citing.choosers.DocumentBlock', (), {'label': 'Legal document'}), 28: ('wagtail.blocks.ListBlock', (27,), {'label': 'Documents of law'}), 29: ('wagtail.blocks.StructBlock', [[('documents', 28)]], {})}, verbose_name='body'),
        ),
        migrations.AddConstraint(
            model_name='articlepage',
            constraint=models.CheckConstraint(condition=models.Q(('original__isnull', True), models.Q(('language', 'vi'), _negated=True), _connector='OR'), name='article_vietnamese_is_original', violation_error_message='A Vietnamese text is no translation.'),
        ),
    ]
