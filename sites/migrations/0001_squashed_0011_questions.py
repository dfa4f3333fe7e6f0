"""The sections of agencies: their pages, links and panos, as 0.1.0 had them."""

import csv
import datetime
from pathlib import Path

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import sites.models.in_section
import sites.models.warnings
from network.agencies.models import AgencyKind

DATA = Path(__file__).resolve().parent.parent / "data" / "required_links.csv"
ALL_KINDS = "*"


def load_required_links(apps, schema_editor):
    """The addresses that R5 asks every section to lead to; the network's admin edits them."""
    RequiredLink = apps.get_model("agency_sites", "RequiredLink")
    with DATA.open(encoding="utf-8", newline="") as lines:
        RequiredLink.objects.bulk_create(
            [
                RequiredLink(
                    title=row["title"],
                    url=row["url"],
                    kinds=AgencyKind.values if row["kinds"] == ALL_KINDS else row["kinds"].split(),
                )
                for row in csv.DictReader(lines)
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("agency_sites", "0001_initial"),
        ("agency_sites", "0002_initial"),
        ("agency_sites", "0003_correction"),
        ("agency_sites", "0004_links"),
        ("agency_sites", "0005_required_links"),
        ("agency_sites", "0006_panos"),
        ("agency_sites", "0007_legal_updates_and_materials"),
        ("agency_sites", "0008_related_documents"),
        ("agency_sites", "0009_languages_and_audio"),
        ("agency_sites", "0010_warnings_and_events"),
        ("agency_sites", "0011_questions"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        ("aggregator", "0001_squashed_0010_item_use"),
        ("legal_updates", "0001_squashed_0009_public_lists"),
        ("media", "0001_squashed_0002_private_until_published"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('source_name', models.CharField(help_text="Who first published this. For your own work: your agency's name.", max_length=255, verbose_name='source')),
                ('source_author', models.CharField(help_text='The person who wrote or photographed it.', max_length=255, verbose_name='author')),
                ('source_agency', models.CharField(help_text='Where the author works.', max_length=255, verbose_name='agency or unit')),
                ('source_url', models.URLField(help_text='Address of the page or website it was published on.', max_length=500, verbose_name='website')),
                ('source_date', models.DateField(help_text='The day it was published there.', null=True, verbose_name='date at the source')),
                ('summary', models.TextField(help_text='Three short sentences: who, gets what, must do what, from when.', max_length=400, verbose_name='in short')),
                ('date', models.DateField(db_index=True, default=datetime.date.today, verbose_name='date')),
                ('cover_alt_text', models.CharField(blank=True, max_length=250, verbose_name='what the cover shows')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('quote', 6), ('table', 8), ('image', 12), ('file', 15), ('video', 18), ('audio', 23), ('callout', 26), ('related_documents', 29)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'legal-document', 'superscript'], 'icon': 'pilcrow', 'label': 'Paragraph'}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Text'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text', 4), ('attribution', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 8: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 7)]], {'icon': 'table', 'label': 'Table', 'template': 'agency_sites/blocks/table.html'}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 10: ('wagtail.blocks.CharBlock', (), {'help_text': 'Read aloud to people who cannot see it.', 'label': 'What the image shows', 'max_length': 250}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('image', 9), ('alt_text', 10), ('caption', 11)]], {}), 13: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'File'}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Title shown', 'max_length': 200, 'required': False}), 15: ('wagtail.blocks.StructBlock', [[('document', 13), ('title', 14)]], {}), 16: ('wagtail.blocks.URLBlock', (), {'help_text': 'For example https://www.youtube.com/watch?v=...', 'label': 'Video address'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'What the video is about', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('url', 16), ('title', 17)]], {}), 19: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'MP3 or M4A.', 'label': 'Sound file'}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'What is said in it', 'max_length': 200}), 21: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write minutes and seconds, as 5:30.'}, 'help_text': 'Minutes and seconds, as 5:30.', 'label': 'Length', 'regex': '^\\d{1,3}:[0-5]\\d$', 'required': False}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'legal-document', 'superscript'], 'help_text': 'Every word that is said, for those who cannot hear it.', 'label': 'Transcript'}), 23: ('wagtail.blocks.StructBlock', [[('file', 19), ('title', 20), ('duration', 21), ('transcript', 22)]], {}), 24: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'Note'), ('warning', 'Warning')], 'label': 'Kind'}), 25: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'legal-document', 'ul'], 'label': 'Text'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 24), ('text', 25)]], {}), 27: ('legal_updates.citing.choosers.DocumentBlock', (), {'label': 'Legal document'}), 28: ('wagtail.blocks.ListBlock', (27,), {'label': 'Documents of law'}), 29: ('wagtail.blocks.StructBlock', [[('documents', 28)]], {})}, verbose_name='body')),
                ('dialect', models.CharField(blank=True, help_text='Where people speak so, for example: Jrai of Cheo Reo.', max_length=120, verbose_name='region or dialect')),
                ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('jra', 'Jrai'), ('bdq', 'Bahnar')], default='vi', max_length=3, verbose_name='language')),
                ('translation_reviewer', models.CharField(blank=True, max_length=120, verbose_name='translation reviewed by')),
                ('translator', models.CharField(blank=True, max_length=120, verbose_name='translator')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.agencyimage', verbose_name='cover image')),
                ('original', models.ForeignKey(blank=True, help_text='The page of your agency that this text was translated from.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='agency_sites.articlepage', verbose_name='Vietnamese original')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'constraints': [models.CheckConstraint(condition=models.Q(('original__isnull', True), models.Q(('language', 'vi'), _negated=True), _connector='OR'), name='article_vietnamese_is_original', violation_error_message='A Vietnamese text is no translation.')],
            },
            bases=(sites.models.in_section.InSection, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='RequiredLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('url', models.URLField(max_length=500, unique=True, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ubnd_tinh', "Provincial People's Committee"), ('so', 'Department'), ('van_phong', 'Office'), ('thanh_tra', 'Provincial Inspectorate'), ('ban', 'Board'), ('nganh_doc', 'Central vertical agency'), ('doan_the', 'Mass organisation'), ('hoi', 'Association'), ('hoi_dong', 'Coordination council'), ('ubnd_huyen', "District People's Committee"), ('ubnd_thi_xa', "Town People's Committee"), ('ubnd_thanh_pho', "City People's Committee"), ('phong_tu_phap', 'District Justice Office'), ('ubnd_xa', "Commune People's Committee"), ('ubnd_phuong', "Ward People's Committee"), ('don_vi_su_nghiep', 'Public service unit'), ('bao_chi', 'Press agency')], max_length=20), verbose_name='kinds of agency')),
            ],
            options={'verbose_name': 'required link', 'verbose_name_plural': 'required links', 'ordering': ['pk']},
        ),
        migrations.CreateModel(
            name='SectionIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('key', models.CharField(choices=[('gioi_thieu', 'About us'), ('chuc_nang', 'Functions and duties'), ('ban_bien_tap', 'Editorial board'), ('lien_he', 'Contact'), ('tin_tuc', 'News'), ('tin_hoat_dong', 'Activities'), ('ngay_phap_luat', 'Law Day'), ('guong', 'Good people, good deeds'), ('van_ban_moi', 'New documents and policies'), ('van_ban_chi_dao', 'Directives'), ('hoi_dap_phap_luat', 'Legal questions and answers'), ('hoi_dap', 'Questions and answers'), ('tinh_huong', 'Situations'), ('tai_lieu', 'Materials'), ('de_cuong', 'Outlines'), ('to_gap', 'Leaflets'), ('infographic', 'Infographics'), ('so_tay', 'Handbooks'), ('da_phuong_tien', 'Multimedia'), ('video', 'Video'), ('audio', 'Radio'), ('loa_phat_thanh', 'Loudspeaker'), ('cuoc_thi', 'Contests'), ('trang_mang_xa_hoi', 'Official social pages'), ('lien_ket', 'Links'), ('other', 'Other')], default='other', max_length=20, verbose_name='place in the menu')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={'verbose_name': 'section index page', 'verbose_name_plural': 'section index pages'},
            bases=(sites.models.in_section.InSection, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='AgencyHomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('accent', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Write the colour as #0B4A82.')], verbose_name='accent colour')),
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='home_page', to='agencies.agency', verbose_name='agency')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.agencyimage', verbose_name='logo')),
            ],
            options={'verbose_name': 'agency home page', 'verbose_name_plural': 'agency home pages'},
            bases=(sites.models.in_section.InSection, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='LegalUpdatePage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='agency_sites.articlepage')),
                ('kind', models.CharField(choices=[('new_document', 'New document'), ('new_policy', 'New policy'), ('introduction', 'Introduction of a document')], default='new_document', max_length=16, verbose_name='kind of legal update')),
                ('who', models.CharField(blank=True, help_text='The people or businesses it concerns, in everyday words.', max_length=300, verbose_name='who it concerns')),
                ('gets', models.CharField(blank=True, help_text='A right, a sum of money, a shorter way.', max_length=300, verbose_name='what they get')),
                ('must_do', models.CharField(blank=True, help_text='What to hand in, where, until when; or that nothing has to be done.', max_length=300, verbose_name='what they must do')),
                ('from_when', models.CharField(blank=True, help_text='The day, as 01/01/2027.', max_length=300, verbose_name='from when')),
                ('received_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='received')),
            ],
            options={'verbose_name': 'legal update', 'verbose_name_plural': 'legal updates'},
            bases=('agency_sites.articlepage', models.Model),
        ),
        migrations.CreateModel(
            name='MaterialPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='agency_sites.articlepage')),
                ('kind', models.CharField(choices=[('outline', 'Outline'), ('leaflet', 'Leaflet'), ('infographic', 'Infographic'), ('handbook', 'Handbook'), ('training', 'Training material'), ('questions', 'Questions and answers in print'), ('audio', 'Sound for loudspeakers'), ('video', 'Film'), ('other', 'Other material')], default='leaflet', max_length=12, verbose_name='kind of material')),
                ('still_valid', models.BooleanField(default=True, help_text='Take the tick away when the law has changed: it leaves the lists then.', verbose_name='still valid for use')),
                ('valid_until', models.DateField(blank=True, help_text='The last day, where one is known.', null=True, verbose_name='valid until')),
                ('last_reviewed_on', models.DateField(blank=True, help_text='The day somebody last compared it with the documents below.', null=True, verbose_name='last compared with the law on')),
            ],
            options={'verbose_name': 'material', 'verbose_name_plural': 'materials'},
            bases=('agency_sites.articlepage', models.Model),
        ),
        migrations.CreateModel(
            name='QuestionPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='agency_sites.articlepage')),
                ('question', models.TextField(help_text="In the citizen's words, without anything that tells who they are: no names, numbers of people, telephones, houses or land parcels.", max_length=3000, verbose_name='the question')),
                ('asked_on', models.DateField(blank=True, null=True, verbose_name='asked on')),
                ('answered_by', models.CharField(help_text='The agency or its unit, not a person.', max_length=255, verbose_name='answered by')),
            ],
            options={
                'verbose_name': 'question with its answer',
                'verbose_name_plural': 'questions with their answers',
            },
            bases=('agency_sites.articlepage', models.Model),
        ),
        migrations.CreateModel(
            name='WarningPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='agency_sites.articlepage')),
                ('level', models.CharField(choices=[('urgent', 'Urgent'), ('notice', 'Take care')], default='notice', max_length=8, verbose_name='level of the warning')),
                ('shown_until', models.DateField(db_index=True, default=sites.models.warnings._last_day, help_text='The last day on the front page of the hub. The warning itself stays.', verbose_name='on the front page until')),
            ],
            options={'verbose_name': 'warning', 'verbose_name_plural': 'warnings'},
            bases=('agency_sites.articlepage',),
        ),
        migrations.CreateModel(
            name='ArticleTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_topics', to='agency_sites.articlepage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_topics', to='legal_updates.topic')),
            ],
            options={'abstract': False},
        ),
        migrations.AddField(
            model_name='articlepage',
            name='topics',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='agency_sites.ArticleTopic', to='legal_updates.Topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('corrected_on', models.DateField(default=datetime.date.today, verbose_name='corrected on')),
                ('was', models.TextField(max_length=600, verbose_name='what was written')),
                ('now_reads', models.TextField(max_length=600, verbose_name='what it must read')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='agency_sites.articlepage')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LibraryRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('level', models.CharField(blank=True, choices=[('central', 'Central'), ('provincial', 'Provincial'), ('agency', 'Agency')], max_length=12, verbose_name='level')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='library_rules', to='agency_sites.agencyhomepage')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='aggregator.source', verbose_name='source')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='legal_updates.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'library rule',
                'verbose_name_plural': 'library rules',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('level', ''), ('source__isnull', False), ('topic__isnull', True)), models.Q(('source__isnull', True), ('topic__isnull', True), models.Q(('level', ''), _negated=True)), models.Q(('level', ''), ('source__isnull', True), ('topic__isnull', False)), _connector='OR'), name='library_rule_one_reason', violation_error_message='Choose one: a source, a level or a topic.')],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=500, unique=True, verbose_name='address')),
                ('state', models.CharField(choices=[('unchecked', 'Not checked yet'), ('alive', 'Answers'), ('unclear', 'Refuses programs'), ('failing', 'Failed just now'), ('dead', 'Dead')], default='unchecked', max_length=10, verbose_name='state')),
                ('code', models.CharField(blank=True, max_length=30)),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='failures in a row')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='checked')),
                ('failing_since', models.DateTimeField(null=True)),
                ('next_check_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'link check',
                'verbose_name_plural': 'link checks',
                'indexes': [models.Index(fields=['next_check_at'], name='link_check_due')],
            },
        ),
        migrations.CreateModel(
            name='Pano',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('alt_text', models.CharField(help_text='Read aloud to those who do not see the picture: its words and its target.', max_length=250, verbose_name='what the banner says')),
                ('url', models.URLField(max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('starts_on', models.DateField(default=datetime.date.today, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panos', to='media.agencyimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'pano',
                'verbose_name_plural': 'panos',
                'ordering': ['-starts_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='pano_ends_after_start', violation_error_message='The last day lies before the first.')],
            },
        ),
        migrations.CreateModel(
            name='PanoPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pano_placements', to='agency_sites.agencyhomepage')),
                ('pano', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='agency_sites.pano', verbose_name='pano')),
            ],
            options={
                'verbose_name': 'pano of a section',
                'verbose_name_plural': 'panos of a section',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SectionLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('target', models.CharField(choices=[('superior', 'Superior ministry or central body'), ('other', 'Other')], default='superior', max_length=10, verbose_name='whose page')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('url', models.URLField(help_text='Of its page on law dissemination where it has one, beginning with https://.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_links', to='agency_sites.agencyhomepage')),
            ],
            options={
                'verbose_name': 'link of a section',
                'verbose_name_plural': 'links of a section',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('articlepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='agency_sites.articlepage')),
                ('begins', models.DateTimeField(verbose_name='begins')),
                ('ends', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('place', models.CharField(blank=True, help_text='House, street, commune, so that a stranger finds it.', max_length=250, verbose_name='place of the event')),
                ('online_link', models.URLField(blank=True, max_length=500, verbose_name='address to join online')),
                ('organiser', models.CharField(blank=True, help_text='Left empty, it is the agency of this section.', max_length=200, verbose_name='organiser')),
            ],
            options={
                'verbose_name': 'event of an agency',
                'verbose_name_plural': 'events of agencies',
                'indexes': [models.Index(django.db.models.functions.comparison.Coalesce('ends', 'begins'), name='event_over')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('begins')), _connector='OR'), name='event_ends_after_it_begins', violation_error_message='The event ends before it begins.')],
            },
            bases=('agency_sites.articlepage',),
        ),
        migrations.CreateModel(
            name='UpdateDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal_updates.legaldocument', verbose_name='legal document')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='agency_sites.legalupdatepage')),
            ],
            options={
                'verbose_name': 'document of a page',
                'verbose_name_plural': 'documents of a page',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MaterialFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title shown')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.agencydocument', verbose_name='file')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='agency_sites.materialpage')),
            ],
            options={
                'verbose_name': 'file of a material',
                'verbose_name_plural': 'files of a material',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MaterialDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal_updates.legaldocument', verbose_name='legal document')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='agency_sites.materialpage')),
            ],
            options={
                'verbose_name': 'document of a page',
                'verbose_name_plural': 'documents of a page',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuestionDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legal_updates.legaldocument', verbose_name='legal document')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='agency_sites.questionpage')),
            ],
            options={
                'verbose_name': 'document of a page',
                'verbose_name_plural': 'documents of a page',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.RunPython(load_required_links, migrations.RunPython.noop),
    ]
