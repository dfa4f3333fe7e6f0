"""Refuse to change what was found: past months keep their findings and scores."""

from django.db import migrations

RULES = """
CREATE FUNCTION oversight_findings_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    why text;
BEGIN
    IF OLD.until IS NOT NULL THEN
        why := 'A finding that has ended stays as it is.';
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.since < date_trunc('month', now(), 'Asia/Ho_Chi_Minh') THEN
            why := 'A finding of a past month stays.';
        END IF;
    ELSIF to_jsonb(NEW) - '{evidence,until}'::text[] <> to_jsonb(OLD) - '{evidence,until}'::text[] THEN
        why := 'A finding is replaced by the next one, and not changed.';
    ELSIF NEW.evidence <> OLD.evidence
        AND OLD.since < date_trunc('month', now(), 'Asia/Ho_Chi_Minh') THEN
        why := 'A finding keeps the evidence of its month.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER oversight_findings_stay BEFORE UPDATE OR DELETE ON oversight_finding
    FOR EACH ROW EXECUTE FUNCTION oversight_findings_stay();
"""
UNDO = "DROP FUNCTION oversight_findings_stay() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [("oversight", "0011_two_people")]
    operations = [migrations.RunSQL(RULES, UNDO)]
