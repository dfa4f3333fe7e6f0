"""The two database roles: the application, which owns nothing, and the owner of the tables.

The web processes, the worker and most commands use the application's role from DATABASE_URL.
Commands that change the schema (`migrate`, `restore`, `load_network`) run as the role of
DATABASE_OWNER_URL. If both settings name the same role, there is no separation (docs/adr/0053).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

_CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
# Only `migrate` may write this table: the application must not fake an applied migration.
_OF_MIGRATIONS = "django_migrations"
# TRUNCATE fires no row triggers, so each table with a trigger against DELETE also needs one against
# TRUNCATE. The triggers of the queue are excluded: they only record what a deletion unlinks.
_NO_TRUNCATE = """
CREATE OR REPLACE FUNCTION network_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % stay.', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE
    protected regclass;
BEGIN
    FOR protected IN
        SELECT DISTINCT t.tgrelid::regclass FROM pg_trigger t
         WHERE t.tgtype & 11 = 11 AND NOT t.tgisinternal AND t.tgname NOT LIKE 'procrastinate%'
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER network_refuse_truncate BEFORE TRUNCATE ON %s'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION network_refuse_truncate()', protected);
    END LOOP;
END $$;
"""
# The application may create temporary tables. One named like a real table must not be used by a
# trigger function.
_SEARCH_PATH = """
DO $$
DECLARE
    own regprocedure;
BEGIN
    FOR own IN
        SELECT p.oid::regprocedure FROM pg_proc p
         WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
           AND p.proname NOT LIKE 'procrastinate%'
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', own);
    END LOOP;
END $$;
"""
_GRANTS = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON {migrations} FROM {role};
"""
# A role without permission for details of other sessions sees their role but not their type.
# PostgreSQL's own processes have no role.
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
   AND coalesce(backend_type, 'client backend') = 'client backend'
"""
_ENDING_SECONDS = 2


def has_own_role() -> bool:
    """Return whether the application uses another role than the owner."""
    roles = settings.DATABASE_ROLES
    return bool(roles["owner"]["USER"] != roles["application"]["USER"])


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect to the same database as the owner of the tables within the block.

    Closes the connection before and after, so the block must not be inside a transaction.
    """
    if not has_own_role():
        yield
        return
    current: dict[str, Any] = connection.settings_dict
    application = {name: current[name] for name in _CREDENTIALS}
    connection.close()
    current.update({name: settings.DATABASE_ROLES["owner"][name] for name in _CREDENTIALS})
    try:
        yield
    finally:
        connection.close()
        current.update(application)


def create_application_role(cursor: CursorWrapper) -> None:
    """Create the application's role with the password of DATABASE_URL, unless it exists."""
    address: dict[str, Any] = settings.DATABASE_ROLES["application"]
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [address["USER"]])
    if cursor.fetchone() is None:
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        password = address["PASSWORD"] or None
        cursor.execute(statement.format(sql.Identifier(address["USER"]), password))


def other_sessions(cursor: CursorWrapper) -> int:
    """Return the number of other sessions on the database, of any role.

    A session is listed for some milliseconds after its client has gone, so that those found are
    given _ENDING_SECONDS to end.
    """
    deadline = time.monotonic() + _ENDING_SECONDS
    while True:
        cursor.execute(_OTHERS)
        (others,) = cursor.fetchone() or (0,)
        if not others or time.monotonic() > deadline:
            return int(others)
        time.sleep(0.02)


def protect_tables(cursor: CursorWrapper) -> None:
    """Close the ways around triggers (TRUNCATE, search path), and grant the application its
    rights."""
    cursor.execute(_NO_TRUNCATE)
    cursor.execute(_SEARCH_PATH)
    if has_own_role():
        address: dict[str, Any] = settings.DATABASE_ROLES["application"]
        role = sql.Identifier(address["USER"])
        grants = sql.SQL(_GRANTS).format(role=role, migrations=sql.Identifier(_OF_MIGRATIONS))
        cursor.execute(grants)
