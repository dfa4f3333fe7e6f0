"""Let the database itself refuse to rewrite what became of a document.

A change may be marked as spread, and lose the person or the relation it names when those go.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION legal_updates_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.document_id, OLD.at, OLD.day, OLD.was, OLD.became, OLD.amended, OLD.source,
            OLD.reason)
           = (NEW.document_id, NEW.at, NEW.day, NEW.was, NEW.became, NEW.amended, NEW.source,
              NEW.reason)
           AND (NEW.relation_id IS NULL OR NEW.relation_id = OLD.relation_id)
           AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'What became of a document is written once.'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER legal_updates_change_stays BEFORE UPDATE OR DELETE
    ON legal_updates_validitychange FOR EACH ROW EXECUTE FUNCTION legal_updates_change_stays();
"""
BACKWARDS = """
DROP TRIGGER legal_updates_change_stays ON legal_updates_validitychange;
DROP FUNCTION legal_updates_change_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0005_issuing_bodies")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
