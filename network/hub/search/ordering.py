"""The order of search results beyond the words of the query: state, number, topic, date. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from legal_updates.standing import NO_LAW, WHOLE_CHANGES

from .models import EntryKind

# A hit answers the query if title, summary and one passage contain this share of it.
_SAID = 0.75
# Factor applied to the score of a current document, for a superseded one that covers as much.
_BELOW = 0.99
# Bonus for a hit with a topic of the best ones.
_ON_TOPIC = 0.3


class Hit(NamedTuple):
    """A candidate with the fields needed for ranking and counting, and its scores."""

    id: int
    kind: str
    agency_id: int | None
    topics: tuple[int, ...]
    level: str
    status: str
    day: dt.date | None
    language: str
    vector: str
    pending_change: str = ""
    has_number: bool = False
    score: float = 0.0
    covered: float = 0.0
    said: float = 0.0
    missing: frozenset[str] = frozenset()

    @property
    def superseded(self) -> bool:
        """Return whether it is a document that is no longer in force or has been replaced."""
        return self.status in NO_LAW or self.pending_change in WHOLE_CHANGES

    @property
    def answers(self) -> bool:
        """Return whether it answers the query as a whole, not only some of its words."""
        return self.has_number or self.said >= _SAID


def superseded_below(hits: Sequence[Hit]) -> list[Hit]:
    """Lower the score of each superseded document below every current one that covers as much of
    the query.

    Current documents that cover less stay below it: "Luật Đất đai 2013" asks for the old law.
    """
    current = [hit for hit in hits if hit.kind == EntryKind.DOCUMENT and not hit.superseded]

    def lowered(hit: Hit) -> Hit:
        better = [each.score for each in current if each.covered >= hit.covered]
        return hit._replace(score=min([hit.score, *(_BELOW * score for score in better)]))

    return [lowered(hit) if hit.superseded else hit for hit in hits]


def topics_of(best: Iterable[Hit]) -> frozenset[int]:
    """Return the topics of those of the best hits that answer the query."""
    return frozenset(topic for hit in best if hit.answers for topic in hit.topics)


def on_topic(hit: Hit, topics: frozenset[int]) -> Hit:
    """Return the hit with a higher score if it has one of the topics.

    What answers shows what the query is about: of pages that contain its words as often, those
    about something else come later.
    """
    return hit if topics.isdisjoint(hit.topics) else hit._replace(score=hit.score * (1 + _ON_TOPIC))


def order(hit: Hit) -> tuple[bool, dt.date, bool, float, int]:
    """Return the sort key of a hit: documents with the requested number, then pages citing it, then
    by score.

    Among documents with the number, superseded ones come last; otherwise newest first.
    """
    numbered = hit.has_number and hit.kind == EntryKind.DOCUMENT and hit.day
    current = bool(numbered) and not hit.superseded
    return current, numbered or dt.date.min, hit.has_number, hit.score, hit.id


def by_date(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits newest first; those without date come last."""
    return sorted(hits, key=lambda hit: (hit.day or dt.date.min, hit.id), reverse=True)
