"""Triggers by which the database tells what public things change, within the change itself.

Whoever writes - a form, a job, a command, a person with psql - need not think of it, and what is
rolled back is never told.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from .hearing import CHANNEL

# The newest installed text, so that only a change of the rules locks the tables.
_STAMP = "network_tell"
_TELL = f"""
CREATE OR REPLACE FUNCTION network_tell(changes text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_notify('{CHANNEL}', changes) WHERE changes <> ''
$$;
"""
_TRIGGER = """
CREATE OR REPLACE FUNCTION network_changed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    r {table}%ROWTYPE;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        r := OLD;
        PERFORM {tells};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        r := NEW;
        PERFORM {tells};
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS network_changed ON {table};
DROP TRIGGER IF EXISTS network_updated ON {table};
CREATE TRIGGER network_changed AFTER {events} ON {table}
    FOR EACH ROW EXECUTE FUNCTION network_changed_{table}();
"""
_UPDATE = """
CREATE TRIGGER network_updated AFTER UPDATE ON {table}
    FOR EACH ROW WHEN ({old} IS DISTINCT FROM {new})
    EXECUTE FUNCTION network_changed_{table}();
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a row of a table tells when it comes, goes or changes.

    `tells` is SQL that calls network_tell in the end; the row is `r`, as it was and as it is. Only
    a change of one of `columns` counts, () meaning all.
    """

    table: str
    tells: str
    columns: tuple[str, ...] = ()
    only_gone: bool = False

    def sql(self) -> str:
        """Return what makes its triggers anew."""
        events = "DELETE" if self.only_gone else "INSERT OR DELETE"
        made = _TRIGGER.format(table=self.table, tells=self.tells, events=events)
        if self.only_gone:
            return made
        return made + _UPDATE.format(table=self.table, old=self._row("OLD"), new=self._row("NEW"))

    def _row(self, alias: str) -> str:
        names = ", ".join(f"{alias}.{name}" for name in self.columns)
        return f"({names})" if names else f"{alias}.*"


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
