"""Statements that the database runs when rows of a table change, within the change itself.

Whoever writes - a form, a job, a command, a person with psql - need not think of it, and what is
rolled back is never notified. `install` makes all triggers of one list; `remove` takes them off
while migrations change the tables.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from .dependencies import EVERYTHING
from .listening import CHANNEL, INSTALLED

_TRIGGER = "network_changed"
# Arguments of the first are the query of the changed rows and statements that read them, each run
# once for all rows of a statement, and not even planned where there are none; those of the second
# the names a row notifies, the column with the key of its page, and what it belongs to beside that;
# the last two may be empty.
_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION network_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    statement text;
    is_changed boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (%s)', TG_ARGV[0]) INTO is_changed;
    IF is_changed THEN
        FOREACH statement IN ARRAY TG_ARGV[1:] LOOP
            EXECUTE format('WITH rows AS (%s) %s', TG_ARGV[0], statement);
        END LOOP;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION network_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    PERFORM pg_notify('{CHANNEL}', name) FROM string_to_table(TG_ARGV[0], ' ') name;
    IF TG_ARGV[1] <> '' THEN
        PERFORM pg_notify('{CHANNEL}', 'section:' || left(p.path, 12))
           FROM wagtailcore_page p
          WHERE p.id IN ((to_jsonb(OLD) ->> TG_ARGV[1])::bigint,
                         (to_jsonb(NEW) ->> TG_ARGV[1])::bigint)
            AND p.live AND p.depth > 2;
    END IF;
    IF TG_ARGV[2] <> '' THEN
        PERFORM pg_notify('{CHANNEL}', TG_ARGV[2] || ':' || (each.row ->> (TG_ARGV[2] || '_id')))
           FROM (VALUES (to_jsonb(OLD)), (to_jsonb(NEW))) AS each (row)
          WHERE each.row ->> (TG_ARGV[2] || '_id') IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608
_EVENTS = {
    "INSERT": ("NEW TABLE AS became", "SELECT {columns} FROM became"),
    "DELETE": ("OLD TABLE AS was", "SELECT {columns} FROM was"),
    "UPDATE": (
        "OLD TABLE AS was NEW TABLE AS became",
        "(SELECT {columns} FROM was EXCEPT SELECT {columns} FROM became)"
        " UNION ALL (SELECT {columns} FROM became EXCEPT SELECT {columns} FROM was)",
    ),
}


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """What is run when a statement changes rows of a table.

    `statements` read the changed `columns` of the rows from `rows`, as they were and as they are;
    a row of which none of these has changed is not among them.
    """

    table: str
    statements: tuple[str, ...]
    columns: str = "*"
    events: tuple[str, ...] = tuple(_EVENTS)

    def triggers(self) -> Iterator[str]:
        """Yield what makes its triggers: a transition table serves one event."""
        for event in self.events:
            tables, rows = _EVENTS[event]
            given = map(_quoted, (rows.format(columns=self.columns), *self.statements))
            yield (
                f"CREATE TRIGGER {_TRIGGER}_{event.lower()} AFTER {event} ON {self.table}"
                f" REFERENCING {tables} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION network_rows_changed({', '.join(given)})"
            )


@dataclass(frozen=True, slots=True)
class RowChanged:
    """What a row of a table notifies whenever it comes, goes or changes.

    `page` is a column with the key of a page: while that is live its section is notified too. `of`
    is another thing that the row belongs to: "document" notifies `document:<document_id>`.
    """

    table: str
    names: tuple[str, ...] = ()
    page: str = ""
    of: str = ""

    def triggers(self) -> Iterator[str]:
        """Yield what makes its trigger."""
        given = map(_quoted, (" ".join(self.names), self.page, self.of))
        yield (
            f"CREATE TRIGGER {_TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION network_row_changed({', '.join(given)})"
        )


type Rule = RowsChanged | RowChanged


def notify(names: str) -> str:
    """Return the statement that notifies what a query over `rows` returns."""
    once = f"SELECT DISTINCT * FROM ({names}) AS n"  # noqa: S608
    return f"SELECT pg_notify('{CHANNEL}', name) FROM ({once}) AS d (name)"  # noqa: S608


def install(cursor: CursorWrapper, rules: Sequence[Rule]) -> bool:
    """Make functions and triggers unless they are those of the last time; return whether.

    Statement by statement, each holding no lock but its own. Until the last of them whoever
    listens keeps nothing.
    """
    triggers = [text for rule in rules for text in rule.triggers()]
    stamp = hashlib.sha256("".join([_FUNCTIONS, *triggers]).encode()).hexdigest()
    cursor.execute(INSTALLED)
    if cursor.fetchone() == (stamp,):
        return False
    remove(cursor)
    for text in (_FUNCTIONS, *triggers):
        cursor.execute(text)
    cursor.execute(f"COMMENT ON FUNCTION network_rows_changed() IS '{stamp}'")
    # Changes made while the triggers were off notified nobody: drop everything.
    cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, EVERYTHING])
    return True


def remove(cursor: CursorWrapper) -> None:
    """Drop all triggers; listening processes keep nothing until they are back."""
    cursor.execute("SELECT to_regproc('network_rows_changed') IS NOT NULL")
    if cursor.fetchone() == (True,):
        cursor.execute("COMMENT ON FUNCTION network_rows_changed() IS NULL")
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, EVERYTHING])
    cursor.execute(
        "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger"
        " WHERE tgfoid IN (to_regproc('network_rows_changed'), to_regproc('network_row_changed'))"
    )
    for (text,) in cursor.fetchall():
        cursor.execute(text)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
