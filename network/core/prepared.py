"""Queries whose SQL is written once in each process and planned once in each connection.

Django writes the SQL of a queryset anew each time it is asked, and PostgreSQL plans it anew: for
an article that is more work than all its templates. A `Prepared` query is made once, with `Given`
where its values will stand; each time it is asked only the values travel, and the rows become the
same objects (docs/adr/0024-prepared-queries.md).
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from select import POLLIN, poll
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.postgresql.base import TIMESTAMPTZ_OID, ServerBindingCursor
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.db.models import CharField, Expression, Field, Lookup, QuerySet, TextField
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg.pq import Format
from psycopg.types.numeric import Int8

_MARKS = re.compile("%[%s]")


class Given(Expression):
    """A value that comes each time the query is asked; its field says of which type."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return a mark for `Prepared` to find."""
        return "%s", (self,)

    def written(self, connection: Any) -> str:
        """Return the mark for psycopg, with the type that PostgreSQL is to plan with."""
        return f"%({self.name})s::{self.output_field.db_type(connection)}"


@CharField.register_lookup
@TextField.register_lookup
class AnyOf(Lookup[Any]):
    """`column = ANY(array)`: `__in` for a list of which only the length is unknown."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_values, *right_values)


class Prepared[M]:
    """A query asked with other values each time; what it returns is a list, never kept."""

    def __init__(self, make: Callable[..., QuerySet[Any]], **fields: "Field[Any, Any]") -> None:
        """`make` is called once, with a `Given` of each of `fields`.

        Whatever else it reads is fixed for the life of the process. The SQL must not depend on the
        values: not None, no lists but those of `__any_of`, no `__startswith`.
        """
        self._make = make
        self._fields = fields
        self._lock = Lock()
        self._prepared: tuple[Any, _Written] | None = None

    def __call__(self, **values: Any) -> list[M]:
        """Return what the queryset would, with these values; one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        template, written = self._prepared or self._prepare()
        found = template._clone()
        found._query = _Answering(written.asking(connection, values))
        return list(found)

    def first(self, **values: Any) -> M | None:
        """Return the first of the rows, None for none."""
        return next(iter(self(**values)), None)

    def _prepare(self) -> "tuple[Any, _Written]":
        # One thread writes and all others wait: a queryset changes while its SQL is written, and
        # what two made of it together would be asked as long as the process lives.
        with self._lock:
            if self._prepared is None:
                given = {name: Given(name, field) for name, field in self._fields.items()}
                queryset: Any = self._make(**given)
                connection = connections[DEFAULT_DB_ALIAS]
                written = _Written(queryset.query, connection, DEFAULT_DB_ALIAS)
                template = queryset._clone()
                template._query = _Answering(None)
                if template._iterable_class is ModelIterable:
                    template._iterable_class = partial(_Rows, _Maker(written, template))
                self._prepared = template, written
            return self._prepared


class _Answering:
    """Stands where a queryset has its query, and hands out the compiler that is written."""

    def __init__(self, compiler: "_Written | None") -> None:
        self.compiler = compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> "_Written | None":
        return self.compiler

    def chain(self) -> "_Answering":
        return self


class _Written(SQLCompiler):
    """A compiler that has done its work, and goes on asking with other values."""

    def __init__(self, query: Any, connection: Any, using: str) -> None:
        super().__init__(query, connection, using)
        sql, params = super().as_sql()
        self.sql = _with_constants(sql, params, connection)
        fields = [column for column, *_ in self.select[: self.col_count]]
        self.converters = self.get_converters(fields)
        self.values: dict[str, Any] = {}

    def asking(self, connection: Any, values: dict[str, Any]) -> "_Written":
        """Return the same with other values, for the connection of this thread."""
        asking = object.__new__(_Written)
        asking.__dict__ = self.__dict__ | {
            "connection": connection,
            # Else small and large numbers would be planned apart.
            "values": {k: Int8(v) if isinstance(v, int) else v for k, v in values.items()},
        }
        return asking

    def results_iter(self, results: Any = None, *args: Any, **kwargs: Any) -> Any:
        rows: Any = chain.from_iterable(self.execute_sql() if results is None else results)
        if self.converters:
            rows = map(tuple, self.apply_converters(rows, self.converters))
        return rows

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return self._rows()
        except NotSupportedError:
            if self.connection.in_atomic_block:
                raise
        # A release has changed a column: PostgreSQL refuses plans that answer with what it was.
        self.connection.close()
        return self._rows()

    def _rows(self) -> Any:
        with _cursor(self.connection) as cursor:
            cursor.execute(self.sql, self.values)
            return [cursor.fetchall()]


class _Maker:
    """Makes objects of rows; what Django works out anew for every query is worked out once."""

    def __init__(self, written: _Written, queryset: Any) -> None:
        told, self._fetch_mode = written.klass_info, queryset._fetch_mode
        self._columns = slice(told["select_fields"][0], told["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, *_ in written.select[self._columns]]
        self._model = told["model"]
        self._related = get_related_populators(
            told, written.select, DEFAULT_DB_ALIAS, self._fetch_mode
        )
        self._annotations = written.annotation_col_map or {}

    def made(self, row: Any) -> Any:
        found = self._model.from_db(
            DEFAULT_DB_ALIAS, self._names, row[self._columns], fetch_mode=self._fetch_mode
        )
        for related in self._related:
            related.populate(row, found)
        for name, column in self._annotations.items():
            setattr(found, name, row[column])
        return found


class _Rows(ModelIterable):
    """The rows of a query as objects."""

    def __init__(self, maker: _Maker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._maker = maker

    def __iter__(self) -> Iterator[Any]:
        compiler = self.queryset.query.get_compiler()
        return map(self._maker.made, compiler.results_iter(compiler.execute_sql()))


def _with_constants(sql: str, params: Any, connection: Any) -> str:
    """Return the SQL with every value but the given ones written into it."""
    values: Iterator[Any] = iter(params)

    def put_in(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        value = next(values)
        if isinstance(value, Given):
            return value.written(connection)
        return str(connection.ops.compose_sql("%s", [value])).replace("%", "%%")

    return _MARKS.sub(put_in, sql)


class _Cursor(ServerBindingCursor):
    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        return super().execute(query, params, prepare=True)  # type: ignore[misc]


def _has_word_from_server(connection: Any) -> bool:
    """Return whether something waits to be read: between queries that is its farewell, or news.

    Django asks a query before the first of each request to learn whether it still answers.
    """
    asked = poll()
    asked.register(connection.fileno(), POLLIN)
    return bool(asked.poll(0))


def _cursor(connection: Any) -> Any:
    """Return a cursor of Django's that leaves the plan with the server.

    Not where that is switched off, nor where queries are logged, so that the log can be read.
    """
    threshold = connection.settings_dict["OPTIONS"].get("prepare_threshold")
    if threshold is None or connection.queries_logged:
        return connection.cursor()
    if connection.connection is not None and not _has_word_from_server(connection.connection):
        connection.health_check_done = True
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor: Any = _Cursor(connection.connection)  # type: ignore[call-arg]
        loader = cursor.adapters.get_loader(TIMESTAMPTZ_OID, Format.TEXT)
        if connection.timezone != loader.timezone:
            register_tzloader(connection.timezone, cursor)
        return connection._prepare_cursor(cursor)
