"""Figures of materials by agency."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.models import Agency
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TableView
from network.core.export import ExportColumn, RowValue

from .selectors import agencies_with_materials

YEARS = 3
_JULY = 7


def periods(day: dt.date) -> list[tuple[str, str]]:
    """Return the report periods as (key, label), newest first."""
    found = []
    for year in range(day.year, day.year - YEARS, -1):
        found.append((f"{year}", _("Year %d") % year))
        if year < day.year or day.month >= _JULY:
            found.append((f"{year}-2", _("Second half of %d") % year))
        found.append((f"{year}-1", _("First half of %d") % year))
    return found


def days_of(key: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a period."""
    year, _dash, half = key.partition("-")
    first, last = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    middle = dt.date(int(year), _JULY, 1)
    return {
        "": (first, last),
        "1": (first, middle - dt.timedelta(days=1)),
        "2": (middle, last),
    }[half]


class PeriodFilterSet(WagtailFilterSet):
    """Filter by the period of digitisation."""

    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Digitised in"),
        choices=lambda: periods(timezone.localdate()),
        method="leave",
        widget=forms.Select,
        empty_label=None,
    )

    class Meta:
        model = Agency
        fields: list[str] = []

    def leave(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return all rows: the period affects what is counted, not which agencies are listed."""
        return rows


def share(row: Any) -> str:
    """Return the share of materials in use that can be read in the browser, as text."""
    if not row.in_use:
        return "–"
    good = row.in_use - row.unread
    return _("%(good)d of %(all)d (%(share)d %%)") % {
        "good": good,
        "all": row.in_use,
        "share": 100 * good // row.in_use,
    }


OVERDUE = RowValue(gettext_lazy("Reviews overdue"), lambda row: row.overdue)
ARTICLES = RowValue(gettext_lazy("Articles to be made materials"), lambda row: row.articles)


class MaterialsView(TableView):
    """Materials per agency: share readable, digitised in a period, reviews overdue."""

    page_title = gettext_lazy("Materials in figures")
    header_icon = "doc-full"
    index_url_name = "material_figures:index"
    index_results_url_name = "material_figures:results"
    export_url_name = "material_figures:export"
    file_name = "tai-lieu-theo-co-quan"
    filterset_class = PeriodFilterSet
    no_results_message = gettext_lazy("No section is open.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.scope, self.day = scope_now(request), timezone.localdate()

    @property
    def period(self) -> tuple[str, str]:
        """Return (key, label) of the chosen period; the current year by default."""
        known = dict(periods(self.day))
        key = self.request.GET.get("period", "")
        return (key, known[key]) if key in known else next(iter(known.items()))

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "name",
                label=_("Agency"),
                accessor="name",
                second=lambda row: _("%d materials in use") % row.in_use,
                url=self.row_address,
            ),
            LabelledColumn("share", label=_("Read in the browser"), accessor=share),
            LabelledColumn("digitised", shows=self.digitised),
            LabelledColumn("overdue", shows=OVERDUE),
            LabelledColumn("articles", shows=ARTICLES),
        ]

    @property
    def digitised(self) -> RowValue:
        """Return the number of materials digitised in the period, labelled with the period."""
        return RowValue(_("Digitised: %s") % self.period[1], lambda row: row.digitised)

    @property
    def export_columns(self) -> list[ExportColumn]:
        """Return the columns of the file: one agency's counts of materials in use, readable in the
        browser, digitised and overdue."""
        return [
            (_("Agency"), lambda row: row.name),
            (_("Materials in use"), lambda row: row.in_use),
            (_("Read in the browser"), lambda row: row.in_use - row.unread),
            *(self.digitised, OVERDUE, ARTICLES),
        ]

    def row_address(self, row: Any) -> str:
        """Return the explorer URL for users who may write in the section, otherwise its public
        URL."""
        if self.scope.writes_page(row.home_page.path):
            return reverse("wagtailadmin_explore", args=[row.home_page.pk])
        return row.home_page.get_url(self.request) or ""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the agencies with their figures."""
        since, until = days_of(self.period[0])
        return agencies_with_materials(self.scope, day=self.day, since=since, until=until)
