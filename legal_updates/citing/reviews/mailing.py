"""Part of the daily mail: the pages that a person must review."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.recipients import serving_on
from network.core.working_days import is_reminder_day, is_working_day
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, absolute

from ...models import PageReview
from ...models.choices import ReviewOutcome
from ..wording import cause_of
from .transitions import CONFIRM

ROWS_SHOWN = 10
# Working days before and after the day by which a review is to be concluded.
REMINDER_DISTANCES = (3, 0)
_DAY = dt.timedelta(days=1)


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of the users who may conclude a review that is due for a mail."""
    agencies = {review.agency_id for review in _due(_open(), now)}
    serving = serving_on(now).filter(role__in=CONFIRM.roles, agency__in=agencies)
    return serving.values_list("user", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the reviews to name in the daily mail of `user`, each with the address of its screen.

    None unless one was opened since the last working day, or is reminded of today. Two queries.
    """
    serving = serving_on(now).filter(user=user, role__in=CONFIRM.roles)
    reviews = _due(_open().filter(agency__in=serving.values("agency")), now)
    if not reviews:
        return None
    rows = [
        {
            "title": review.page.title,
            "cause": cause_of(review),
            "due_on": review.due_on,
            "address": absolute(reverse("legal_reviews:review", args=[review.pk])),
        }
        for review in reviews[:ROWS_SHOWN]
    ]
    return {
        "rows": rows,
        "count": len(reviews),
        "more": len(reviews) - len(rows),
        "address": absolute(reverse("legal_reviews:index")),
    }


def _open() -> "QuerySet[PageReview]":
    rows = PageReview.objects.filter(outcome=ReviewOutcome.OPEN)
    return rows.select_related("page", "change__document__type").order_by("due_on", "pk")


def _due(reviews: "QuerySet[PageReview]", now: dt.datetime) -> list[PageReview]:
    """Return the reviews opened since the last working day's mail, and those reminded of today."""
    today = timezone.localdate(now)
    last = today - _DAY
    while not is_working_day(last):
        last -= _DAY
    since = now - (today - last)
    return [
        review
        for review in reviews
        if review.opened_at > since or is_reminder_day(review.due_on, today, REMINDER_DISTANCES)
    ]


DIGEST = DigestPart(concerned, digest_of, "legal_updates/mail/pages_to_review.txt")
