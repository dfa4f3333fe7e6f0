"""Refuse a decision by a person who wrote the text, or who already took the other step.

`network.moderation.rules` refuses the same in the service. The database asks the revisions and the
decision log, so that no other code can record the decision, without which nothing goes live.
"""

from django.db import migrations

RULES = """
CREATE FUNCTION moderation_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    read_until timestamptz;
    why text;
BEGIN
    IF NEW.actor_id IS NULL OR moderation_by_install()
       OR NEW.deed NOT IN ('appraised', 'approved', 'published_urgently',
                           'appraised_afterwards', 'failed_afterwards') THEN
        RETURN NEW;
    END IF;
    IF NEW.deed IN ('appraised_afterwards', 'failed_afterwards') THEN
        -- What was published urgently is read now: the last text that somebody has read before it.
        SELECT r.created_at INTO read_until
          FROM moderation_decision d JOIN wagtailcore_revision r ON r.id = d.revision_id
         WHERE d.page_id = NEW.page_id AND d.deed IN ('approved', 'appraised_afterwards')
         ORDER BY d.id DESC LIMIT 1;
    ELSE
        SELECT r.created_at INTO read_until
          FROM wagtailcore_page p JOIN wagtailcore_revision r ON r.id = p.live_revision_id
         WHERE p.id = NEW.page_id;
    END IF;
    IF EXISTS (
        SELECT FROM wagtailcore_revision r
         WHERE r.object_id = NEW.page_id::text AND r.user_id = NEW.actor_id
           AND r.base_content_type_id = (
               SELECT id FROM django_content_type WHERE app_label = 'wagtailcore' AND model = 'page')
           AND r.created_at > coalesce(read_until, '-infinity')) THEN
        why := 'Whoever wrote a part of a text does not decide on it.';
    ELSIF EXISTS (
        SELECT FROM moderation_decision d
         WHERE d.page_id = NEW.page_id AND d.revision_id = NEW.revision_id
           AND d.actor_id = NEW.actor_id
           AND d.deed || ' ' || NEW.deed IN (
               'appraised approved', 'published_urgently appraised_afterwards',
               'published_urgently failed_afterwards')) THEN
        why := 'Two people decide on a text, one after the other.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moderation_two_people BEFORE INSERT ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_two_people();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_squashed_0012_rules_of_whole_rows")]
    operations = [migrations.RunSQL(RULES, "DROP FUNCTION moderation_two_people() CASCADE;")]
