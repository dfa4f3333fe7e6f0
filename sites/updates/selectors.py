"""Queries of legal updates with the time they took."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Avg, DurationField, ExpressionWrapper, F, Min, Q
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.scope import Scope, below
from network.core.working_days import working_days

from ..models import LegalUpdatePage
from ..querysets import ArticleQuerySet

_READS_ALL = frozenset({Role.OVERSEER, Role.NETWORK_ADMIN})


@dataclass(frozen=True, slots=True)
class UpdatePace:
    """The time a legal update took, or has taken so far. None for unknown values."""

    received_on: dt.date | None
    published_on: dt.date | None
    issued_on: dt.date | None
    lag_days: int | None
    days_since_issue: int | None
    late: bool


def updates_for(scope: Scope) -> ArticleQuerySet:
    """Return the legal updates that `scope` may see, newest first.

    Annotated with `agency_name` and `issued_on`, the first date of issue of its documents.
    Overseers and network admins see all, report viewers the published ones, others those of their
    agencies.
    """
    updates = LegalUpdatePage.objects.with_agency()
    if _READS_ALL.isdisjoint(scope.roles):
        # Report viewers see what the public sees.
        public = Q(live=True) if Role.REPORT_VIEWER in scope.roles else Q(pk__in=[])
        updates = updates.filter(public | below(scope.readable_pages))
    return updates.annotate(issued_on=Min("documents__document__issued_on")).order_by("-pk")


def average_lag(updates: ArticleQuerySet) -> dt.timedelta | None:
    """Return the average time from arrival to publication, or None. One query."""
    taken = ExpressionWrapper(
        F("first_published_at") - F("received_at"), output_field=DurationField()
    )
    timed = updates.filter(received_at__isnull=False, first_published_at__gte=F("received_at"))
    average: dt.timedelta | None = timed.order_by().aggregate(average=Avg(taken))["average"]
    return average


def pace_of(update: LegalUpdatePage, *, day: dt.date) -> UpdatePace:
    """Return the pace of an update from `updates_for`. Unpublished ones are measured up to
    `day`."""
    received = timezone.localdate(update.received_at) if update.received_at else None
    published = update.first_published_at
    published_on = timezone.localdate(published) if published else None
    issued_on: dt.date | None = getattr(update, "issued_on", None)
    taken = working_days(received, published_on or day) if received else 0
    return UpdatePace(
        received_on=received,
        published_on=published_on,
        issued_on=issued_on,
        lag_days=update.lag_days,
        days_since_issue=update.days_since_issue(issued_on),
        late=taken > settings.LEGAL_UPDATE_WORKING_DAYS,
    )
