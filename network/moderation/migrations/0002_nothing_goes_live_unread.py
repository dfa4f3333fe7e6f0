"""Let the database itself refuse what no decision stands behind.

Three nets below the screens: a page goes live only with the very content that was approved, the
decision log and what it speaks of are never rewritten, and what citizens could read is never
deleted. `network.moderation.publication.published_by_install` is the one way around, for code of
the installation.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION moderation_by_install() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('network.published_by_install', true), '') = 'on'
$$;

CREATE FUNCTION moderation_page_goes_live() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION moderation_decided_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION moderation_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The decision log is written once.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_log_stays BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_log_stays();

CREATE FUNCTION moderation_finished_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Workflow state % has ended.', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_finished_stays BEFORE UPDATE OF status ON wagtailcore_workflowstate
    FOR EACH ROW WHEN (OLD.status IN ('approved', 'cancelled') AND NEW.status <> OLD.status)
    EXECUTE FUNCTION moderation_finished_stays();
"""
BACKWARDS = """
DROP TRIGGER moderation_finished_stays ON wagtailcore_workflowstate;
DROP TRIGGER moderation_log_stays ON moderation_decision;
DROP TRIGGER moderation_decided_stays ON wagtailcore_revision;
DROP TRIGGER moderation_published_stays ON wagtailcore_page;
DROP TRIGGER moderation_page_goes_live ON wagtailcore_page;
DROP FUNCTION moderation_finished_stays();
DROP FUNCTION moderation_log_stays();
DROP FUNCTION moderation_decided_stays();
DROP FUNCTION moderation_published_stays();
DROP FUNCTION moderation_page_goes_live();
DROP FUNCTION moderation_by_install();
"""
# Approvers held Wagtail's publish right; now the finished workflow publishes.
NO_PUBLISH_RIGHT = """
DELETE FROM wagtailcore_grouppagepermission held
 USING auth_permission p, agencies_rolegroup g
 WHERE held.permission_id = p.id AND held.group_id = g.group_id AND p.codename = 'publish_page';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        ("agencies", "0008_acts_by_the_clock"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunSQL(NO_PUBLISH_RIGHT, migrations.RunSQL.noop),
    ]
