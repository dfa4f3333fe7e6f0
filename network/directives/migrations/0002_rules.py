"""What cannot happen to a directive that was sent, whoever asks the database for it."""

from django.db import migrations

# One function, since all four tables ask when the directive was sent.
RULES = """
CREATE FUNCTION directives_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    kept jsonb := coalesce(new_row, old_row);
    sent timestamptz;
    why text;
BEGIN
    IF TG_TABLE_NAME = 'directives_directive' THEN
        sent := (old_row ->> 'sent_at')::timestamptz;
    ELSE
        SELECT sent_at INTO sent FROM directives_directive
        WHERE id = coalesce(
            (kept ->> 'directive_id')::bigint,
            (SELECT directive_id FROM directives_directivetask
             WHERE id = (kept ->> 'task_id')::bigint));
    END IF;

    IF TG_TABLE_NAME = 'directives_directive' THEN
        IF sent IS NOT NULL AND (
            TG_OP = 'DELETE'
            OR new_row - 'closed_at' <> old_row - 'closed_at'
            OR (old_row ->> 'closed_at' IS NOT NULL AND new_row <> old_row)
        ) THEN why := 'A directive stays as it was sent.'; END IF;

    ELSIF TG_TABLE_NAME = 'directives_directivetask' THEN
        IF sent IS NOT NULL THEN why := 'The tasks of a directive stay as they were sent.'; END IF;

    ELSIF TG_TABLE_NAME = 'directives_recipient' THEN
        IF sent IS NULL THEN
            IF TG_OP <> 'DELETE' AND new_row ->> 'received_at' IS NOT NULL THEN
                why := 'What was not sent cannot be received.';
            END IF;
        ELSIF TG_OP <> 'UPDATE'
            OR new_row - '{received_at,received_by_id}'::text[]
               <> old_row - '{received_at,received_by_id}'::text[] THEN
            why := 'The recipients of a directive stay as they were when it was sent.';
        ELSIF old_row ->> 'received_at' IS NOT NULL
            AND new_row -> 'received_at' <> old_row -> 'received_at' THEN
            why := 'A directive is received once.';
        ELSIF (new_row ->> 'received_at')::timestamptz < sent THEN
            why := 'A directive is not received before it is sent.';
        END IF;

    ELSIF TG_OP = 'DELETE' THEN
        why := 'What an agency has to do stays.';
    ELSIF TG_OP = 'INSERT' THEN
        IF sent IS NULL OR new_row ->> 'state' <> 'new' OR NOT EXISTS (
            SELECT FROM directives_recipient recipient
            JOIN directives_directivetask task ON task.directive_id = recipient.directive_id
            WHERE task.id = NEW.task_id AND recipient.agency_id = NEW.agency_id
              AND recipient.role = 'carry_out'
        ) THEN why := 'A task is new, and of an agency that carries out what was sent.'; END IF;
    ELSIF new_row - '{state,note,page_id,document_id,link,done_at,decided_at,reason}'::text[]
          <> old_row - '{state,note,page_id,document_id,link,done_at,decided_at,reason}'::text[] THEN
        why := 'A task stays with its agency and its day.';
    ELSIF old_row ->> 'state' = 'accepted'
        AND new_row - '{page_id,document_id}'::text[]
            <> old_row - '{page_id,document_id}'::text[] THEN
        why := 'What was accepted stays.';
    ELSIF new_row ->> 'state' <> old_row ->> 'state'
        AND (old_row ->> 'state') || ' ' || (new_row ->> 'state') NOT IN (
            'new doing', 'new done', 'doing done', 'done accepted', 'done returned',
            'returned doing', 'returned done') THEN
        why := 'No task goes from one of these states to the other.';
    END IF;

    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER directives_rules BEFORE UPDATE OR DELETE ON directives_directive
    FOR EACH ROW EXECUTE FUNCTION directives_rules();
CREATE TRIGGER directives_rules BEFORE INSERT OR UPDATE OR DELETE ON directives_directivetask
    FOR EACH ROW EXECUTE FUNCTION directives_rules();
CREATE TRIGGER directives_rules BEFORE INSERT OR UPDATE OR DELETE ON directives_recipient
    FOR EACH ROW EXECUTE FUNCTION directives_rules();
CREATE TRIGGER directives_rules BEFORE INSERT OR UPDATE OR DELETE ON directives_assignment
    FOR EACH ROW EXECUTE FUNCTION directives_rules();
"""
UNDO = """
DROP FUNCTION directives_rules() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
