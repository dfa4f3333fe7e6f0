"""Keep rows with their agency in the database, and transfer single rows to another agency.

PostgreSQL refuses every UPDATE that changes an owning column. `transfer` is the only exception;
services that pass open work to another agency call it. `install` creates the triggers after
`migrate`.
"""

import hashlib

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from .holdings import RowFate, holding_of
from .models import Agency, AgencyOwned

# Foreign keys to Agency with other names (parent, board, predecessor) do not define the owner.
OWNING_COLUMNS = ("agency_id", "to_agency_id")
# The setting names one row and its receiver, so nothing else passes while it is set. Setting it
# without calling the function is refused too, except for the owner of the function: see
# docs/adr/0053.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION agencies_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[1] = 'transferable' THEN
        IF current_setting('network.transfer', true)
               = concat_ws(' ', TG_RELID, NEW.id, NEW.agency_id)
           AND current_user = (SELECT pg_get_userbyid(proowner) FROM pg_proc
               WHERE oid = 'agencies_transfer(regclass, bigint, bigint)'::regprocedure) THEN
            RETURN NULL;
        END IF;
    END IF;
    RAISE EXCEPTION 'A row of % stays with its agency: only agencies_transfer() hands one over.',
        TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION agencies_transfer(owned regclass, key bigint, receiver bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Also its owner: a trigger of a stranger's temporary table would run with our rights.
    IF NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.oid = owned AND c.relowner = current_user::regrole
        AND t.tgfoid = 'agencies_refuse_change()'::regprocedure
        AND pg_get_triggerdef(t.oid) LIKE '%, ''transferable'')') THEN
        RAISE EXCEPTION 'Rows of % are never handed over.', owned
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM set_config('network.transfer', concat_ws(' ', owned::oid, key, receiver), true);
    EXECUTE format('UPDATE %s SET agency_id = $1 WHERE id = $2', owned) USING receiver, key;
    PERFORM set_config('network.transfer', '', true);
END $$;
"""
_INSTALLED = """
SELECT c.relname, t.tgname, t.tgargs FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgfoid = to_regproc('agencies_refuse_change')
"""
_TRIGGER = "agencies_refuse_change"


def transfer(row: AgencyOwned, *, to: Agency) -> None:
    """Transfer one row to another agency, in the caller's transaction.

    Raises IntegrityError if the rows of its table never move (`holdings.RowFate`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_transfer(%s, %s, %s)", [row._meta.db_table, row.pk, to.pk])
    row.agency = to


def owning_columns() -> dict[type[Model], list[str]]:
    """Return the models with owning columns, i.e. columns that say which agency owns or received a
    row."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        holding = holding_of(model)
        # Rows that are computed from others contain no data of their own.
        if holding and holding.fate == RowFate.FOLLOWS:
            continue
        columns = [field.column for field in model._meta.local_fields]
        if owning := [name for name in OWNING_COLUMNS if name in columns]:
            found[model] = owning
    return found


def install(cursor: CursorWrapper, tables: set[str]) -> None:
    """Create missing and outdated triggers on those of `tables` that have owning columns."""
    wanted = {
        model._meta.db_table: _arguments(model, columns)
        for model, columns in owning_columns().items()
        if model._meta.db_table in tables
    }
    stamp = hashlib.sha256(_FUNCTIONS.encode()).hexdigest()
    cursor.execute("SELECT obj_description(to_regproc('agencies_refuse_change'), 'pg_proc')")
    if cursor.fetchone() != (stamp,):
        cursor.execute(_FUNCTIONS)
        cursor.execute(f"COMMENT ON FUNCTION agencies_refuse_change() IS '{stamp}'")
    cursor.execute(_INSTALLED)
    found = {table: bytes(arguments) for table, _name, arguments in cursor.fetchall()}
    for table, arguments in wanted.items():
        if found.get(table) != "".join(f"{text}\0" for text in arguments).encode():
            cursor.execute(_statement(table, arguments))
    for table in found.keys() - wanted.keys():
        cursor.execute(f'DROP TRIGGER {_TRIGGER} ON "{table}"')


def _arguments(model: type[Model], columns: list[str]) -> tuple[str, str]:
    holding = holding_of(model)
    moves = holding is not None and holding.fate == RowFate.MOVES
    return " ".join(columns), "transferable" if moves else "bound"


def _statement(table: str, arguments: tuple[str, str]) -> str:
    """Return the SQL that creates one trigger.

    An AFTER trigger sees the changes of all BEFORE triggers. The WHEN clause is evaluated first, so
    unchanged rows are not even queued.
    """
    columns = arguments[0].split()
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    given = ", ".join(f"'{text}'" for text in arguments)
    return (
        f'CREATE OR REPLACE TRIGGER {_TRIGGER} AFTER UPDATE ON "{table}" FOR EACH ROW'
        f" WHEN ({changed}) EXECUTE FUNCTION {_TRIGGER}({given})"
    )
