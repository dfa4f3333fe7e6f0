"""Demo mail subscribers, confirmed a week ago. Safe to run twice."""

import datetime as dt
from typing import Any

from django.db import transaction

from legal_updates.models import LegalDocument, Topic
from network.agencies.models import Agency
from network.following.choices import Choices
from network.following.models import Follow, Subscriber

from .data import read_json

_AGO = dt.timedelta(days=7)


@transaction.atomic
def load_followers(*, now: dt.datetime) -> None:
    """Add the missing subscribers. The worker writes their digests to its log."""
    for row in read_json("following.json"):
        person, is_new = Subscriber.objects.get_or_create(
            email=row["email"],
            defaults={
                "frequency": row["frequency"],
                "confirmed_at": now - _AGO,
                "digested_until": now - _AGO,
            },
        )
        if is_new:
            Follow.objects.bulk_create(_choices(row).rows_of(person))


def _choices(row: dict[str, Any]) -> Choices:
    topics = Topic.objects.filter(slug__in=row["topics"])
    agencies = Agency.objects.filter(code__in=row["agencies"])
    documents = LegalDocument.objects.filter(number__in=row["documents"])
    return Choices(
        frozenset(topics.values_list("pk", flat=True)),
        frozenset(agencies.values_list("pk", flat=True)),
        frozenset(documents.values_list("pk", flat=True)),
    )
