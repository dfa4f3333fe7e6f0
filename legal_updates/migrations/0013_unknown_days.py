"""Let the legal day of a change be unknown, instead of standing for the day of recording."""

from django.conf import settings
from django.db import migrations, models

_STAYS = """
CREATE OR REPLACE FUNCTION legal_updates_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.document_id, OLD.at, OLD.day, OLD.was, OLD.became, OLD.amended, OLD.source,
            OLD.reason)
           {same}
           (NEW.document_id, NEW.at, NEW.day, NEW.was, NEW.became, NEW.amended, NEW.source,
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
"""
# Nobody told these days: the register wrote the day of recording, or the first day of a document
# of which only a part had ended since.
_FORGET_DAYS = """
ALTER TABLE legal_updates_validitychange DISABLE TRIGGER legal_updates_change_stays;
UPDATE legal_updates_validitychange change SET day = NULL
FROM legal_updates_legaldocument document
WHERE document.id = change.document_id AND NOT change.amended AND change.relation_id IS NULL
  AND change.became IN ('partly_expired', 'expired', 'suspended', 'obsolete')
  AND document.expires_on IS DISTINCT FROM change.day
  AND (change.day = (change.at AT TIME ZONE '{zone}')::date
       OR change.became <> 'expired' AND change.day = document.effective_on);
ALTER TABLE legal_updates_validitychange ENABLE TRIGGER legal_updates_change_stays;
"""
_TELL_DAYS = """
ALTER TABLE legal_updates_validitychange DISABLE TRIGGER legal_updates_change_stays;
UPDATE legal_updates_validitychange SET day = (at AT TIME ZONE '{zone}')::date WHERE day IS NULL;
ALTER TABLE legal_updates_validitychange ENABLE TRIGGER legal_updates_change_stays;
"""


class Migration(migrations.Migration):
    # Changing rows and the column in one transaction fails on pending trigger events.
    atomic = False

    dependencies = [("legal_updates", "0012_regular_reviews")]

    operations = [
        migrations.AlterField(
            "validitychange", "day", models.DateField(null=True, verbose_name="from")
        ),
        migrations.RunSQL(
            _STAYS.format(same="IS NOT DISTINCT FROM"), _STAYS.format(same="=")
        ),
        migrations.RunSQL(
            _FORGET_DAYS.format(zone=settings.TIME_ZONE), _TELL_DAYS.format(zone=settings.TIME_ZONE)
        ),
    ]
