"""What the search finds; never writes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction

from . import query
from .models import Kind, SearchEntry
from .query import Filters, Question
from .ranking import (
    BY_NUMBER,
    IN_TEXT,
    IN_TEXT_EXACT,
    IN_TITLE,
    IN_TITLE_EXACT,
    NEAR,
    Hit,
    by_date,
    by_relevance,
)

# How many are taken for a way of finding, in all and from one band: enough to read and to count,
# few enough to rank at once. Beyond, "more than" is said.
MOST = {BY_NUMBER: 50, IN_TITLE_EXACT: 300, IN_TITLE: 500, IN_TEXT_EXACT: 200, IN_TEXT: 800}
MOST |= {NEAR: 300}
PER_BAND = 250
NEWEST = 600
_FIELDS = ("id", "kind", "agency_id", "title", "names", "topics", "level", "status", "day")


class Way(NamedTuple):
    """One way of finding: what it is worth, the column it looks in, the tsquery."""

    found: int
    column: str
    tsquery: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits in order; `more` where there are others that were not taken."""

    hits: list[Hit]
    more: bool

    @property
    def sure(self) -> list[Hit]:
        """Return the documents that have the asked number."""
        return [hit for hit in self.hits if hit.found == BY_NUMBER and hit.kind == Kind.DOCUMENT]


def ways_to_find(question: Question, filters: Filters) -> list[Way]:
    """Return how the question is put: by number, in titles, in texts, with accents and without."""
    narrow = query.of_marks(*filters.marks)
    folded, exact = ([each.folded for each in question.terms], [e.exact for e in question.terms])
    ways = []
    if question.number:
        ways.append(Way(BY_NUMBER, "folded", query.of_marks(question.number.mark)))
    if question.accented:
        ways.append(Way(IN_TITLE_EXACT, "exact", query.in_title(exact)))
    ways.append(Way(IN_TITLE, "folded", query.in_title(folded)))
    if question.accented:
        ways.append(Way(IN_TEXT_EXACT, "exact", query.in_text(exact)))
    ways.append(Way(IN_TEXT, "folded", query.in_text(folded)))
    return [way._replace(tsquery=query.both(way.tsquery, narrow)) for way in ways]


def find(
    question: Question, filters: Filters, *, today: dt.date, newest_first: bool = False
) -> Found:
    """Return what holds all the words, best or newest first; one query. Nothing without words."""
    if not question:
        return Found([], False)
    ways = ways_to_find(question, filters)
    if newest_first:
        # Where the words stand does not matter here; texts hold their titles.
        ways = [way for way in ways if way.found in (BY_NUMBER, IN_TEXT)]
    bands = query.newest_bands(today) if newest_first else query.relevance_bands(today)
    hits, more = candidates(ways, bands, most=NEWEST if newest_first else None)
    order = by_date(hits) if newest_first else by_relevance(hits, question, today)
    return Found(order, more)


def find_near(question: Question, filters: Filters, *, today: dt.date) -> Found:
    """Return what holds some of the words in its title, for a question that finds nothing."""
    telling = query.telling(question)
    found = find(telling, filters, today=today) if telling != question else Found([], False)
    if found.hits or not question:
        return found
    near = query.both(query.near_in_title(question.folded), query.of_marks(*filters.marks))
    hits, more = candidates([Way(NEAR, "folded", near)], query.relevance_bands(today))
    return Found(by_relevance(hits, question, today), more)


def candidates(
    ways: Sequence[Way], bands: Sequence[str], *, most: int | None = None
) -> tuple[list[Hit], bool]:
    """Return what the ways find, each thing once, and whether there is more than was taken."""
    statement, values = candidate_query(ways, bands, most=most)
    with index_only(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    best: dict[int, Hit] = {}
    taken: dict[int, int] = {}
    for found, *row in rows:
        taken[found] = taken.get(found, 0) + 1
        hit = _hit(found, *row)
        if hit.id not in best or best[hit.id].found < found:
            best[hit.id] = hit
    more = any(count >= (most or PER_BAND) for count in taken.values())
    return list(best.values()), more


def _hit(found: int, key: int, kind: str, *row: Any) -> Hit:
    agency_id, title, names, topics, level, status, day = row
    return Hit(key, found, kind, agency_id, title, names, tuple(topics), level, status, day)


def candidate_query(
    ways: Sequence[Way], bands: Sequence[str], *, most: int | None = None
) -> tuple[str, list[Any]]:
    """Return the statement that takes candidates, band after band until there are enough.

    `most` is the number taken for each way and from each band; without it MOST and PER_BAND.
    """
    fields = ", ".join(f"e.{field}" for field in _FIELDS)
    branches, values = [], []
    for way in ways:
        branches.append(
            f"(SELECT {way.found}, h.* FROM"  # noqa: S608
            " (SELECT * FROM unnest(%s::text[]) WITH ORDINALITY AS b (band, n) ORDER BY n) b,"
            f" LATERAL (SELECT {fields} FROM {SearchEntry._meta.db_table} e"
            f" WHERE e.{way.column} @@ (b.band::tsquery && %s::tsquery)"
            f" LIMIT {most or PER_BAND}) h LIMIT {most or MOST[way.found]})"
        )
        values += [list(bands), way.tsquery]
    return " UNION ALL ".join(branches), values


@contextmanager
def index_only() -> Iterator[None]:
    """Keep PostgreSQL from reading the whole table: it cannot know how few a limit will leave."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),"
            " set_config('max_parallel_workers_per_gather', '0', true),"
            " set_config('work_mem', '16MB', true)"
        )
        yield


def entries(hits: Sequence[Hit]) -> list[SearchEntry]:
    """Return the rows of these hits in their order, with their agency; one query."""
    rows = SearchEntry.objects.select_related("agency").defer("folded", "exact")
    found = rows.in_bulk([hit.id for hit in hits])
    return [found[hit.id] for hit in hits if hit.id in found]
