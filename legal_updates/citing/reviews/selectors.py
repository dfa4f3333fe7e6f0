"""Select and count page reviews."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from ...models import PageReview
from ...models.choices import ReviewOutcome


def open_reviews(agency_ids: Collection[int] | None = None) -> QuerySet[PageReview]:
    """Return the open reviews of these agencies (None: of all), soonest due first."""
    rows = PageReview.objects.filter(outcome=ReviewOutcome.OPEN)
    if agency_ids is not None:
        rows = rows.filter(agency__in=agency_ids)
    related = ("agency", "page", "change__document__type")
    return rows.select_related(*related).order_by("due_on", "pk")


def reviews_of(agency_ids: Collection[int]) -> QuerySet[PageReview]:
    """Return open and closed reviews of these agencies, with related objects for display."""
    related = ("agency", "page", "document", "change__document__type", "closed_by")
    return PageReview.objects.select_related(*related).filter(agency__in=agency_ids)


def agencies_with_reviews(*, day: dt.date) -> Any:
    """Return the agencies with open reviews, most overdue first, as dictionaries.

    Keys: agency_id, name, number (open), overdue (on `day`) and due_on (the soonest). One query.
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
