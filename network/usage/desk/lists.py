"""Lists of views in a month: by page, by agency and by topic, each with its chart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn

from legal_updates.models import Topic
from network.agencies.filters import AgencyFilter
from network.agencies.guard.menu import may_open
from network.agencies.models import Agency, AgencyKind, Role
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn
from network.core.charts import Bar, Chart, column_chart, row_chart
from network.core.export import ExportColumn, RowValue
from network.core.money import group_thousands
from network.desks.lists import DeskList

from ..models import ViewMonth
from ..selectors import (
    MONTHS_CHOSEN,
    agencies_of_month,
    months_until,
    pages_of_month,
    topics_of_month,
    views_by_month,
)

# Bars of a chart of agencies or topics.
_MOST_BARS = 10
_MONTH = "%Y-%m"


def month_choices() -> list[tuple[str, str]]:
    """Return the months that can be chosen as (key, label), newest first."""
    months = reversed(months_until(timezone.localdate(), MONTHS_CHOSEN))
    return [(f"{month:{_MONTH}}", f"{month:%m/%Y}") for month in months]


class MonthFilterSet(WagtailFilterSet):
    """Filter by month, by default the current one. It changes what is counted; the list reads
    it."""

    month = django_filters.ChoiceFilter(
        label=gettext_lazy("Month"),
        choices=month_choices,
        method="leave",
        widget=forms.Select,
        empty_label=None,
    )

    class Meta:
        model = Topic
        fields: list[str] = []

    def leave(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return all rows."""
        return rows


class PagesFilterSet(MonthFilterSet):
    """Filter by month, and by agency for readers of several."""

    agency = AgencyFilter()

    class Meta:
        model = ViewMonth
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        scope = scope_now(self.request) if self.request else None
        if scope is None or not (Role.OVERSEER in scope.roles or len(scope.agency_roles) > 1):
            del self.filters["agency"]


class AgenciesFilterSet(MonthFilterSet):
    """Filter by month and kind of agency, e.g. communes."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=AgencyKind.choices, widget=forms.Select
    )

    class Meta:
        model = Agency
        fields: list[str] = []


VIEWS = RowValue(gettext_lazy("Views"), lambda row: row.views)
REVALIDATED = RowValue(gettext_lazy("Opened again"), lambda row: row.revalidated)
ROBOTS = RowValue(gettext_lazy("Robots"), lambda row: row.robots)
BEFORE = RowValue(gettext_lazy("Month before"), lambda row: row.before)
AGENCY = RowValue(gettext_lazy("Agency"), lambda row: row.name)
TOPIC = RowValue(gettext_lazy("Topic"), lambda row: row.name)
VIEWS_COLUMN = LabelledColumn(
    "views", label=VIEWS.label, accessor=lambda row: group_thousands(row.views)
)
BEFORE_COLUMN = LabelledColumn(
    "before", label=BEFORE.label, accessor=lambda row: group_thousands(row.before)
)


# The lists, in the order of their links.
_LISTS = {
    "usage:index": gettext_lazy("By page"),
    "usage:agencies": gettext_lazy("By agency"),
    "usage:topics": gettext_lazy("By topic"),
}


class MonthList(DeskList):
    """Base of the lists: rows with their views in the chosen month."""

    header_icon = "view"
    results_template_name = "usage/results.html"
    filterset_class = MonthFilterSet

    @cached_property
    def month(self) -> dt.date:
        """Return the first day of the chosen month; the current month by default."""
        key = self.request.GET.get("month", "")
        if key not in dict(month_choices()):
            key = f"{timezone.localdate(self.now):{_MONTH}}"
        return dt.date.fromisoformat(f"{key}-01")

    def charts(self) -> list[Chart]:
        """Return the charts above the list."""
        raise NotImplementedError

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the charts, and the links to the other lists of the month."""
        return super().get_context_data(*args, **kwargs) | {
            "charts": self.charts(),
            "month": self.month,
            "lists": [
                (label, f"{reverse(name)}?month={self.month:{_MONTH}}")
                for name, label in _LISTS.items()
                if name != self.index_url_name and may_open(self.request, name)
            ],
        }


