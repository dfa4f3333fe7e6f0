"""Figures of agencies for a period; each number links to its activities."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.models import Agency, Role
from network.agencies.tables import LinkColumn
from network.core.charts import Bar, Chart, Pair, pair_chart, row_chart
from network.core.export import ExportColumn
from network.core.money import group_thousands
from network.core.sorting import SortKey
from network.desks.lists import DeskList

from ..counting import CountedPart, Sums, activities_in, counts, parts_of, uncounted_key
from ..models import Activity, CountedAs
from ..selectors import activities_for, commune_choices
from .filters import PeriodFilter
from .periods import span_of
from .views import ActivitiesView
from .wording import beside_unknown

# The numbers shown, by key of counting.MEASURES: label, and the filter value of the linked list.
SHOWN = {
    "so_hoat_dong": (gettext_lazy("Number of activities"), ""),
    "so_cuoc_truc_tiep": (gettext_lazy("Meeting people"), CountedAs.DIRECT),
    "so_luot_nguoi": (gettext_lazy("Attendances"), CountedAs.DIRECT),
    "so_cuoc_thi": (gettext_lazy("Contests"), CountedAs.CONTEST),
    "so_tai_lieu": (gettext_lazy("Copies handed out"), CountedAs.HANDOUT),
    "so_lan_phat_thanh": (gettext_lazy("Broadcasts"), CountedAs.BROADCAST),
}

# Bands of activities per commune, inclusive.
_BANDS = ((0, 0), (1, 2), (3, 9), (10, 10**9))


class AgencyActivitiesView(ActivitiesView):
    """Activities led by one agency, as counted by a number in the figures."""

    index_url_name = "activities:of_agency"
    index_results_url_name = "activities:of_agency_results"
    export_url_name = "activities:of_agency_export"
    above = [(reverse_lazy(ActivitiesView.index_url_name), ActivitiesView.page_title)]

    def get_base_queryset(self) -> QuerySet[Activity]:
        """Return the activities the agency led, without those it only took part in."""
        return super().get_base_queryset().filter(agency=self.kwargs["agency_id"])


class _AnyPeriod(PeriodFilter):
    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows


class FiguresFilterSet(WagtailFilterSet):
    """Filter by period; by default this year."""

    period = _AnyPeriod(empty_label=None)

    class Meta:
        model = Agency
        fields = ["period"]


class FiguresView(DeskList):
    """Figures by agency for a period; overseers see all agencies."""

    model = Agency
    page_title = gettext_lazy("Activities in figures")
    header_icon = "table"
    index_url_name = "activities:figures"
    index_results_url_name = "activities:figures_results"
    export_url_name = "activities:figures_export"
    results_template_name = "activities/desk/figures_results.html"
    file_name = "so-lieu-hoat-dong"
    filterset_class = FiguresFilterSet
    above = [(reverse_lazy(ActivitiesView.index_url_name), ActivitiesView.page_title)]

    @property
    def period(self) -> str:
        """Return the chosen period, or this year."""
        asked = self.request.GET.get("period", "")
        return asked if span_of(asked) else str(timezone.localdate().year)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """Return the first and last day of the period."""
        found = span_of(self.period)
        assert found is not None  # noqa: S101
        return found

    @cached_property
    def counted(self) -> dict[int, Sums]:
        """Return the figures of the listed agencies. One query."""
        keys = list(self.get_base_queryset().order_by().values_list("pk", flat=True))
        return counts(keys, *self.span)

    def get_base_queryset(self) -> QuerySet[Agency]:
        """Return the agencies to list.

        For overseers: those with a section at the end of the period, and those with activities in
        it. For others: their own.
        """
        first, last = self.span
        rows = Agency.objects.order_by(SortKey("name"), "pk")
        if Role.OVERSEER not in self.scope.roles:
            return rows.filter(pk__in=self.scope.agency_roles)
        led = activities_for(self.scope).filter(held_on__range=(first, last))
        open_now = rows.valid_on(last).filter(home_page__isnull=False)
        return rows.filter(pk__in=[*open_now.values_list("pk", flat=True), *_agencies_of(led)])

    @property
    def columns(self) -> list[BaseColumn]:
        """Return a column for the agency and one per number."""
        return [
            LinkColumn(
                "agency",
                label=_("Agency"),
                accessor=lambda row: row.name,
                second=lambda row: "" if self.counted[row.pk]["so_hoat_dong"] else _("nothing"),
                url=self._way(""),
            ),
            *(
                LinkColumn(
                    key,
                    label=label,
                    accessor=self._number(key),
                    url=self._way(part),
                )
                for key, (label, part) in SHOWN.items()
            ),
        ]

    def _number(self, key: str) -> Any:
        return lambda row: _told([self.counted[row.pk]], key)

    def _way(self, part: str) -> Callable[[Agency], str]:
        """Return a function from an agency to the URL of the activities behind its number.

        `part` is the value of `counted_as`; "" for all activities of the period.
        """
        asked = urlencode({"period": self.period} | ({"counted_as": part} if part else {}))
        return lambda row: f"{reverse('activities:of_agency', args=[row.pk])}?{asked}"

    @property
    def export_columns(self) -> list[ExportColumn]:
        """Return the same columns for the export."""
        numbers = [(label, self._plain(key)) for key, (label, _part) in SHOWN.items()]
        return [(_("Agency"), lambda row: row.name), *numbers]

    def _plain(self, key: str) -> Any:
        return lambda row: self.counted[row.pk][key]

    @property
    def before(self) -> tuple[dt.date, dt.date]:
        """Return the first and last day of the same period a year before."""
        year, _dash, half = self.period.partition("-")
        found = span_of("-".join(filter(None, (f"{int(year) - 1:04}", half))))
        return found or self.span

    def charts(self) -> list[Chart]:
        """Return the charts by form and by topic compared with a year before, and by commune for
        overseers."""
        columns = ((_("Form"), "form__name"), (_("Topic"), "topic__name"))
        keys = list(self.counted)
        of_parts = [
            _parts_chart(parts_of(keys, self.span, self.before, by=by), head)
            for head, by in columns
        ]
        by_commune = [self.communes_chart()] if Role.OVERSEER in self.scope.roles else []
        return [chart for chart in (*of_parts, *by_commune) if chart]

    def communes_chart(self) -> Chart:
        """Return the chart of communes by number of activities; the table names them."""
        held = activities_in(list(self.counted), *self.span).order_by()
        numbers = Counter(held.exclude(commune="").values_list("commune", flat=True))
        named = [(numbers[code], name) for code, name in commune_choices()]
        found = [
            [name for number, name in named if each[0] <= number <= each[1]] for each in _BANDS
        ]
        labels = (_("No activity"), _("1 to 2"), _("3 to 9"), _("10 and more"))
        bars = [
            Bar(label, len(names), "now" if place else "bad")
            for place, (label, names) in enumerate(zip(labels, found, strict=True))
        ]
        title = ngettext(
            "%d commune or ward without an activity",
            "%d communes and wards without an activity",
            len(found[0]),
        ) % len(found[0])
        headings = [_("Number of activities"), _("Communes and wards"), _("Which")]
        rows = [
            (bar.label, bar.value, ", ".join(each)) for bar, each in zip(bars, found, strict=True)
        ]
        return replace(row_chart(title, bars, headings=headings), rows=rows)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the totals. No activity is counted twice, since only its leading agency counts it."""
        sums = {key: _told([*self.counted.values()], key) for key in SHOWN}
        silent = sum(1 for each in self.counted.values() if not each["so_hoat_dong"])
        first, last = self.span
        return super().get_context_data(*args, **kwargs) | {
            "sums": sums,
            "silent": silent,
            "agencies": len(self.counted) - silent,
            "first": first,
            "last": last,
            "charts": self.charts(),
        }


def _parts_chart(parts: Sequence[CountedPart], head: str) -> Chart | None:
    if not parts:
        return None
    pairs = [
        Pair(
            part.key or _("not said"),
            part.activities,
            part.before,
            (group_thousands(part.attendances),),
        )
        for part in parts
    ]
    title = _("%(what)s: most by %(first)s") % {"what": head, "first": pairs[0].label}
    headings = (head, _("This period"), _("A year before"), _("Attendances"))
    subtitle = _("Number of activities")
    return pair_chart(title, pairs, headings=headings, subtitle=subtitle)


def _told(sums: list[Sums], key: str) -> str:
    known = [number for each in sums if (number := each[key]) is not None]
    unknown = sum(each.get(uncounted_key(key)) or 0 for each in sums)
    return beside_unknown(sum(known) if known else None, unknown)


def _agencies_of(rows: QuerySet[Activity]) -> list[int]:
    return list(rows.order_by().values_list("agency", flat=True).distinct())
