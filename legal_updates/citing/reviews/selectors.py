"""Which pages wait for a review: of one's own agencies, and counted over the whole network."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from ...choices import ReviewOutcome
from ...models import PageReview


def open_reviews(agency_ids: Collection[int] | None = None) -> QuerySet[PageReview]:
    """Return the open reviews of these agencies, of all for None; the soonest due first."""
    rows = PageReview.objects.filter(outcome=ReviewOutcome.OPEN)
    if agency_ids is not None:
        rows = rows.filter(agency__in=agency_ids)
    related = ("agency", "page", "change__document__type")
    return rows.select_related(*related).order_by("due_on", "pk")


def reviews_of(agency_ids: Collection[int]) -> QuerySet[PageReview]:
    """Return the reviews of these agencies, open or done, with all that a screen shows of one."""
    related = ("agency", "page", "document", "change__document__type", "closed_by")
    return PageReview.objects.select_related(*related).filter(agency__in=agency_ids)


def agencies_with_reviews(*, day: dt.date) -> Any:
    """Return the agencies that have open reviews, the most overdue first.

    Rows of agency_id, name, number (open), overdue (on `day`) and due_on (the soonest); one query
    however many agencies there are.
    """
    return (
        PageReview.objects.filter(outcome=ReviewOutcome.OPEN)
        .values("agency_id", name=F("agency__name"))
        .annotate(
            number=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=day)),
            due_on=Min("due_on"),
        )
        .order_by("-overdue", "-number", "agency_id")
    )


def counts(*, day: dt.date) -> tuple[int, int]:
    """Return how many reviews are open in the whole network, and overdue on `day`; one query."""
    found = PageReview.objects.filter(outcome=ReviewOutcome.OPEN).aggregate(
        number=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day))
    )
    return found["number"], found["overdue"]
