"""Subscribers for tests."""

import datetime as dt
from collections.abc import Sequence

from legal_updates.models import LegalDocument, Topic
from network.following.choices import Choices
from network.following.models import Follow, Frequency, Subscriber
from sites.models import AgencyHomePage

# A Monday, 7:00 in Việt Nam.
MONDAY = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)
LAST_MONDAY = MONDAY - dt.timedelta(days=7)


def make_subscriber(
    email: str,
    *,
    topics: Sequence[str] = (),
    sections: Sequence[AgencyHomePage] = (),
    documents: Sequence[LegalDocument] = (),
    frequency: str = Frequency.WEEKLY,
    since: dt.datetime = LAST_MONDAY,
) -> Subscriber:
    """Return a confirmed subscriber who follows the topics of these slugs and the rest."""
    person = Subscriber.objects.create(
        email=email, frequency=frequency, confirmed_at=since, digested_until=since
    )
    keys = Topic.objects.filter(slug__in=topics).values_list("pk", flat=True)
    chosen = Choices(
        frozenset(keys),
        frozenset(each.agency_id for each in sections),
        frozenset(each.pk for each in documents),
    )
    Follow.objects.bulk_create(chosen.rows_of(person))
    return person