def months_chart(months: Sequence[tuple[dt.date, int]]) -> Chart:
    """Return the chart of views by month."""
    bars = [Bar(f"{month:%m}", number) for month, number in months]
    headings = (_("Month"), _("Views"))
    chart = column_chart(
        _("Views by month"), bars, headings=headings, width=340, height=150, labelled_every=1
    )
    rows = [(f"{month:%m/%Y}", group_thousands(number)) for month, number in months]
    return replace(chart, rows=rows)


def _top_chart(title: str, head: str, rows: QuerySet[Any]) -> list[Chart]:
    """Return the chart of the most viewed rows, none without views."""
    bars = [Bar(str(row), row.views) for row in rows[:_MOST_BARS] if row.views]
    return [row_chart(title, bars, headings=(head, _("Views")))] if bars else []


class PagesView(MonthList):
    """Pages that were read in a month, the most read first."""

    model = ViewMonth
    page_title = gettext_lazy("Views of pages")
    index_url_name = "usage:index"
    index_results_url_name = "usage:index_results"
    export_url_name = "usage:index_export"
    file_name = "luot-xem-trang"
    filterset_class = PagesFilterSet
    no_results_message = gettext_lazy("No view was counted in this month.")

    columns: list[BaseColumn] = [
        LinkColumn(
            "title",
            label=gettext_lazy("Page"),
            accessor=lambda row: row.title or row.path,
            second=lambda row: row.agency.short_name if row.agency else _("Common portal"),
            url=lambda row: reverse("usage:page", args=[row.page_pk]) if row.title else row.path,
        ),
        VIEWS_COLUMN,
        LabelledColumn("revalidated", shows=REVALIDATED),
        LabelledColumn("robots", shows=ROBOTS),
    ]
    export_columns: Sequence[ExportColumn] = [
        (gettext_lazy("Page"), lambda row: row.title or ""),
        (gettext_lazy("Address"), lambda row: row.path),
        (gettext_lazy("Agency"), lambda row: row.agency.name if row.agency else ""),
        VIEWS,
        REVALIDATED,
        ROBOTS,
    ]

    def get_base_queryset(self) -> QuerySet[ViewMonth]:
        return pages_of_month(self.scope, self.month)

    def charts(self) -> list[Chart]:
        """Return the chart of the last months."""
        return [months_chart(views_by_month(self.scope, day=timezone.localdate(self.now)))]


class AgenciesView(MonthList):
    """Agencies with their views in a month, so that communes can be compared."""

    model = Agency
    page_title = gettext_lazy("Views by agency")
    index_url_name = "usage:agencies"
    index_results_url_name = "usage:agencies_results"
    export_url_name = "usage:agencies_export"
    file_name = "luot-xem-theo-co-quan"
    filterset_class = AgenciesFilterSet
    no_results_message = gettext_lazy("No section is open.")
    columns: list[BaseColumn] = [
        LabelledColumn("name", shows=AGENCY),
        VIEWS_COLUMN,
        BEFORE_COLUMN,
    ]
    export_columns: Sequence[ExportColumn] = [AGENCY, VIEWS, BEFORE]

    def get_base_queryset(self) -> QuerySet[Agency]:
        return agencies_of_month(self.scope, self.month)

    def charts(self) -> list[Chart]:
        """Return the chart of the agencies of the list with most views."""
        title = _("Most read agencies, %(month)s") % {"month": f"{self.month:%m/%Y}"}
        return _top_chart(title, _("Agency"), self.get_queryset())


class TopicsView(MonthList):
    """Topics with the views of articles about them in a month."""

    model = Topic
    page_title = gettext_lazy("Views by topic")
    index_url_name = "usage:topics"
    index_results_url_name = "usage:topics_results"
    export_url_name = "usage:topics_export"
    file_name = "luot-xem-theo-linh-vuc"
    columns: list[BaseColumn] = [
        LabelledColumn("name", shows=TOPIC),
        VIEWS_COLUMN,
        BEFORE_COLUMN,
    ]
    export_columns: Sequence[ExportColumn] = [TOPIC, VIEWS, BEFORE]

    def get_base_queryset(self) -> QuerySet[Topic]:
        return topics_of_month(self.scope, self.month)

    def charts(self) -> list[Chart]:
        """Return the chart of the topics with most views."""
        title = _("Most read topics, %(month)s") % {"month": f"{self.month:%m/%Y}"}
        return _top_chart(title, _("Topic"), self.get_queryset())
