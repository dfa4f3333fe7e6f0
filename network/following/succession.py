"""Followers of an agency that has ended follow its only successor, and are told once."""

import datetime as dt
from typing import Any, cast

from django.db.models import QuerySet

from network.agencies.holdings import HandOver
from network.agencies.models import Agency
from network.agencies.transfer import transfer
from network.mailing.services import queue_mail
from sites.reported_pages import heir_of

from .models import Follow


def agency_follows() -> QuerySet[Follow]:
    """Return the follows of agencies."""
    return Follow.objects.exclude(agency=None)


def follow_successor(follow: Follow, *, to: Agency, now: dt.datetime) -> None:
    """Let a subscriber follow the successor, and queue the mail that says so. A subscriber who
    follows it already is left alone."""
    if Follow.objects.filter(subscriber=follow.subscriber_id, agency=to).exists():
        return
    former = follow.agency_id
    transfer(cast(Any, follow), to=to)
    queue_mail("following.moved", follow_id=follow.pk, former_id=former)


HAND_OVER = HandOver(agency_follows, heir_of, follow_successor)
