"""Refuse the approval of a page that another agency has submitted too, before it is decided."""

from django.db import migrations

RULES = """
CREATE FUNCTION channels_contested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.owner_decided_by_id IS NULL AND EXISTS (
        SELECT FROM channels_channel other
        WHERE other.state = 'awaiting' AND other.agency_id <> NEW.agency_id
        AND (other.address_key = NEW.address_key
             OR other.platform = NEW.platform AND NEW.platform_number <> ''
             AND other.platform_number = NEW.platform_number)) THEN
        RAISE EXCEPTION 'The overseer decides first whose page this is.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER channels_contested BEFORE UPDATE OF state ON channels_channel
    FOR EACH ROW WHEN (OLD.state = 'awaiting' AND NEW.state = 'active')
    EXECUTE FUNCTION channels_contested();
"""
UNDO = "DROP FUNCTION channels_contested() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [("channels", "0018_pages_held_by_their_owner")]
    operations = [migrations.RunSQL(RULES, UNDO)]
