"""What cannot happen to a practice or its adoption, whoever asks the database for it."""

from django.db import migrations

RULES = """
CREATE FUNCTION practices_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    moved text := (old_row ->> 'state') || ' ' || (new_row ->> 'state');
    moves boolean := old_row ->> 'state' <> new_row ->> 'state';
    why text;
BEGIN
    IF TG_TABLE_NAME = 'practices_practice' THEN
        IF TG_OP = 'INSERT' THEN
            IF NEW.parent_id IS NOT NULL
                AND NOT EXISTS (SELECT FROM practices_practice WHERE id = NEW.parent_id) THEN
                why := 'A practice is made of one that is there before.';
            END IF;
        ELSIF TG_OP = 'DELETE' THEN
            IF OLD.sent_on IS NOT NULL THEN why := 'A practice that was sent stays.'; END IF;
        ELSIF NEW.agency_id <> OLD.agency_id OR NEW.parent_id IS DISTINCT FROM OLD.parent_id
            OR NEW.id <> OLD.id THEN
            why := 'A practice stays with its agency and with what it was made of.';
        ELSIF moves AND moved NOT IN (
            'draft sent', 'needs_more sent', 'sent needs_more', 'sent recognised',
            'sent not_suitable', 'recognised retired') THEN
            why := 'No practice goes from one of these states to the other.';
        ELSIF OLD.state NOT IN ('draft', 'needs_more')
            AND new_row - '{state,page_id,contact_is_public,answer,answered_on,number,recognised_on,level,confirmed_on,retired_on}'::text[]
                <> old_row - '{state,page_id,contact_is_public,answer,answered_on,number,recognised_on,level,confirmed_on,retired_on}'::text[] THEN
            why := 'A practice that was sent stays as it is.';
        ELSIF OLD.state IN ('recognised', 'retired', 'not_suitable')
            AND new_row - '{state,page_id,contact_is_public,confirmed_on,retired_on}'::text[]
                <> old_row - '{state,page_id,contact_is_public,confirmed_on,retired_on}'::text[] THEN
            why := 'What was decided about a practice stays.';
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        why := 'That a practice was taken up stays.';
    ELSIF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM practices_practice
            WHERE id = NEW.practice_id AND state = 'recognised' AND agency_id <> NEW.agency_id
        ) THEN why := 'What is taken up is recognised, and of another agency.'; END IF;
    ELSIF NEW.agency_id <> OLD.agency_id OR NEW.practice_id <> OLD.practice_id THEN
        why := 'That a practice was taken up stays with its agency.';
    ELSIF moves AND moved NOT IN (
        'interested trying', 'interested running', 'interested stopped', 'trying running',
        'trying stopped', 'running stopped', 'stopped trying', 'stopped running') THEN
        why := 'Nobody goes back to being interested.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER practices_rules BEFORE INSERT OR UPDATE OR DELETE ON practices_practice
    FOR EACH ROW EXECUTE FUNCTION practices_rules();
CREATE TRIGGER practices_rules BEFORE INSERT OR UPDATE OR DELETE ON practices_adoption
    FOR EACH ROW EXECUTE FUNCTION practices_rules();
"""
UNDO = "DROP FUNCTION practices_rules() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
