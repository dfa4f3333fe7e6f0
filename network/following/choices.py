"""What a subscriber has chosen to follow."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .models import Follow, FollowRequest, Subscriber


@dataclass(frozen=True, slots=True)
class Choices:
    """Ids of followed topics, agencies and legal documents."""

    topics: frozenset[int] = field(default_factory=frozenset)
    agencies: frozenset[int] = field(default_factory=frozenset)
    documents: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def union(cls, chosen: "Iterable[Choices]") -> "Choices":
        """Return the union of several choices."""
        every = list(chosen)
        return cls(
            frozenset().union(*(each.topics for each in every)),
            frozenset().union(*(each.agencies for each in every)),
            frozenset().union(*(each.documents for each in every)),
        )

    def __len__(self) -> int:
        return len(self.topics) + len(self.agencies) + len(self.documents)

    def rows_of(self, subscriber: Subscriber) -> list[Follow]:
        return [
            *(Follow(subscriber=subscriber, topic_id=pk) for pk in self.topics),
            *(Follow(subscriber=subscriber, agency_id=pk) for pk in self.agencies),
            *(Follow(subscriber=subscriber, document_id=pk) for pk in self.documents),
        ]


def choices_of(follows: Iterable[Follow]) -> Choices:
    rows = list(follows)
    return Choices(
        frozenset(row.topic_id for row in rows if row.topic_id),
        frozenset(row.agency_id for row in rows if row.agency_id),
        frozenset(row.document_id for row in rows if row.document_id),
    )


def choices_from_query(request: FollowRequest) -> Choices:
    return Choices(
        frozenset(request.topic_ids), frozenset(request.agency_ids), frozenset(request.document_ids)
    )
