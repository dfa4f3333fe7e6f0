"""Queries for situations."""

from itertools import chain, zip_longest

from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept

from .models import Situation

# What only the page of a situation shows.
_OF_ITS_PAGE = ("steps", "questions", "costs")


def situations() -> list[Situation]:
    """Return all situations in order. At most one query."""
    return kept(("situations",), _situations)


def _situations() -> list[Situation]:
    depends_on(EVERYTHING)
    return list(Situation.objects.defer(*_OF_ITS_PAGE))


def with_topics() -> list[tuple[Situation, frozenset[int]]]:
    """Return all situations with the ids of their topics. At most two queries."""
    return kept(("situations with topics",), _with_topics)


def _with_topics() -> list[tuple[Situation, frozenset[int]]]:
    depends_on(EVERYTHING)
    found = Situation.objects.defer(*_OF_ITS_PAGE).prefetch_related("topics")
    return [(each, frozenset(topic.pk for topic in each.topics.all())) for each in found]


def numbers_of_current_law() -> list[str]:
    """Return the numbers of the documents that the keepers name as current law.

    The situations take turns, so the first document of each comes first. At most one query.
    """
    turns = zip_longest(*(situation.laws for situation in situations()))
    return list(dict.fromkeys(number for number in chain.from_iterable(turns) if number))
