"""Let what the overseer took down go live only after an appraisal made since.

An approval counts if this very content passed its appraisal after the last takedown; an urgent
publication only once the page has been approved anew. Everything else is as migration 0002 has it.
"""

from django.db import migrations

GOES_LIVE = """
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
       {and_read_since}
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Page % goes live with a content nobody approved.', NEW.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
READ_SINCE = """
       AND NOT EXISTS (
           SELECT FROM moderation_decision t
            WHERE t.page_id = NEW.id AND t.deed = 'taken_down'
              AND NOT EXISTS (
                  SELECT FROM moderation_decision s
                   WHERE s.page_id = NEW.id AND s.id > t.id
                     AND CASE last.deed
                         WHEN 'approved' THEN s.deed = 'appraised'
                              AND s.revision_id = last.revision_id AND s.digest = last.digest
                         ELSE s.deed = 'approved' END))
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_queues")]

    operations = [
        migrations.RunSQL(
            GOES_LIVE.replace("{and_read_since}", READ_SINCE),
            GOES_LIVE.replace("{and_read_since}", ""),
        )
    ]
