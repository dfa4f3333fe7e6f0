"""Answers of the database are kept until a table that they were read from changes.

Many of the thousands of requests ask PostgreSQL what the one before has asked: session, person,
scope, menu. Most that write do so in other tables.
"""

import contextlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from network.core.freshness import keeping
from tests.tenancy.effects import ANYTHING, EVERYTHING, effects

# What the ORM asks for; any other SELECT may call a function that writes.
READS = re.compile(
    r'\(?SELECT (?:DISTINCT )?(?:"|1 AS|%s AS "(?:a" FROM|value1", )|COUNT\(|MAX\(|EXISTS\()'
    r"(?!.* FOR UPDATE)",
    re.DOTALL,
)
# Who somebody is and what they may do. A request notes that on its user, so a value made later in
# the request depends on these tables without asking the database.
ABOUT_PEOPLE = frozenset(
    {
        *("accounts_user", "wagtailusers_userprofile", "auth_group_permissions"),
        *("agencies_membership", "agencies_rolegroup", "agencies_act", "agencies_agency"),
        *("wagtailcore_grouppagepermission", "wagtailcore_groupcollectionpermission"),
        "wagtailcore_collection",
    }
)
# So many answers are kept at most: queries for a moment of time are asked once.
MOST = 20_000


class Kept(NamedTuple):
    """A value, and the version of each table that it was read from."""

    value: Any
    versions: dict[str, int]


class Reads:
    """The answers of the database, as it is now.

    Each depends on the tables that were read for it, also through other answers, and is read anew
    once one of them has changed.
    """

    def __init__(self) -> None:
        self.kept: dict[Any, Kept] = {}
        # Which write changed a table last; one of unknown tables makes all versions differ.
        self.versions: dict[str, int] = {}
        self.clock = itertools.count(1)
        # The tables read for each of the values that are being made, the innermost last.
        self.reading: list[set[str]] = []
        self.effects = effects()

    def stand_in(self, patch: pytest.MonkeyPatch) -> None:
        """Let the database be asked again after writes alone, and whoever comes be shown the parts
        of public pages that visitors share, as they stand."""
        patch.setattr(connection, "make_cursor", self.cursor)
        patch.setattr(keeping, "STORE", self)
        patch.setattr(keeping, "is_collecting", lambda: True)

    def once[T](self, key: Any, make: Callable[[], T], tables: Iterable[str] = ()) -> T:
        """Return what `make` makes for a person, again after a write to a table that it read.

        `tables` are read besides what `make` asks for through this object.
        """
        return self._once(key, make, ABOUT_PEOPLE.union(tables))

    def rows(self, sql: str, params: str, read: Callable[[], list[Any]]) -> list[Any]:
        """Return what a query has found, found anew after a write to one of its tables."""
        return self._once((sql, params), read, self.effects.read_by(sql))

    def _once(self, key: Any, make: Callable[[], Any], tables: Iterable[str]) -> Any:
        found = self.kept.get(key)
        if found is None or not self._is_fresh(found):
            found = self.kept[key] = self._made(make, tables)
        if self.reading:
            self.reading[-1].update(found.versions)
        return found.value

    def _made(self, make: Callable[[], Any], tables: Iterable[str]) -> Kept:
        before = dict(self.versions)
        self.reading.append({ANYTHING, *tables})
        try:
            value = make()
        finally:
            read = self.reading.pop()
        # What was written meanwhile makes it stale.
        return Kept(value, {table: before.get(table, 0) for table in read})

    def tables_of(self, key: Any) -> set[str]:
        """Return what a kept value was read from; EVERYTHING if it is not kept."""
        return set(self.kept[key].versions) if key in self.kept else {EVERYTHING}

    def _is_fresh(self, found: Kept) -> bool:
        return all(self.versions.get(table, 0) == at for table, at in found.versions.items())

    # The next three stand in for the store of what visitors' pages share.

    def version(self) -> int:
        """Return the number of the last write: what is made from now on depends on all tables."""
        return self.versions.get(EVERYTHING, 0)

    def get(self, key: Any) -> Any:
        """Return what was put under the key since the last write, with what it depends on."""
        found = self.kept.get(key)
        if found is None or not self._is_fresh(found):
            return None
        if self.reading:
            self.reading[-1].update(found.versions)
        return found.value

    def put(
        self, key: Any, value: Any, *, dependencies: set[str], version: int, **more: Any
    ) -> None:
        """Keep what was made while nothing was written."""
        kept = SimpleNamespace(value=value, dependencies=dependencies)
        self.kept[key] = Kept(kept, {EVERYTHING: version})

    def note_write(self, sql: str) -> None:
        """Let what depends on the tables that the statement changes be read anew."""
        if tables := self.effects.of(sql):
            self.versions |= dict.fromkeys((*tables, EVERYTHING), next(self.clock))

    @contextlib.contextmanager
    def taken_back(self) -> Iterator[None]:
        """Know afterwards what was known before: what is written in the block is taken back."""
        kept, versions = self.kept, self.versions
        self.kept, self.versions = dict(kept), dict(versions)
        yield
        inner, self.kept, self.versions = self.kept, kept, versions
        # What was read first in the block, from tables that it left alone, holds on.
        read_first = itertools.islice(inner.items(), len(kept), None)
        kept.update((key, found) for key, found in read_first if self._is_fresh(found))
        if len(kept) > MOST:
            kept.clear()

    def cursor(self, cursor: Any) -> "KeepingCursor":
        """Return a cursor that answers from here; to be put in the place of `make_cursor`."""
        return KeepingCursor(cursor, self)


class KeepingCursor(CursorWrapper):
    """Asks the database for what is not kept."""

    def __init__(self, cursor: Any, reads: Reads) -> None:
        super().__init__(cursor, connection)
        self.reads = reads
        self.rows: Iterator[Any] | None = None

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Find the rows, or run what may write."""
        self.rows, text = None, str(sql)
        if READS.match(text):
            self.db.validate_no_broken_transaction()
            self.rows = iter(self.reads.rows(text, repr(params), lambda: self._read(sql, params)))
            return None
        self.reads.note_write(text)
        return super().execute(sql, params)

    def executemany(self, sql: Any, param_list: Any) -> Any:
        """Run what may write."""
        self.reads.note_write(str(sql))
        return super().executemany(sql, param_list)

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        return self.cursor.fetchone() if self.rows is None else next(self.rows, None)

    def fetchmany(self, size: int) -> Any:
        """Return the next rows."""
        found = self.rows
        return self.cursor.fetchmany(size) if found is None else [*itertools.islice(found, size)]

    def fetchall(self) -> Any:
        """Return the rows that are left."""
        return self.cursor.fetchall() if self.rows is None else list(self.rows)

    def __iter__(self) -> Any:
        return iter(self.cursor) if self.rows is None else self.rows

    def _read(self, sql: Any, params: Any) -> list[Any]:
        super().execute(sql, params)
        return self.cursor.fetchall()
