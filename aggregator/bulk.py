"""Read and write thousands of rows in one SQL statement, with arrays or JSON as its parameters.

PostgreSQL plans a statement with few parameters faster than an IN list with thousands. Used when
fetched feeds are stored and when items of one policy are joined.
"""

import json
from collections.abc import Iterable, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Value
from django.db.models.expressions import Combinable


def any_of(field: str | Combinable, texts: Iterable[str], column: str = "text") -> Func:
    """Return the condition that a field or expression equals one of `texts`, for use in `filter`
    and `Q`.

    `column` is the SQL type of the field's column.

    `field__in` uses one parameter per value; with thousands of values, building and planning the
    statement takes as long as running it. None of the texts may contain the control character 1F.
    """
    return Func(
        F(field) if isinstance(field, str) else field,
        Value("\x1f".join(texts)),
        arg_joiner=" = ANY(string_to_array(",
        template=f"%(expressions)s, chr(31))::{column}[])",
        output_field=BooleanField(),
    )


def write_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Update the named fields (no relations) of stored rows of one model in one UPDATE.

    `bulk_update` would write a CASE branch for each row and field. Sends no signals, so `fields`
    must not include fields of the search index.
    """
    if not rows:
        return
    meta = rows[0]._meta
    quote = connection.ops.quote_name
    names = {field.name: str(field.column) for field in meta.concrete_fields}
    columns = {name: names[name] for name in fields}
    key = names[meta.pk.name]
    written = [
        {key: row.pk} | {column: getattr(row, name) for name, column in columns.items()}
        for row in rows
    ]
    assigned = ", ".join(f"{quote(each)} = r.{quote(each)}" for each in columns.values())
    table = quote(meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS t SET {assigned}"  # noqa: S608
            f" FROM json_populate_recordset(NULL::{table}, %s::json) AS r"
            f" WHERE t.{quote(key)} = r.{quote(key)}",
            [json.dumps(written, cls=_Encoder, ensure_ascii=False)],
        )


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert unsaved rows of one model in one INSERT. `give_keys` must have set their primary keys.

    Rows may refer to each other. Sends no signals and does not call `pre_save`, so auto_now fields
    stay as they are.
    """
    if not rows:
        return
    fields = {str(field.column): field.attname for field in rows[0]._meta.concrete_fields}
    columns = ", ".join(map(connection.ops.quote_name, fields))
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    written = [{column: getattr(row, name) for column, name in fields.items()} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608
            f" FROM json_populate_recordset(NULL::{table}, %s::json)",
            [json.dumps(written, cls=_Encoder, ensure_ascii=False)],
        )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def give_keys(rows: Sequence[Model]) -> None:
    """Set the primary keys of unsaved rows of one model from the table's sequence."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [rows[0]._meta.db_table, rows[0]._meta.pk.column, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


class _Encoder(DjangoJSONEncoder):
    """JSON encoder that keeps the microseconds of datetimes; leases are compared by them."""

    def default(self, value: object) -> object:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)
