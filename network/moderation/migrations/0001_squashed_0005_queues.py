"""The shared workflow with its decision log, as 0.1.0 had it.

The database itself refuses what no decision stands behind, by three nets below the screens: a page
goes live only with the very content that was approved, the decision log and what it speaks of are
never rewritten, and what citizens could read is never deleted.
`network.moderation.publication.published_by_install` is the one way around, for code of the
installation.
"""

import csv
import datetime as dt
from pathlib import Path

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data"
BY_INSTALL = """
CREATE FUNCTION moderation_by_install() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('network.published_by_install', true), '') = 'on'
$$;
"""
PAGE_GOES_LIVE = """
CREATE OR REPLACE FUNCTION moderation_page_goes_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    IF NOT NEW.live OR NEW.depth < 3 OR moderation_by_install() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.live AND NEW.live_revision_id IS NOT DISTINCT FROM OLD.live_revision_id THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT d.deed, d.revision_id, d.digest INTO last
      FROM moderation_decision d
     WHERE d.page_id = NEW.id
       AND d.deed IN ('approved', 'published_urgently', 'withdrawn', 'taken_down',
                      'failed_afterwards')
     ORDER BY d.id DESC LIMIT 1;
    IF FOUND AND last.deed IN ('approved', 'published_urgently')
       AND last.revision_id = NEW.live_revision_id
       AND last.digest = (
           SELECT encode(sha256(convert_to(r.content::text, 'UTF8')), 'hex')
             FROM wagtailcore_revision r WHERE r.id = NEW.live_revision_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Page % goes live with a content nobody approved.', NEW.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_page_goes_live BEFORE INSERT OR UPDATE OF live, live_revision_id
    ON wagtailcore_page FOR EACH ROW EXECUTE FUNCTION moderation_page_goes_live();
"""
PUBLISHED_STAYS = """
CREATE FUNCTION moderation_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.first_published_at IS NULL OR OLD.depth < 3 OR moderation_by_install() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Page % was published: it is withdrawn, not deleted.', OLD.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_published_stays BEFORE DELETE
    ON wagtailcore_page FOR EACH ROW EXECUTE FUNCTION moderation_published_stays();
"""
DECIDED_STAYS = """
CREATE OR REPLACE FUNCTION moderation_decided_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM moderation_decision d
                    WHERE d.page_id = OLD.object_id::bigint AND d.revision_id = OLD.id)
       OR moderation_by_install()
    THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Revision % was decided upon: it stays as it is.', OLD.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_decided_stays BEFORE UPDATE OF content
    ON wagtailcore_revision FOR EACH ROW WHEN (OLD.content IS DISTINCT FROM NEW.content)
    EXECUTE FUNCTION moderation_decided_stays();
"""
LOG_STAYS = """
CREATE FUNCTION moderation_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The decision log is written once.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_log_stays BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_log_stays();
"""
FINISHED_STAYS = """
CREATE OR REPLACE FUNCTION moderation_finished_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Workflow state % has ended.', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_finished_stays BEFORE UPDATE OF status ON wagtailcore_workflowstate
    FOR EACH ROW WHEN (OLD.status IN ('approved', 'cancelled') AND NEW.status <> OLD.status)
    EXECUTE FUNCTION moderation_finished_stays();
"""
NO_RULES = """
DROP FUNCTION moderation_finished_stays, moderation_log_stays, moderation_decided_stays,
    moderation_published_stays, moderation_page_goes_live, moderation_by_install CASCADE
"""


