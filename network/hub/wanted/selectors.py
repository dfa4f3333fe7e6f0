"""Read-only queries about topics to write."""

from django.db.models import Exists, OuterRef, QuerySet

from ..search.models import UnansweredQuery
from .models import WantedTopic


def open_topics() -> QuerySet[UnansweredQuery]:
    """Return the queries without results that no agency has taken, the most frequent first.

    Only those whose words are stored, because they occurred on several days.
    """
    taken = WantedTopic.objects.filter(digest=OuterRef("digest"))
    rows = UnansweredQuery.objects.exclude(query="").filter(~Exists(taken))
    return rows.order_by("-days", "-last_on", "digest")


def unanswered_topics() -> QuerySet[WantedTopic]:
    """Return the topics that were taken and that the search does not find yet."""
    return WantedTopic.objects.filter(answered_on=None)
