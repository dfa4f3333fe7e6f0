"""The table of Django's database cache, as `createcachetable` makes it (see accounts/cache.py).

Unlogged: it is emptied by a crash of the database, after which counts of failures begin anew.
"""

from django.db import migrations

FORWARDS = """
CREATE UNLOGGED TABLE accounts_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sign_in")]

    operations = [migrations.RunSQL(FORWARDS, "DROP TABLE accounts_cache;")]
