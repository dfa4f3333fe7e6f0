"""What the search finds for the queries of a situation: only pages that answer them."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice, zip_longest

from network.core.freshness.dependencies import depends_on

from ..search import selectors
from ..search.models import EntryKind, SearchEntry
from ..search.phrases import phrases
from ..search.questions import read_query

PAGES = frozenset({EntryKind.ARTICLE, EntryKind.QUESTION, EntryKind.MATERIAL})
# Best hits of each query, so that one query does not fill the list.
PER_QUERY = 6


def answers_to(
    queries: Sequence[str], *, topics: Collection[int], today: dt.date
) -> list[SearchEntry]:
    """Return the pages with one of the topics that answer the queries as a whole, best first.

    The queries take turns. One search for each, and one SQL query for the entries.
    """
    depends_on("search")
    about = frozenset(topics)
    asked = [read_query(query, phrases()) for query in queries]
    results = selectors.find_each([query for query in asked if query], today=today)
    found = [list(_pages_of(each, about)) for each in results]
    keys = [key for key in chain.from_iterable(zip_longest(*found)) if key]
    return selectors.entries(list(dict.fromkeys(keys)))


def _pages_of(results: selectors.SearchResults, about: frozenset[int]) -> Iterator[int]:
    hits = (hit for hit in results.hits if hit.answers and about & {*hit.topics})
    pages = (hit for hit in hits if hit.kind in PAGES)
    for hit in islice(pages, PER_QUERY):
        yield hit.id
