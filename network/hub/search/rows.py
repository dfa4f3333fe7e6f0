"""Write search entries into the table."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from legal_updates.numbers.asked import number_marks

from .indexables import LONGEST_TEXT, Indexable
from .models import SearchEntry
from .words import TITLE_MARK, filter_mark, folded_words, vector

_COLUMNS = (
    *("kind", "key", "agency_id", "title", "names", "url", "text", "topics", "level", "status"),
    *("pending_change", "status_unchecked", "day", "language", "words"),
)
_KEPT = ", ".join(_COLUMNS)
_KEPT_NEW = ", ".join(f"EXCLUDED.{column}" for column in _COLUMNS)


def write_entries(things: Sequence[Indexable]) -> int:
    """Write the entries in one statement. Returns how many were new or changed."""
    if not things:
        return 0
    table = SearchEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({_KEPT}) SELECT {_KEPT}"  # noqa: S608
            f" FROM json_populate_recordset(NULL::{table}, %s::json)"
            f" ON CONFLICT (kind, key) DO UPDATE SET ({_KEPT}) = ROW({_KEPT_NEW})"
            f" WHERE ({', '.join(f'{table}.{column}' for column in _COLUMNS)})"
            f" IS DISTINCT FROM ({_KEPT_NEW})",
            [json.dumps([_row(thing) for thing in things], cls=DjangoJSONEncoder)],
        )
        return int(cursor.rowcount)


def _row(thing: Indexable) -> dict[str, Any]:
    values = {name: getattr(thing, name) for name in _COLUMNS if hasattr(thing, name)}
    text = f"{thing.lead} {thing.text}".strip()[:LONGEST_TEXT]
    named = [TITLE_MARK + word for word in folded_words(f"{thing.title} {thing.names}")]
    numbers = [mark for key in thing.numbers for mark in number_marks(key)]
    fields = [("A", thing.title), ("B", f"{thing.names} {thing.lead}"), ("D", thing.text)]
    return values | {
        "text": text,
        "topics": f"{{{','.join(map(str, thing.topics))}}}",
        "words": vector(fields, [*named, *_filter_marks(thing), *numbers], long_text=thing.files),
    }


def _filter_marks(thing: Indexable) -> Iterator[str]:
    yield filter_mark("year", thing.day.year if thing.day else "none")
    for name in ("kind", "agency", "level", "status", "language"):
        if value := getattr(thing, "agency_id" if name == "agency" else name):
            yield filter_mark(name, value)
    yield from (filter_mark("topic", topic) for topic in thing.topics)
