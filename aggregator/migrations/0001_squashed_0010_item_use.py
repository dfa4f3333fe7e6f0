"""Sources, the library of their items, and proposals of agencies, as 0.1.0 had them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("aggregator", "0001_initial"),
        ("aggregator", "0002_alter_libraryitem_document_numbers"),
        ("aggregator", "0003_fetching"),
        ("aggregator", "0005_health"),
        ("aggregator", "0006_clusters"),
        ("aggregator", "0008_review"),
        ("aggregator", "0009_proposal"),
        ("aggregator", "0010_item_use"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        ("legal_updates", "0001_squashed_0009_public_lists"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='PortalHost',
            fields=[
                ('name', models.CharField(max_length=253, primary_key=True, serialize=False)),
                ('leased_until', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('owner', models.CharField(help_text='The body that runs the portal.', max_length=200, verbose_name='owner')),
                ('level', models.CharField(choices=[('central', 'Central'), ('provincial', 'Provincial'), ('agency', 'Agency')], max_length=12, verbose_name='level')),
                ('url', models.URLField(help_text='Address of the RSS or Atom feed, beginning with https://.', max_length=500, unique=True, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='feed address')),
                ('licence_note', models.CharField(blank=True, help_text='By what right we link and quote: public information, permission, ...', max_length=255, verbose_name='licence note')),
                ('trusted', models.BooleanField(default=False, help_text='Items of a trusted source enter the library without a review.', verbose_name='trusted')),
                ('enabled', models.BooleanField(default=True, verbose_name='enabled')),
                ('interval_minutes', models.PositiveIntegerField(default=1440, help_text='Automatic: the longest wait. Fixed: the wait. At most 1440, which is a day.', verbose_name='minutes between fetches')),
                ('etag', models.CharField(blank=True, editable=False, max_length=300)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('body_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('next_fetch_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='next fetch')),
                ('fetched_at', models.DateTimeField(editable=False, null=True, verbose_name='last fetch')),
                ('succeeded_at', models.DateTimeField(editable=False, null=True, verbose_name='last success')),
                ('newest_item_at', models.DateTimeField(editable=False, null=True, verbose_name='newest item')),
                ('failures', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('outcome', models.CharField(choices=[('never', 'Not fetched yet'), ('new_items', 'New items'), ('nothing_new', 'Nothing new'), ('not_modified', 'Not modified'), ('empty', 'No items in the feed'), ('not_a_feed', 'Not a feed'), ('refused_address', 'Address not allowed'), ('unreachable', 'Not reachable'), ('timeout', 'Too slow'), ('certificate', 'Certificate problem'), ('too_large', 'Answer too large'), ('redirects', 'Too many redirects'), ('busy', 'Asks to come back later'), ('http_error', 'Refused by the portal'), ('gone', 'Gone for good'), ('fault', 'Fault on our side')], default='never', editable=False, max_length=20, verbose_name='outcome')),
                ('outcome_detail', models.CharField(blank=True, editable=False, max_length=500)),
                ('kind', models.CharField(default='rss', editable=False, max_length=20)),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('options', models.JSONField(blank=True, default=dict, editable=False)),
                ('contact_email', models.EmailField(blank=True, help_text='Who is told, besides the network admins, when the source falls ill.', max_length=254, verbose_name='contact email')),
                ('gap_minutes', models.PositiveIntegerField(editable=False, null=True)),
                ('health', models.CharField(choices=[('gone', 'Gone for good'), ('refused', 'Access refused'), ('certificate', 'Bad certificate'), ('not_a_feed', 'Not a feed'), ('failing', 'Failing'), ('slow', 'Slow'), ('frozen', 'Frozen'), ('empty', 'Empty'), ('moved', 'Address moved'), ('never', 'Not fetched yet'), ('paused', 'Paused'), ('healthy', 'Healthy')], default='never', editable=False, max_length=12, verbose_name='state')),
                ('health_count', models.PositiveIntegerField(default=0, editable=False)),
                ('health_since', models.DateTimeField(editable=False, null=True)),
                ('moved_count', models.PositiveIntegerField(default=0, editable=False)),
                ('moved_to', models.CharField(blank=True, editable=False, max_length=500)),
                ('pace', models.CharField(choices=[('automatic', 'Automatic: as often as it brings news'), ('fixed', 'Fixed: always after the same time')], default='automatic', max_length=10, verbose_name='pace of fetching')),
                ('rhythm_minutes', models.PositiveIntegerField(default=60, editable=False, verbose_name='rhythm in minutes')),
                ('tell', models.BooleanField(default=False, editable=False)),
                ('told_health', models.CharField(blank=True, editable=False, max_length=12)),
                ('took_ms', models.PositiveIntegerField(editable=False, null=True)),
                ('publisher', models.CharField(blank=True, choices=[('gazette', 'Official texts (gazette, register of documents)'), ('authority', 'Authority (ministry, committee, department)'), ('press', 'Press')], help_text='Whose text stands for a policy first; left empty, the name tells.', max_length=12, verbose_name='kind of publisher')),
                ('block_words', models.TextField(blank=True, help_text='One word or phrase per line, with its accents: an item that has one of them waits for a review, also from a trusted source.', max_length=4000, verbose_name='block words')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['name'],
                'indexes': [models.Index(condition=models.Q(('enabled', True)), fields=['next_fetch_at'], name='source_due'), models.Index(condition=models.Q(('tell', True)), fields=['id'], name='source_to_tell')],
                'constraints': [models.CheckConstraint(condition=models.Q(('interval_minutes__gte', 5), ('interval_minutes__lte', 1440)), name='source_interval_bounds', violation_error_message='Fetch between every 5 minutes and once a day.')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='LibraryItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(editable=False, max_length=64)),
                ('guid', models.CharField(blank=True, editable=False, max_length=500)),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('link', models.URLField(blank=True, help_text='Opens the text on the website of the source.', max_length=1000, verbose_name='link')),
                ('excerpt', models.CharField(blank=True, max_length=300, verbose_name='excerpt')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at the source')),
                ('fetched_at', models.DateTimeField(editable=False, verbose_name='fetched')),
                ('content_hash', models.CharField(editable=False, max_length=64)),
                ('document_numbers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, verbose_name='document numbers')),
                ('status', models.CharField(choices=[('new', 'New'), ('published', 'In the library'), ('skipped', 'Skipped'), ('broken', 'Broken link')], default='new', max_length=10, verbose_name='status')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='reviewed')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='changed at the source')),
                ('corrected', models.BooleanField(default=False, editable=False, verbose_name='corrected by a reviewer')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('link_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('original_link', models.URLField(blank=True, editable=False, max_length=1000)),
                ('suggested_link', models.URLField(blank=True, editable=False, max_length=1000)),
                ('joined_by', models.CharField(blank=True, choices=[('link', 'same link'), ('number', 'same document number and body'), ('title', 'same title within days'), ('person', 'placed by a reviewer')], editable=False, max_length=8, verbose_name='joined by')),
                ('policy_key', models.CharField(blank=True, editable=False, max_length=200)),
                ('policy_year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('title_key', models.CharField(blank=True, editable=False, max_length=16)),
                ('blocked_word', models.CharField(blank=True, editable=False, max_length=100)),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
                ('duplicate_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='duplicates', to='aggregator.libraryitem', verbose_name='same as')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='aggregator.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'library item',
                'verbose_name_plural': 'library items',
                'ordering': ['-published_at', '-id'],
                'indexes': [models.Index(models.OrderBy(models.F('published_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('duplicate_of__isnull', True), ('status', 'published')), name='library_item_newest'), models.Index(fields=['status', '-published_at'], name='library_item_queue'), django.contrib.postgres.indexes.GinIndex(fields=['document_numbers'], name='library_item_documents'), models.Index(fields=['link_key'], name='library_item_link_key'), models.Index(fields=['policy_key'], name='library_item_policy'), models.Index(fields=['title_key', 'policy_key'], name='library_item_title')],
                'constraints': [models.UniqueConstraint(fields=('source', 'identity'), name='library_item_identity'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('link', ''), _negated=True), _connector='OR'), name='library_item_published_has_link', violation_error_message='An item without a link cannot enter the library.')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='LibraryItemTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='item_topics', to='aggregator.libraryitem')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='item_topics', to='legal_updates.topic')),
            ],
            options={'abstract': False},
        ),
        migrations.AddField(
            model_name='libraryitem',
            name='topics',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='aggregator.LibraryItemTopic', to='legal_updates.Topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='LibraryItemUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('used_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.agency')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='aggregator.libraryitem')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SourceTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_topics', to='aggregator.source')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_topics', to='legal_updates.topic')),
            ],
            options={'abstract': False},
        ),
        migrations.AddField(
            model_name='source',
            name='topics',
            field=taggit.managers.TaggableManager(blank=True, help_text='Given to every item of this source.', through='aggregator.SourceTopic', to='legal_updates.Topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('source', 'Source'), ('link', 'Link')], max_length=8)),
                ('url', models.URLField(max_length=500)),
                ('why', models.CharField(max_length=300)),
                ('proposed_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('waiting', 'Waiting for an answer'), ('accepted', 'Taken up'), ('declined', 'Declined')], default='waiting', max_length=8)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='agencies.agency')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'indexes': [models.Index(fields=['agency', '-proposed_at'], name='proposal_of_agency'), models.Index(fields=['status', '-proposed_at'], name='proposal_by_status')],
            },
        ),
    ]
