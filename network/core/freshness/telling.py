"""Triggers by which the database tells what public things change, within the change itself.

Whoever writes - a form, a job, a command, a person with psql - need not think of it, and what is
rolled back is never told. Each statement tells once, with all its rows.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from .hearing import CHANNEL
from .tags import EVERYTHING

# The newest installed text, so that only a change of the rules locks the tables.
_STAMP = "network_tell"
# Names told by one statement; beyond, everything is forgotten: half a million rows loaded at once
# shall not wait for a list that nobody could read in time.
MOST_TOLD = 1000
_TELL = f"""
CREATE OR REPLACE FUNCTION network_tell(changes text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF changes <> '' THEN
        PERFORM pg_notify('{CHANNEL}', changes);
        PERFORM set_config('network.told', (1 + coalesce(
            nullif(current_setting('network.told', true), ''), '0')::int)::text, true);
    END IF;
END $$;
"""
# A row is `r`, in turn as it was and as it is; `was` or `is_now` is NULL where it came or went.
_TRIGGER = """
CREATE OR REPLACE FUNCTION network_{event}_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pair record;
    r {table}%ROWTYPE;
    was {table}%ROWTYPE;
    is_now {table}%ROWTYPE;
BEGIN
    PERFORM set_config('network.told', '0', true);
    FOR pair IN {pairs} LOOP
        was := pair.was;
        is_now := pair.is_now;
        IF TG_OP <> 'INSERT' THEN
            r := was;
            PERFORM {tells};
        END IF;
        IF TG_OP <> 'DELETE' THEN
            r := is_now;
            PERFORM {tells};
        END IF;
        IF current_setting('network.told')::int > {most} THEN
            PERFORM network_tell('{beyond}');
            EXIT;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS network_{event} ON {table};
CREATE TRIGGER network_{event} AFTER {operation} ON {table} REFERENCING {rows}
    FOR EACH STATEMENT EXECUTE FUNCTION network_{event}_{table}();
"""
_EVENTS = {
    "added": (
        "INSERT",
        "NEW TABLE AS new_rows",
        "SELECT NULL::{table} AS was, b AS is_now FROM new_rows b",
    ),
    "gone": (
        "DELETE",
        "OLD TABLE AS old_rows",
        "SELECT a AS was, NULL::{table} AS is_now FROM old_rows a",
    ),
    "updated": (
        "UPDATE",
        "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "SELECT a AS was, b AS is_now FROM old_rows a FULL JOIN new_rows b ON a.{key} = b.{key}"
        " WHERE ({old}) IS DISTINCT FROM ({new})",
    ),
}
# As they were called while each row had a trigger of its own.
_FORMER = """
DROP TRIGGER IF EXISTS network_changed ON {table};
DROP TRIGGER IF EXISTS network_updated ON {table};
DROP FUNCTION IF EXISTS network_changed_{table}();
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a row of a table tells when it comes, goes or changes.

    `tells` is SQL that calls network_tell in the end; the row is `r`, as it was and as it is. Only
    a change of one of `columns` counts, () meaning all. `key` is the column of its primary key.
    A statement that tells more than `most` names tells `beyond` and no more.
    """

    table: str
    tells: str
    columns: tuple[str, ...] = ()
    only_gone: bool = False
    key: str = "id"
    most: int = MOST_TOLD
    beyond: str = EVERYTHING

    def sql(self) -> str:
        """Return what makes its triggers anew."""
        events = ["gone"] if self.only_gone else list(_EVENTS)
        return _FORMER.format(table=self.table) + "".join(map(self._trigger, events))

    def _trigger(self, event: str) -> str:
        operation, rows, pairs = _EVENTS[event]
        return _TRIGGER.format(
            table=self.table,
            event=event,
            operation=operation,
            rows=rows,
            pairs=pairs.format(
                table=self.table, key=self.key, old=self._row("a"), new=self._row("b")
            ),
            tells=self.tells,
            most=self.most,
            beyond=self.beyond,
        )

    def _row(self, alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in self.columns) or f"{alias}.*"


def install(cursor: CursorWrapper, *, functions: str, rules: Sequence[Rule]) -> bool:
    """Make the functions and triggers unless they are those of the last time; return whether."""
    text = "".join([_TELL, functions, *(rule.sql() for rule in rules)])
    stamp = hashlib.sha256(text.encode()).hexdigest()
    cursor.execute(
        "SELECT obj_description(oid, 'pg_proc') FROM pg_proc WHERE proname = %s", [_STAMP]
    )
    if cursor.fetchone() == (stamp,):
        return False
    with transaction.atomic():
        cursor.execute(text)
        cursor.execute(f"COMMENT ON FUNCTION {_STAMP}(text) IS '{stamp}'")
    return True
