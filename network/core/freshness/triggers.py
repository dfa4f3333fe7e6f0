"""Database triggers that send notifications when rows of a table change.

They work for every writer (form, job, command, psql), and a rolled back change sends nothing.
`install` creates the triggers of a list; `remove` drops them while migrations change tables.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from .dependencies import EVERYTHING
from .listening import CHANNEL, INSTALLED

_TRIGGER = "network_changed"
# network_rows_changed: its arguments are the query of the changed rows and the statements that read
# them. Each runs once per SQL statement and is not even planned if no row changed.
# network_row_changed: its arguments are the names to notify, the column with the page id, and the
# other object a row belongs to; the last two may be empty.
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
    """Statements that run after an SQL statement has changed rows of a table.

    The `statements` select from `rows`, which contains old and new versions of the changed rows.
    Rows in which none of `columns` has changed are not included.
    """

    table: str
    statements: tuple[str, ...]
    columns: str = "*"
    events: tuple[str, ...] = tuple(_EVENTS)

    def triggers(self) -> Iterator[str]:
        """Yield one CREATE TRIGGER per event, because a transition table serves only one event."""
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
    """Names notified whenever a row of a table is inserted, updated or deleted.

    `page` is a column with a page id: if that page is live, its section is notified too. `of` names
    another object of the row: "document" notifies `document:<document_id>`.
    """

    table: str
    names: tuple[str, ...] = ()
    page: str = ""
    of: str = ""

    def triggers(self) -> Iterator[str]:
        """Yield the CREATE TRIGGER statement."""
        given = map(_quoted, (" ".join(self.names), self.page, self.of))
        yield (
            f"CREATE TRIGGER {_TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION network_row_changed({', '.join(given)})"
        )


type Rule = RowsChanged | RowChanged


def notify(names: str) -> str:
    """Return the statement that notifies the names returned by a query over `rows`."""
    once = f"SELECT DISTINCT * FROM ({names}) AS n"  # noqa: S608
    return f"SELECT pg_notify('{CHANNEL}', name) FROM ({once}) AS d (name)"  # noqa: S608


def install(cursor: CursorWrapper, rules: Sequence[Rule]) -> bool:
    """Create functions and triggers unless they are unchanged. Returns whether they were created.

    Each statement commits separately and holds only its own lock. Until the last one, listening
    processes cache nothing.
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
    # Changes made while there were no triggers sent no notification, so drop everything.
    cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, EVERYTHING])
    return True


def remove(cursor: CursorWrapper) -> None:
    """Drop all triggers. Listening processes cache nothing until they are back."""
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
