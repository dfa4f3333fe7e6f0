"""Taken down stays down, contents may be migrated, rules of whole rows: from 0.1.0 to 0.2.0.

What the overseer took down goes live only after an appraisal made since: an approval counts if this
very content passed its appraisal after the last takedown, an urgent publication only once the page
has been approved anew. What was decided upon a content counts for what a migration of the code has
made of it: `moderation_digest_now` follows the links that
`network.moderation.content_migrations` adds.

PostgreSQL refuses to change the type of a column that a trigger names, and the keys of Wagtail's
tables are to grow: the rules are asked at every change of a row, and their functions ask first what
the triggers' definitions asked.
"""

import csv
from importlib import import_module
from pathlib import Path

from django.db import migrations, models

DATA = Path(__file__).resolve().parent.parent / "data" / "checklist_items.csv"
DIGEST_NOW = """
CREATE FUNCTION moderation_digest_now(decision bigint, revision bigint, digest text)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    link record;
BEGIN
    FOR link IN SELECT m.digest, m.detail->>'old_digest' AS old FROM moderation_decision m
                 WHERE m.page_id = (SELECT d.page_id FROM moderation_decision d WHERE d.id = decision)
                   AND m.revision_id = revision AND m.deed = 'content_migrated' AND m.id > decision
                 ORDER BY m.id
    LOOP
        digest := CASE WHEN link.old = digest THEN link.digest ELSE digest END;
    END LOOP;
    RETURN digest;
END $$;
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
    SELECT d.deed, d.revision_id,
           moderation_digest_now(d.id, d.revision_id, d.digest) AS digest INTO last
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
       AND NOT EXISTS (
           SELECT FROM moderation_decision t
            WHERE t.page_id = NEW.id AND t.deed = 'taken_down'
              AND NOT EXISTS (
                  SELECT FROM moderation_decision s
                   WHERE s.page_id = NEW.id AND s.id > t.id
                     AND CASE last.deed
                         WHEN 'approved' THEN s.deed = 'appraised'
                              AND s.revision_id = last.revision_id
                              AND moderation_digest_now(s.id, s.revision_id, s.digest)
                                  = last.digest
                         ELSE s.deed = 'approved' END))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Page % goes live with a content nobody approved.', NEW.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER moderation_page_goes_live ON wagtailcore_page;
CREATE TRIGGER moderation_page_goes_live BEFORE INSERT OR UPDATE
    ON wagtailcore_page FOR EACH ROW EXECUTE FUNCTION moderation_page_goes_live();
"""
DECIDED_STAYS = """
CREATE OR REPLACE FUNCTION moderation_decided_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.content IS NOT DISTINCT FROM NEW.content
       OR NOT EXISTS (SELECT FROM moderation_decision d
                    WHERE d.page_id = OLD.object_id::bigint AND d.revision_id = OLD.id)
       OR moderation_by_install()
    THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Revision % was decided upon: it stays as it is.', OLD.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER moderation_decided_stays ON wagtailcore_revision;
CREATE TRIGGER moderation_decided_stays BEFORE UPDATE ON wagtailcore_revision
    FOR EACH ROW EXECUTE FUNCTION moderation_decided_stays();
"""
FINISHED_STAYS = """
CREATE OR REPLACE FUNCTION moderation_finished_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('approved', 'cancelled') OR NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Workflow state % has ended.', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER moderation_finished_stays ON wagtailcore_workflowstate;
CREATE TRIGGER moderation_finished_stays BEFORE UPDATE ON wagtailcore_workflowstate
    FOR EACH ROW EXECUTE FUNCTION moderation_finished_stays();
"""
# As 0.1.0 had them.
_OLD = import_module("network.moderation.migrations.0001_squashed_0005_queues")
OLD_RULES = (
    """
DROP TRIGGER moderation_page_goes_live ON wagtailcore_page;
DROP TRIGGER moderation_decided_stays ON wagtailcore_revision;
DROP TRIGGER moderation_finished_stays ON wagtailcore_workflowstate;
"""
    + _OLD.PAGE_GOES_LIVE
    + _OLD.DECIDED_STAYS
    + _OLD.FINISHED_STAYS
    + "DROP FUNCTION moderation_digest_now(bigint, bigint, text);"
)


def fill_parts(apps, schema_editor):
    """Say of each question what it looks at, so that answers to the rest can be kept."""
    items = apps.get_model("moderation", "ChecklistItem").objects
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            items.filter(key=row["key"]).update(parts=row["parts"].split())


class Migration(migrations.Migration):
    replaces = [
        ("moderation", "0006_taken_down_stays_down"),
        ("moderation", "0007_reasons_and_deeds"),
        ("moderation", "0008_parts_of_questions"),
        ("moderation", "0009_held_back"),
        ("moderation", "0010_no_sent_mail"),
        ("moderation", "0011_contents_migrated"),
        ("moderation", "0012_rules_of_whole_rows"),
    ]
    dependencies = [("moderation", "0001_squashed_0005_queues")]
    operations = [
        migrations.AlterField(
            model_name='decision',
            name="deed",
            field=models.CharField(choices=[('submitted', 'Submitted'), ('taken_back', 'Submission taken back'), ('returned', 'Returned'), ('appraised', 'Appraised'), ('reopened', 'To be appraised again'), ('approved', 'Approved'), ('published_urgently', 'Published urgently'), ('appraised_afterwards', 'Appraised afterwards'), ('failed_afterwards', 'Failed the appraisal afterwards'), ('withdrawn', 'Withdrawn'), ('taken_down', 'Taken down by the overseer'), ('number_waived', 'A private number may stay'), ('published', 'Published at the hour set'), ('held_back', "Not published at its hour: it points at another agency's things"), ('expired', 'No longer shown, its time is over'), ('content_migrated', 'Rewritten by an update of the software')], max_length=24, verbose_name='what was done'),
        ),
        migrations.AlterField(
            model_name='withdrawal',
            name='reason',
            field=models.CharField(choices=[('error', 'It contains an error'), ('expired', 'It is no longer valid'), ('rights', 'Rights of others'), ('privacy', 'It exposes personal data'), ('order', 'Order of the Justice Department')], max_length=10, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="parts",
            field=models.JSONField(blank=True, default=list, verbose_name="parts of the page"),
        ),
        migrations.DeleteModel(name="SentMail"),
        migrations.RunSQL(DIGEST_NOW + PAGE_GOES_LIVE + DECIDED_STAYS + FINISHED_STAYS, OLD_RULES),
        migrations.RunPython(fill_parts, migrations.RunPython.noop),
    ]
