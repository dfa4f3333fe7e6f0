"""Take off the triggers that each had a function of their own.

The list in network/hub/changes.py makes theirs anew after each `migrate`, those of the search among
them. Run back, the search has the triggers of migrations 0004 and 0008 again, and the page cache
those that the release of then installs.
"""

from importlib import import_module

from django.db import migrations

_OF_THE_SEARCH = [
    *import_module("network.hub.migrations.0004_search_follows").Migration.operations,
    *import_module("network.hub.migrations.0008_questions").Migration.operations[1:],
]
_OF_THE_PAGE_CACHE = r"""
DO $$
DECLARE
    signature regprocedure;
BEGIN
    FOR signature IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
          AND proname ~ '^network_(tell|added|gone|updated|changed)'
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', signature);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hub", "0009_drop_search_number_key")]

    operations = [
        *(migrations.RunSQL(each.reverse_sql, each.sql) for each in reversed(_OF_THE_SEARCH)),
        migrations.RunSQL(_OF_THE_PAGE_CACHE, migrations.RunSQL.noop),
    ]
