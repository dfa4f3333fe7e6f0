"""Take off the triggers that each had a function of their own, those of the search among them.

The list in network/hub/changes.py makes theirs anew after each `migrate`. There is no way back: the
release before would find nothing that keeps its search. Whoever needs it restores a backup.
"""

from django.db import migrations

TAKE_OFF = r"""
DO $$
DECLARE
    signature regprocedure;
BEGIN
    FOR signature IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
          AND proname ~ '^(network_(tell|added|gone|updated|changed)|hub_search)'
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', signature);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hub", "0009_drop_search_number_key")]

    operations = [migrations.RunSQL(TAKE_OFF)]
