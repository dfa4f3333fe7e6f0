"""What was probably meant, and what may be meant while it is typed; never writes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db import connection, transaction

from network.core.text import fold

from . import query
from .models import SearchEntry, SearchWord
from .query import Filters, SearchQuery, read_query
from .ranking import sort_by_relevance, with_match
from .selectors import entries, index_only, title_candidates

# How alike two writings must be, of trigrams (pg_trgm).
_ALIKE = 0.35
_GUESSES_EACH = 4
_MOST_WORDS = 8
_MOST_SUGGESTED = 7
_SHORTEST_BEGINNING = 3
_ENTRIES_SUGGESTED = _WORDS_SUGGESTED = 4
# Sort position of titles without the typed words: last.
_LAST = 1_000_000


class Guess(NamedTuple):
    """A word or two of the titles that are written much like what was typed."""

    typed: str
    folded: str
    written: str
    alike: float


class Suggested(NamedTuple):
    """A line under the search field: a thing with its address, or words to search for."""

    text: str
    kind: str
    url: str


def did_you_mean(question: SearchQuery, filters: Filters) -> SearchQuery | None:
    """Return the question as it was probably meant, for one that finds nothing; two queries.

    None where nothing alike is known, or it would find nothing either: so a word that no public
    title has is never told.
    """
    words = [word for term in question.terms for word in term.folded[0]][:_MOST_WORDS]
    typed = [*dict.fromkeys([*words, *map(" ".join, pairwise(words))])]
    guesses = _guesses(typed)
    meant = list(dict.fromkeys(_rewritten(words, guesses)))[:_GUESSES_EACH]
    read = [read_query(each) for each in meant if each]
    return _first_that_finds([each for each in read if each.folded != question.folded], filters)


def _guesses(typed: Sequence[str]) -> list[Guess]:
    table = SearchWord._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(_ALIKE)])
        cursor.execute(
            "SELECT t.typed, w.* FROM unnest(%s::text[]) AS t (typed), LATERAL ("  # noqa: S608
            f" SELECT folded, written, similarity(folded, t.typed) AS alike FROM {table}"
            " WHERE folded %% t.typed ORDER BY alike DESC, titles DESC LIMIT %s) w",
            [list(typed), _GUESSES_EACH],
        )
        return [Guess(*row) for row in cursor.fetchall()]


def _rewritten(words: Sequence[str], guesses: Sequence[Guess]) -> Iterator[str]:
    """Yield the words as they may have been meant, the likeliest first.

    Every pair that is in no title votes, word by word, for what the pairs most like it have; a
    pair that is in one votes for itself. Pairs tell what words alone cannot: "thôn" is a word,
    "giao thôn" is none.
    """
    by_typed: dict[str, list[Guess]] = {}
    for guess in guesses:
        by_typed.setdefault(guess.typed, []).append(guess)
    votes: list[defaultdict[str, float]] = [defaultdict(float) for _ in words]
    for at, pair in enumerate(map(" ".join, pairwise(words))):
        for guess in by_typed.get(pair, []):
            parts = guess.written.split()
            if len(parts) == 2:
                votes[at][parts[0]] += guess.alike**3
                votes[at + 1][parts[1]] += guess.alike**3
    for at, word in enumerate(words):
        for guess in by_typed.get(word, []):
            votes[at][guess.written] += guess.alike**3 / 2
    ranked = [
        [*sorted(vote, key=vote.__getitem__, reverse=True), word][:2]
        for vote, word in zip(votes, words, strict=True)
    ]
    best = [each[0] for each in ranked]
    yield " ".join(best)
    for at, each in enumerate(ranked):
        yield " ".join([*best[:at], each[-1], *best[at + 1 :]])


def _first_that_finds(questions: Sequence[SearchQuery], filters: Filters) -> SearchQuery | None:
    narrow = query.marks_query(*filters.needed)
    asked = [
        query.combine_queries(query.text_query([term.folded for term in each.terms]), narrow)
        for each in questions
    ]
    with index_only(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT n FROM unnest(%s::text[]) WITH ORDINALITY AS q (asked, n)"  # noqa: S608
            f" WHERE EXISTS (SELECT FROM {SearchEntry._meta.db_table} e"
            " WHERE e.folded @@ q.asked::tsquery) ORDER BY n LIMIT 1",
            [asked],
        )
        first = cursor.fetchone()
    return questions[first[0] - 1] if first else None


def suggested(raw: str, *, today: dt.date) -> list[Suggested]:
    """Return what may be meant by the beginning of a question; nothing for less than 3 letters."""
    question = read_query(raw)
    words = question.folded
    if len("".join(words)) < _SHORTEST_BEGINNING:
        return []
    told = [*_title_suggestions(question, today), *_word_suggestions(question)]
    return list({each.text: each for each in reversed(told)}.values())[::-1][:_MOST_SUGGESTED]


def _title_suggestions(question: SearchQuery, today: dt.date) -> Iterator[Suggested]:
    hits = title_candidates(query.title_prefix_query(question.folded), today=today)
    best = sort_by_relevance([with_match(hit, question) for hit in hits], question, today)
    typed = " ".join(question.folded)
    # First the titles in which the typed words come earliest.
    best.sort(key=lambda hit: fold(hit.title).find(typed) % _LAST)
    for entry in entries(best[:_ENTRIES_SUGGESTED]):
        yield Suggested(entry.title, entry.get_kind_display(), entry.url)


def _word_suggestions(question: SearchQuery) -> Iterator[Suggested]:
    """Yield how the question may go on: by its last two words, or else by its last one."""
    typed = question.words.split()
    for size in (2, 1):
        end = " ".join(question.folded[-size:])
        if len(question.folded) < size or len(end) < 2:
            continue
        before = typed[: len(question.folded) - size]
        found = SearchWord.objects.filter(folded__startswith=end).order_by("-titles")
        words = list(found.values_list("written", flat=True)[:_WORDS_SUGGESTED])
        yield from (Suggested(" ".join([*before, each]), "", "") for each in words)
        if words:
            return
