"""What the search finds; never writes.

What a search costs PostgreSQL is the number of times it walks along the lists of the words (a
"scan"), so it asks for as few as will do: whole texts first, and titles apart only where texts
held more than were taken; accents first, and without them only where those found little.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction

from . import query
from .bands import ALL_ENTRIES, Bands, newest_bands, relevance_bands
from .models import EntryKind, SearchEntry
from .query import Filters, SearchQuery
from .ranking import Hit, MatchLevel, sort_by_date, sort_by_relevance, with_match

# How many are taken from one band, and in all: enough to read and to count, few enough to rank at
# once. Beyond, "more than" is said.
PER_BAND, MOST, NEWEST = 300, 600, 600
# Fewer hits than this among the newest: the words are rare, so take all hits.
RARE = 20
# With this many exact-accent hits, others are not searched for.
ENOUGH = 45
_MOST_OF_NUMBER, _LIKELY = 50, 60
_FIELDS = ("id", "kind", "agency_id", "title", "names", "topics", "level", "status", "day")


class SearchMethod(NamedTuple):
    """One way of finding: the column it looks in, for texts and for titles as tsqueries."""

    column: str
    in_text: str
    in_title: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The hits in order; `more` where there are others that were not taken."""

    hits: list[Hit]
    more: bool

    @property
    def sure(self) -> list[Hit]:
        """Return the documents that have the asked number."""
        return [
            hit
            for hit in self.hits
            if hit.found == MatchLevel.NUMBER and hit.kind == EntryKind.DOCUMENT
        ]


NOTHING = SearchResults([], False)


def ways_to_find(question: SearchQuery, filters: Filters) -> list[SearchMethod]:
    """Return how the question is put: with the accents that were typed, if any, then without."""
    narrow = query.marks_query(*filters.needed)
    exact, folded = [term.exact for term in question.terms], [t.folded for t in question.terms]
    asked = [("exact", exact)] if question.accented else []
    return [
        SearchMethod(
            column,
            query.combine_queries(query.text_query(ways), narrow),
            query.combine_queries(query.title_query(ways), narrow),
        )
        for column, ways in [*asked, ("folded", folded)]
    ]


def find(
    question: SearchQuery, filters: Filters, *, today: dt.date, newest_first: bool = False
) -> SearchResults:
    """Return what holds all the words, best or newest first. Nothing without words."""
    if not question:
        return NOTHING
    ways = ways_to_find(question, filters)
    with index_only():
        numbered = _of_number(question, filters)
        if newest_first:
            hits = _take("folded", ways[-1].in_text, newest_bands(today, filters), NEWEST)
            more = len(hits) >= NEWEST
        else:
            hits, more = _by_ways(ways, relevance_bands(today, filters))
    hits = _once([*numbered, *(with_match(hit, question) for hit in hits)])
    return SearchResults(
        sort_by_date(hits) if newest_first else sort_by_relevance(hits, question, today), more
    )


def find_near(question: SearchQuery, filters: Filters, *, today: dt.date) -> SearchResults:
    """Return what holds some of the words in its title, for a question that finds nothing."""
    telling = query.without_question_words(question)
    found = find(telling, filters, today=today) if telling != question else NOTHING
    if found.hits or not question:
        return found
    near = query.combine_queries(
        query.near_title_query(question.folded), query.marks_query(*filters.needed)
    )
    bands = relevance_bands(today, filters)
    with index_only():
        hits = _take("folded", near, [*bands.first, *bands.rest], PER_BAND)
    near_hits = [hit._replace(found=MatchLevel.NEAR) for hit in hits]
    return SearchResults(
        sort_by_relevance(_once(near_hits), question, today), len(hits) >= PER_BAND
    )


def title_candidates(tsquery: str, *, today: dt.date) -> list[Hit]:
    """Return some of what a tsquery finds among agencies, places, documents and the newest."""
    bands = relevance_bands(today, Filters())
    with index_only():
        return _take("folded", tsquery, [*bands.first, *bands.rest[:1]], _LIKELY)


def _of_number(question: SearchQuery, filters: Filters) -> list[Hit]:
    if not question.number:
        return []
    asked = query.marks_query(question.number.mark, *filters.needed)
    hits = _take("folded", asked, [ALL_ENTRIES], _MOST_OF_NUMBER)
    return [hit._replace(found=MatchLevel.NUMBER) for hit in hits]


def _by_ways(ways: Sequence[SearchMethod], bands: Bands) -> tuple[list[Hit], bool]:
    hits: list[Hit] = []
    more = False
    for way in ways:
        found, more = _by_way(way, bands)
        hits += found
        if len(hits) >= ENOUGH:
            break
    return hits, more


def _by_way(way: SearchMethod, bands: Bands) -> tuple[list[Hit], bool]:
    """Return what one way finds, and whether there is more."""
    if not bands.rest:
        # Narrowed so far that titles are likely to be enough.
        titles = _take(way.column, way.in_title, bands.first, PER_BAND)
        texts = _take(way.column, way.in_text, bands.first, MOST) if len(titles) < PER_BAND else []
        return [*titles, *texts], len(titles) >= PER_BAND or len(texts) >= MOST
    first = _take(way.column, way.in_text, bands.first, PER_BAND)
    if len(first) < RARE:
        every = _take(way.column, way.in_text, [ALL_ENTRIES], MOST)
        return every, len(every) >= MOST
    if len(first) < PER_BAND:
        rest = _take(way.column, way.in_text, bands.rest, MOST)
        return [*first, *rest], any(len(each) >= PER_BAND for each in (first, rest))
    titles = _take(way.column, way.in_title, [*bands.first, *bands.rest], bands.most)
    return [*first, *titles], True


def _once(hits: Sequence[Hit]) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.id not in best or best[hit.id].found < hit.found:
            best[hit.id] = hit
    return list(best.values())


def _take(column: str, tsquery: str, bands: Sequence[str], most: int) -> list[Hit]:
    statement, values = statement_to_take(column, tsquery, bands, most)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            Hit(key, MatchLevel.TEXT, kind, agency_id, title, names, tuple(topics), *rest)
            for key, kind, agency_id, title, names, topics, *rest in cursor.fetchall()
        ]


def statement_to_take(
    column: str, tsquery: str, bands: Sequence[str], most: int
) -> tuple[str, list[Any]]:
    """Return the statement that takes what a tsquery finds, band after band until it has `most`."""
    fields = ", ".join(f"e.{field}" for field in _FIELDS)
    statement = (
        f"SELECT {fields} FROM"  # noqa: S608
        " (SELECT * FROM unnest(%s::text[]) WITH ORDINALITY AS b (asked, n) ORDER BY n) b,"
        f" LATERAL (SELECT * FROM {SearchEntry._meta.db_table} e"
        f" WHERE e.{column} @@ b.asked::tsquery LIMIT %s) e LIMIT %s"
    )
    per_band = most if len(bands) == 1 else min(most, PER_BAND)
    return statement, [[query.combine_queries(band, tsquery) for band in bands], per_band, most]


@contextmanager
def index_only() -> Iterator[None]:
    """Keep PostgreSQL from reading the whole table: it cannot know how few a limit will leave.

    The settings end with the transaction.
    """
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