def load_checklist(apps, schema_editor):
    """The legal bases and the questions of the appraisal checklist."""
    bases = {
        row["key"]: apps.get_model("moderation", "LegalBasis")(
            key=row["key"],
            title=row["title_vi"],
            number=row["number"],
            valid_from=day(row["effective_from"]),
            valid_to=day(row["effective_to"]),
        )
        for row in rows("legal_bases.csv")
    }
    apps.get_model("moderation", "LegalBasis").objects.bulk_create(bases.values())
    for order, row in enumerate(rows("checklist_items.csv"), start=1):
        item = apps.get_model("moderation", "ChecklistItem").objects.create(
            key=row["key"],
            label=row["label"],
            help_text=row["help_text"],
            page_types=row["page_types"].split(),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            order=order,
        )
        item.bases.set([bases[key] for key in row["bases"].split()])


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text):
    # Some dates are known to the month or the year only: those stay open.
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("moderation", "0001_initial"),
        ("moderation", "0002_nothing_goes_live_unread"),
        ("moderation", "0003_checklist"),
        ("moderation", "0004_mail_preference"),
        ("moderation", "0005_queues"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0012_agency_kind_index"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='AppraisalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={'verbose_name': 'appraisal', 'verbose_name_plural': 'appraisals'},
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='ApprovalTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={'verbose_name': 'approval', 'verbose_name_plural': 'approvals'},
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='ChainEnd',
            fields=[
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='chain_end', serialize=False, to='agencies.agency')),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
            ],
            options={'verbose_name': 'end of a decision log', 'verbose_name_plural': 'ends of the decision logs'},
        ),
        migrations.CreateModel(
            name='LegalBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
            ],
            options={'verbose_name': 'legal basis', 'verbose_name_plural': 'legal bases', 'ordering': ['key']},
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=255, verbose_name='question')),
                ('help_text', models.CharField(blank=True, max_length=500, verbose_name='explanation')),
                ('page_types', models.JSONField(blank=True, default=list, verbose_name='kinds of page')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('bases', models.ManyToManyField(blank=True, related_name='items', to='moderation.legalbasis', verbose_name='legal bases')),
            ],
            options={
                'verbose_name': 'checklist item',
                'verbose_name_plural': 'checklist items',
                'ordering': ['order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='MailPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BooleanField(default=True, help_text='Mails about pages submitted, returned, approved or withdrawn always come.', verbose_name='Daily mail about what waits too long')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_preference', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={'verbose_name': 'mail preference', 'verbose_name_plural': 'mail preferences'},
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_for', models.CharField(help_text='Name and position of the reader.', max_length=120, verbose_name='for whom')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('times_opened', models.PositiveIntegerField(default=0, verbose_name='times opened')),
                ('last_opened_at', models.DateTimeField(blank=True, null=True, verbose_name='last opened at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision', verbose_name='revision')),
            ],
            options={'verbose_name': 'preview link', 'verbose_name_plural': 'preview links', 'ordering': ['-made_at']},
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(verbose_name='number in the log')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('deed', models.CharField(choices=[('submitted', 'Submitted'), ('taken_back', 'Submission taken back'), ('returned', 'Returned'), ('appraised', 'Appraised'), ('reopened', 'Changed after appraisal, to be appraised again'), ('approved', 'Approved'), ('published_urgently', 'Published urgently'), ('appraised_afterwards', 'Appraised afterwards'), ('failed_afterwards', 'Failed the appraisal afterwards'), ('withdrawn', 'Withdrawn'), ('taken_down', 'Taken down by the overseer'), ('published', 'Published at the hour set'), ('expired', 'No longer shown, its time is over')], max_length=24, verbose_name='what was done')),
                ('page_id', models.BigIntegerField(verbose_name='page')),
                ('page_title', models.CharField(max_length=255, verbose_name='title')),
                ('revision_id', models.BigIntegerField(null=True, verbose_name='revision')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the content')),
                ('actor_name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                ('role', models.CharField(blank=True, choices=[('author', 'Author'), ('appraiser', 'Appraiser'), ('approver', 'Approver'), ('agency_admin', 'Agency admin'), ('network_admin', 'Network admin'), ('overseer', 'Overseer'), ('report_viewer', 'Report viewer')], max_length=16, verbose_name='role')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='decision number')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
                ('checklist', models.JSONField(blank=True, default=list, verbose_name='checklist')),
                ('detail', models.JSONField(blank=True, default=dict, verbose_name='detail')),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='agencies.agency', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decision log',
                'ordering': ['agency', '-sequence'],
                'indexes': [models.Index(fields=['page_id', '-id'], name='decision_page'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='decision_at')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'sequence'), name='decision_unique')],
            },
        ),
        migrations.CreateModel(
            name='EditorialRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('urgent_allowed', models.BooleanField(default=False, verbose_name='urgent publication allowed')),
                ('urgent_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(72)], verbose_name='hours until the appraisal afterwards')),
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='editorial_rules', to='agencies.agency', verbose_name='agency')),
                ('board', models.ForeignKey(blank=True, help_text='Appraisers of this agency may appraise here as well.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='boarded_rules', to='agencies.agency', verbose_name='shared editorial board')),
            ],
            options={
                'verbose_name': 'editorial rules',
                'verbose_name_plural': 'editorial rules',
                'constraints': [models.CheckConstraint(condition=models.Q(('board', None), models.Q(('board', models.F('agency')), _negated=True), _connector='OR'), name='board_is_another_agency')],
            },
        ),
        migrations.CreateModel(
            name='SentMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='mail')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'sent mail',
                'verbose_name_plural': 'sent mails',
                'indexes': [models.Index(fields=['sent_at'], name='sent_mail_at')],
                'constraints': [models.UniqueConstraint(fields=('key', 'user'), name='sent_mail_once')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('draft', 'Draft'), ('returned', 'Returned'), ('waiting_appraisal', 'Waiting for appraisal'), ('waiting_approval', 'Waiting for approval'), ('scheduled', 'Approved, waiting to be published'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('expired', 'No longer shown')], max_length=20, verbose_name='stage')),
                ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='agencies.agency', verbose_name='agency')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision', verbose_name='revision')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                ('workflow_state', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='submission', to='wagtailcore.workflowstate')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['agency', 'stage', 'since'], name='submission_waiting'), models.Index(fields=['submitted_by', '-submitted_at'], name='submission_own'), models.Index(condition=models.Q(('closed_at', None)), fields=['stage', 'since'], name='submission_anywhere')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('page',), name='submission_one_open')],
            },
        ),
        migrations.CreateModel(
            name='UrgentPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_id', models.BigIntegerField(verbose_name='revision')),
                ('reason', models.TextField(verbose_name='reason')),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('due_at', models.DateTimeField(verbose_name='to be appraised before')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='urgent_publications', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
            ],
            options={
                'verbose_name': 'urgent publication',
                'verbose_name_plural': 'urgent publications',
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['agency', 'due_at'], name='urgent_open'), models.Index(condition=models.Q(('settled_at', None)), fields=['due_at'], name='urgent_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('page',), name='urgent_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('error', 'It contains an error'), ('expired', 'It is no longer valid'), ('rights', 'Rights of others'), ('order', 'Order of the Justice Department')], max_length=10, verbose_name='reason')),
                ('comment', models.TextField(help_text='For the log, not for citizens.', verbose_name='what exactly')),
                ('public_note', models.CharField(blank=True, help_text='One sentence shown at the old address.', max_length=300, verbose_name='note for citizens')),
                ('withdrawn_at', models.DateTimeField(verbose_name='withdrawn at')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency', verbose_name='agency')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('replacement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='replaced by')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('page',), name='withdrawal_one_open')],
            },
        ),
        migrations.RunSQL(
            BY_INSTALL + PAGE_GOES_LIVE + PUBLISHED_STAYS + DECIDED_STAYS + LOG_STAYS + FINISHED_STAYS,
            NO_RULES,
        ),
        migrations.RunPython(load_checklist, migrations.RunPython.noop),
    ]
