"""Find search results.

A query of common words matches most entries. So candidates are fetched step by step, only as many
as needed: first entries with all words, then those with the rarest.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, product

from django.db import connection, transaction

from .models import EntryKind, SearchEntry
from .ordering import Hit, by_date
from .questions import OTHER_ACCENTS, SearchQuery, SearchTerm, with_spellings
from .ranking import LOOKED_AT, Ranker
from .words import TITLE_MARK, all_of, filter_mark

# Maximum number of candidates per step, in all, and when sorted by date.
PER_STEP, CANDIDATES, NEWEST = 30, 120, 600
_MOST_OF_NUMBER, _YEARS = 50, 2
_TABLE = SearchEntry._meta.db_table


@dataclass(frozen=True)
class SearchResults:
    """The hits in order. `more` is True if there may be others.

    `question` includes spelling corrections; `telling` are the terms rare enough to be significant
    alone.
    """

    hits: list[Hit]
    more: bool
    question: SearchQuery
    telling: tuple[SearchTerm, ...] = ()

    @property
    def sure(self) -> list[Hit]:
        """Return the documents with the requested number."""
        return [hit for hit in self.hits if hit.has_number and hit.kind == EntryKind.DOCUMENT]

    @property
    def answers(self) -> bool:
        """Return whether one of the first hits answers the whole query."""
        return any(hit.answers for hit in self.hits[:LOOKED_AT])

    @property
    def missing(self) -> list[str]:
        """Return the words of the query that the best hit lacks."""
        gone = self.hits[0].missing if self.hits else frozenset()
        return [term.typed for term in self.question.terms if term.typed in gone]


def find(
    question: SearchQuery, filters: Sequence[str], *, today: dt.date, newest_first: bool = False
) -> SearchResults:
    """Return entries with the words or some of them, best (or newest) first.

    Empty for an empty query. `filters` are marks (`words.filter_mark`) that every entry must have.
    """
    if not question:
        return SearchResults([], more=False, question=question)
    with _index_only():
        return _find(question, filters, today=today, newest_first=newest_first)


def find_each(questions: Sequence[SearchQuery], *, today: dt.date) -> list[SearchResults]:
    """Return the results of several queries, none empty, best first. Three queries each, and one
    transaction for all."""
    with _index_only():
        return [_find(question, (), today=today) for question in questions]


def _find(
    question: SearchQuery, filters: Sequence[str], *, today: dt.date, newest_first: bool = False
) -> SearchResults:
    question, counts = with_spellings(question)
    ranker = Ranker(question, counts, today)
    most = NEWEST if newest_first else CANDIDATES
    asked = [all_of([question.number])] if question.number else []
    numbered = set(_candidates(asked, filters, _MOST_OF_NUMBER))
    steps = [] if question.is_whole_number else _steps(ranker, counts)
    if newest_first:
        years = [all_of([filter_mark("year", today.year - n)]) for n in range(_YEARS)]
        steps = [" & ".join(filter(None, pair)) for pair in product(steps, [*years, ""])]
    keys = _candidates(steps, filters, most)
    hits = ranker.ranked(_hits(keys, numbered), filled=not newest_first)
    # A step returns at most PER_STEP rows, so fewer hits are all there are.
    more = len(hits) >= PER_STEP
    return SearchResults(by_date(hits) if newest_first else hits, more, question, ranker.telling)


def _steps(ranker: Ranker, counts: dict[str, int]) -> list[str]:
    """Return the tsqueries for fetching candidates, in order.

    All words in the title, all anywhere, all but the most common, and so on; then the rarest alone.
    """
    terms, weights = ranker.terms, ranker.weights
    ways = {place: _any_variant(term, counts) for place, term in enumerate(terms)}
    known = [place for place, term in enumerate(terms) if _is_known(term, counts)]
    rarest = [ways[place] for place in sorted(known, key=lambda place: -weights[place])]
    pairs = sorted(pairwise(known), key=lambda pair: -weights[pair[0]] * weights[pair[1]])
    folded = [word.folded for term in terms for word in term.words]
    steps = [
        all_of(TITLE_MARK + word for word in folded),
        *(" & ".join(rarest[:size]) for size in range(len(rarest), 0, -1)),
        *(f"{ways[one]} & {ways[other]}" for one, other in pairs),
        all_of(folded),
        *rarest[1:],
    ]
    return list(dict.fromkeys(steps))


def _is_known(term: SearchTerm, counts: dict[str, int]) -> bool:
    words = [word for variant in term.variants for word in variant.words]
    return any(counts.get(word.mark) or counts.get(word.folded) for word in words)


def _any_variant(term: SearchTerm, counts: dict[str, int]) -> str:
    """Return the tsquery for a term in any of its variants, including other accents for likely
    slips."""
    ways = [all_of(word.mark for word in variant.words) for variant in term.variants]
    if any(word.loose > OTHER_ACCENTS or not counts.get(word.mark) for word in term.words):
        ways.append(all_of(word.folded for word in term.words))
    return f"({' | '.join(f'({way})' for way in dict.fromkeys(ways))})"


def _candidates(steps: Sequence[str], filters: Sequence[str], most: int) -> list[int]:
    if not steps:
        return []
    narrow = all_of(filters)
    asked = [f"{step} & {narrow}" if narrow else step for step in steps]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM"  # noqa: S608
            " (SELECT * FROM unnest(%s::text[]) WITH ORDINALITY AS s (asked, n) ORDER BY n) s,"
            f" LATERAL (SELECT id FROM {_TABLE} e WHERE e.words @@ s.asked::tsquery LIMIT %s) e"
            " LIMIT %s",
            [asked, most if len(asked) == 1 else PER_STEP, 2 * most],
        )
        return list(dict.fromkeys(key for (key,) in cursor.fetchall()))[:most]


def _hits(keys: Sequence[int], numbered: set[int]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, agency_id, topics, level, status, day, language, words::text,"  # noqa: S608
            " pending_change"
            f" FROM {_TABLE} WHERE id = ANY (%s)",
            [[*keys, *numbered]],
        )
        return [Hit(*row)._replace(has_number=row[0] in numbered) for row in cursor.fetchall()]


def title_candidates(words: Sequence[str], most: int) -> list[SearchEntry]:
    """Return entries whose titles contain the folded words; the last word may be incomplete."""
    *whole, begun = words
    asked = f"'{TITLE_MARK}{begun}':*"
    if whole:
        asked = f"{all_of(TITLE_MARK + word for word in whole)} & {asked}"
    with _index_only():
        keys = _candidates([f"{asked} & {all_of([mark])}" for mark in _LIKELY], (), most)
    return entries(keys)


# Agencies, places and documents are searched by name.
_LIKELY = [filter_mark("kind", kind) for kind in EntryKind.values if kind != EntryKind.CARD]


@contextmanager
def _index_only() -> Iterator[None]:
    """Disable sequential scans, JIT and parallel plans until the end of the transaction.

    PostgreSQL would scan the whole table, because it cannot know how few rows the limit leaves.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),"
            " set_config('max_parallel_workers_per_gather', '0', true),"
            " set_config('work_mem', '16MB', true)"
        )
        yield


def entries(keys: Sequence[int]) -> list[SearchEntry]:
    """Return the entries with these ids in order, with their agency. One query."""
    found = SearchEntry.objects.select_related("agency").defer("words").in_bulk(keys)
    return [found[key] for key in keys if key in found]
