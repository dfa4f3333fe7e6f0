"""What was read once is not read again until something is written.

Nearly all of the many thousand requests change nothing, and ask PostgreSQL what the one before has
asked: session, person, scope, menu.
"""

import contextlib
import itertools
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from network.core.freshness import keeping

# What the ORM asks for; any other SELECT may call a function that writes.
READS = re.compile(
    r'\(?SELECT (?:DISTINCT )?(?:"|1 AS|%s AS "(?:a" FROM|value1", )|COUNT\(|MAX\(|EXISTS\()'
    r"(?!.* FOR UPDATE)",
    re.DOTALL,
)
CHANGE_NOTHING = ("SAVEPOINT", "RELEASE")


class Reads:
    """The answers of the database, as it is now."""

    def __init__(self) -> None:
        self.kept: dict[Any, Any] = {}

    def stand_in(self, patch: pytest.MonkeyPatch) -> None:
        """Let the database be asked again after writes alone, and whoever comes be shown the parts
        of public pages that visitors share, as they stand."""
        patch.setattr(connection, "make_cursor", self.cursor)
        patch.setattr(keeping, "STORE", self)
        patch.setattr(keeping, "is_collecting", lambda: True)

    def once[T](self, key: Any, make: Callable[[], T]) -> T:
        """Return what `make` reads; it reads anew after each write."""
        kept = self.kept
        if key not in kept:
            kept[key] = make()
        return kept[key]

    # The next three stand in for the store of what visitors' pages share.

    def version(self) -> dict[Any, Any]:
        """Return where what is made from now on belongs."""
        return self.kept

    def get(self, key: Any) -> Any:
        """Return what was put under the key since the last write, with what it depends on."""
        return self.kept.get(key)

    def put(
        self, key: Any, value: Any, *, dependencies: set[str], version: dict[Any, Any], **more: Any
    ) -> None:
        """Keep what was made while nothing was written."""
        version[key] = SimpleNamespace(value=value, dependencies=dependencies)

    def forget(self) -> None:
        """Begin anew: something was written."""
        self.kept = {}

    @contextlib.contextmanager
    def taken_back(self) -> Iterator[None]:
        """Know afterwards what was known before: what is written in the block is taken back."""
        kept = self.kept
        yield
        self.kept = kept

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
        """Find the rows, or run what may write and forget all."""
        self.rows, text = None, str(sql)
        if READS.match(text):
            self.db.validate_no_broken_transaction()
            self.rows = iter(self.reads.once((text, repr(params)), lambda: self._read(sql, params)))
            return None
        if not text.startswith(CHANGE_NOTHING):
            self.reads.forget()
        return super().execute(sql, params)

    def executemany(self, sql: Any, param_list: Any) -> Any:
        """Run what may write, and forget all."""
        self.reads.forget()
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
