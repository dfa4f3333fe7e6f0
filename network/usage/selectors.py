"""Read-only queries about views of pages."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from wagtail.models import Page

from legal_updates.models import Topic
from network.agencies.models import NETWORK_ROLES, Agency, Role
from network.agencies.scope import Scope
from network.core.sorting import SortKey

from .models import AgencyViews, TopicViews, ViewDay, ViewMonth

# Months of the charts, with the current one, and months that can be chosen.
MONTHS_SHOWN, MONTHS_CHOSEN = 12, 36
# Days of the figure beside an article, with today.
RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Views of one page: of the last days, of each of the last months, and of all months."""

    recent: int
    by_month: list[tuple[dt.date, int]]
    total: int


def months_until(day: dt.date, number: int) -> list[dt.date]:
    """Return the first days of the last `number` months, that of `day` last."""
    last = 12 * day.year + day.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(last - number + 1, last + 1)]


def month_after(month: dt.date) -> dt.date:
    """Return the first day of the next month."""
    return (month + dt.timedelta(days=31)).replace(day=1)


def readable_pages(scope: Scope) -> Q:
    """Return the filter for views by page that a user may read: of the own agencies, or all."""
    return Q() if Role.OVERSEER in scope.roles else Q(agency__in=scope.agency_roles)


def readable_sums(scope: Scope) -> Q:
    """Return the filter for sums that a user may read: of the own agencies; all for roles of the
    network."""
    reads_all = not scope.roles.isdisjoint(NETWORK_ROLES)
    return Q() if reads_all else Q(agency__in=scope.agency_roles)


def pages_of_month(scope: Scope, month: dt.date) -> QuerySet[ViewMonth]:
    """Return the pages that were read in a month, the most read first, with their titles."""
    title = Page.objects.filter(pk=OuterRef("page_pk")).order_by().values("title")
    rows = ViewMonth.objects.filter(readable_pages(scope), month=month)
    rows = rows.annotate(title=Subquery(title)).select_related("agency")
    return rows.order_by("-views", "path")


def most_read_paths(*, day: dt.date, number: int) -> Iterator[str]:
    """Yield the paths of the most read pages: `number` of the month of `day`, then of the month
    before. Two queries."""
    for month in reversed(months_until(day, 2)):
        rows = ViewMonth.objects.filter(month=month, views__gt=0).order_by("-views", "path")
        yield from rows.values_list("path", flat=True)[:number]


def agencies_of_month(scope: Scope, month: dt.date) -> QuerySet[Any]:
    """Return the agencies with a section and their views in a month and the month before, the most
    read first."""
    rows: QuerySet[Any] = Agency.objects.filter(home_page__isnull=False)
    if Role.OVERSEER not in scope.roles:
        rows = rows.filter(pk__in=scope.agency_roles)
    before = months_until(month, 2)[0]
    rows = rows.annotate(
        views=_views_between(month, month_after(month)), before=_views_between(before, month)
    )
    return rows.order_by("-views", SortKey("name"), "pk")


def _views_between(first: dt.date, end: dt.date) -> Coalesce:
    days = AgencyViews.objects.filter(agency=OuterRef("pk"), day__gte=first, day__lt=end)
    return Coalesce(_sum_of(days.order_by().values("agency")), 0)


def topics_of_month(scope: Scope, month: dt.date) -> QuerySet[Any]:
    """Return the topics and the views of articles about them in a month and the month before, the
    most read first."""
    before = months_until(month, 2)[0]
    rows: QuerySet[Any] = Topic.objects.annotate(
        views=_topic_views(scope, month), before=_topic_views(scope, before)
    )
    return rows.order_by("-views", "order", "pk")


def _topic_views(scope: Scope, month: dt.date) -> Coalesce:
    rows = TopicViews.objects.filter(readable_sums(scope), topic=OuterRef("pk"), month=month)
    return Coalesce(_sum_of(rows.order_by().values("topic")), 0)


def _sum_of(rows: QuerySet[Any, Any]) -> Subquery:
    """Return the sum of the views of grouped rows."""
    return Subquery(rows.annotate(sum=Sum("views")).values("sum"), output_field=IntegerField())


def views_by_month(scope: Scope, *, day: dt.date) -> list[tuple[dt.date, int]]:
    """Return the views of the last months, of the user's agencies or of the network. One query."""
    first = months_until(day, MONTHS_SHOWN)[0]
    rows = AgencyViews.objects.filter(readable_sums(scope), day__gte=first, day__lte=day)
    return _filled(_by_month(rows, F("views")), day)


def page_figures(page_pk: int, *, day: dt.date) -> PageFigures:
    """Return the views of a page. Two queries."""
    since = day - dt.timedelta(days=RECENT_DAYS - 1)
    days = ViewDay.objects.filter(page_pk=page_pk, day__gte=since, day__lte=day)
    recent = days.aggregate(sum=Sum("views"))["sum"] or 0
    months = ViewMonth.objects.filter(page_pk=page_pk).values_list("month")
    by_month = dict(months.annotate(Sum("views")))
    return PageFigures(recent, _filled(by_month, day), sum(by_month.values()))


def days_of_page(page_pk: int) -> QuerySet[ViewDay]:
    """Return the views of a page by day, newest first."""
    return ViewDay.objects.filter(page_pk=page_pk).order_by("-day", "path")


def views_of_agencies(
    agencies: Collection[int], first: dt.date, last: dt.date
) -> Iterator[tuple[int, dt.date, int]]:
    """Yield (agency, month, views) of the days from `first` to `last`. One query."""
    rows = AgencyViews.objects.filter(agency__in=agencies, day__range=(first, last), views__gt=0)
    months = rows.annotate(month=TruncMonth("day")).values_list("agency", "month")
    yield from months.annotate(Sum("views")).order_by("month", "agency")


def _by_month(rows: QuerySet[Any, Any], number: F) -> dict[dt.date, int]:
    months = rows.order_by().annotate(month=TruncMonth("day")).values_list("month")
    return dict(months.annotate(Sum(number)))


def _filled(by_month: dict[dt.date, int], day: dt.date) -> list[tuple[dt.date, int]]:
    """Return the last months with 0 for those without views."""
    return [(month, by_month.get(month, 0)) for month in months_until(day, MONTHS_SHOWN)]
