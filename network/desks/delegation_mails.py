"""The part of the daily mail on what colleagues handed over."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from network.accounts.models import User
from network.agencies.recipients import serving_on
from network.core.working_days import is_working_day
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, absolute

from .models import Delegation


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users to whom something was handed since the last daily mail."""
    return _new(now).values_list("to", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the digest context: what was handed to `user` in agencies they serve. One query."""
    serving = serving_on(now).filter(user=user).values("agency")
    rows = _new(now).filter(to=user, agency__in=serving).select_related("by").order_by("at", "pk")
    told = [(row, absolute(row.path)) for row in rows]
    return {"rows": told} if told else None


def _new(now: dt.datetime) -> "QuerySet[Delegation]":
    """Return the delegations of the days from the last daily mail until yesterday.

    Whole days, so that each is told once; the daily mail is sent on working days only.
    """
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - dt.timedelta(days=1)
    while not is_working_day(first.date()):
        first -= dt.timedelta(days=1)
    return Delegation.objects.filter(at__gte=first, at__lt=today)


DIGEST = DigestPart(concerned, digest_of, "desks/mail/delegated.txt")
