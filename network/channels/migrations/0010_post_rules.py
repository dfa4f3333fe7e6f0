"""A post rests on the approval of its text, stays, and changes once: when it is taken away."""

from django.db import migrations

RULES = """
CREATE FUNCTION channels_post_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        why := 'A post stays in the register.';
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.removed_on IS NOT NULL
            OR to_jsonb(NEW) - '{removed_on,removed_by_id}'::text[]
                <> to_jsonb(OLD) - '{removed_on,removed_by_id}'::text[] THEN
            why := 'Of a post only its taking away is written, once.';
        END IF;
    ELSIF NOT EXISTS (
        SELECT FROM moderation_decision d WHERE d.id = NEW.decision_id
            AND d.page_id = NEW.page_id AND d.agency_id = NEW.agency_id
            AND d.deed IN ('approved', 'published_urgently')) THEN
        why := 'No text is posted that nobody approved.';
    ELSIF NOT EXISTS (
        SELECT FROM channels_channel c WHERE c.id = NEW.channel_id
            AND c.agency_id = NEW.agency_id AND c.state = 'active') THEN
        why := 'A post stands on a channel in use of the same agency.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER channels_post_rules BEFORE INSERT OR UPDATE OR DELETE ON channels_post
    FOR EACH ROW EXECUTE FUNCTION channels_post_rules();
"""
UNDO = "DROP FUNCTION channels_post_rules() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("channels", "0009_posts")]
    operations = [migrations.RunSQL(RULES, UNDO)]
