"""From a public thing to its row, and rows into the table."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from .bands import FIRST_YEAR, LAPSED
from .indexables import LONGEST_TEXT, Indexable
from .models import SearchEntry, SearchWord
from .words import exact_words, filter_mark, folded_words, number_marks, title_marks, vector

_COLUMNS = (
    *("kind", "key", "agency_id", "title", "names", "url", "text", "topics", "level", "status"),
    *("day", "folded", "exact"),
)
_KEPT = ", ".join(_COLUMNS)
_KEPT_NEW = ", ".join(f"EXCLUDED.{column}" for column in _COLUMNS)
_LONGEST_SEARCH_WORD = 80


def write_entries(things: Sequence[Indexable]) -> int:
    """Write the rows of public things, all in one statement; return how many were not so before."""
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
        written = cursor.rowcount
    if written:
        _write_words(things)
    return int(written)


def _row(thing: Indexable) -> dict[str, Any]:
    filters = list(_filter_marks(thing))
    named = f"{thing.title} {thing.names}"
    folded_title, exact_title = folded_words(named), exact_words(named)
    numbers = [mark for key in thing.numbers for mark in number_marks(key)]
    values = {name: getattr(thing, name) for name in _COLUMNS if hasattr(thing, name)}
    text = f"{thing.text or thing.lead}"[:LONGEST_TEXT]
    return values | {
        "text": text,
        "topics": f"{{{','.join(map(str, thing.topics))}}}",
        "folded": vector(
            [*folded_title, *folded_words(thing.lead if not thing.text else thing.text)],
            [*title_marks(folded_title), *filters, *numbers],
        ),
        "exact": vector(
            [*exact_title, *exact_words(thing.lead)], [*title_marks(exact_title), *filters]
        ),
    }


def _filter_marks(thing: Indexable) -> Iterator[str]:
    yield filter_mark("kind", thing.kind)
    yield filter_mark("band", band_of(thing))
    yield filter_mark("year", thing.day.year if thing.day else "none")
    if thing.agency_id:
        yield filter_mark("agency", thing.agency_id)
    for topic in thing.topics:
        yield filter_mark("topic", topic)
    if thing.level:
        yield filter_mark("level", thing.level)
    if thing.status:
        yield filter_mark("status", thing.status)
    if thing.day:
        yield filter_mark("month", f"{thing.day:%Y%m}")
        yield filter_mark("day", f"{thing.day:%Y%m%d}")


def band_of(thing: Indexable) -> str:
    """Return the band that a thing stands in (see `bands`)."""
    if thing.lasting:
        return "lasting"
    if thing.status:
        return "lapsed" if thing.status in LAPSED else "document"
    return str(thing.day.year) if thing.day and thing.day.year >= FIRST_YEAR else "undated"


def _write_words(things: Sequence[Indexable]) -> None:
    """Make the words of these titles known, if they are new; `count_words` counts them."""
    written: dict[str, str] = {}
    for thing in things:
        written |= dict(title_words(thing.title))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SearchWord._meta.db_table} (folded, written, titles)"  # noqa: S608
            " SELECT *, 1 FROM unnest(%s::text[], %s::text[]) ON CONFLICT (folded) DO NOTHING",
            [list(written), list(written.values())],
        )


def title_words(title: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a title, and each two that follow each other: folded and as written."""
    folded, written = folded_words(title), exact_words(title)
    if len(folded) != len(written):
        written = folded
    for size in (1, 2):
        for place in range(len(folded) + 1 - size):
            words = " ".join(folded[place : place + size])
            if len(words) <= _LONGEST_SEARCH_WORD and not words.isdecimal():
                yield words, " ".join(written[place : place + size])


def count_words(*, chunk: int = 5_000) -> int:
    """Count the words of all titles anew, drop those that no title has; return how many there are.

    Walks the titles in chunks and writes all at the end: no word is missing meanwhile.
    """
    counts: Counter[str] = Counter()
    writings: dict[str, Counter[str]] = {}
    last = 0
    while True:
        rows = list(
            SearchEntry.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "title")[:chunk]
        )
        if not rows:
            break
        last = rows[-1][0]
        for _pk, title in rows:
            words = dict(title_words(title))
            counts.update(words.keys())
            for folded, written in words.items():
                writings.setdefault(folded, Counter())[written] += 1
    _replace_words({folded: writings[folded].most_common(1)[0][0] for folded in counts}, counts)
    return len(counts)


def _replace_words(written: dict[str, str], counts: Counter[str]) -> None:
    table = SearchWord._meta.db_table
    columns: list[list[Any]] = [
        list(written),
        list(written.values()),
        [counts[folded] for folded in written],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (folded, written, titles)"  # noqa: S608
            " SELECT * FROM unnest(%s::text[], %s::text[], %s::int[]) ON CONFLICT (folded)"
            " DO UPDATE SET written = EXCLUDED.written, titles = EXCLUDED.titles"
            f" WHERE ({table}.written, {table}.titles)"
            " IS DISTINCT FROM (EXCLUDED.written, EXCLUDED.titles)",
            columns,
        )
        cursor.execute(
            f"DELETE FROM {table} WHERE NOT folded = ANY(%s)",  # noqa: S608
            [list(written)],
        )
