"""View of a period's totals, for overseers and report viewers."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from network.agencies.models import Role
from network.agencies.scope import scope_now
from network.core.charts import Chart

from ..comparisons import Comparisons, comparisons
from ..consolidations import changes_between
from ..models import LOCKED_STATES, Consolidation, Indicator, Period
from ..numbers import shown
from ..printing import can_print
from ..selectors import one_year_before
from ..totals import NAMING, PROVINCE, Total
from ..transitions import CONSOLIDATE, LOCK, SEND_UP
from .charts import groups_chart, growth_chart, silence_chart, things_charts
from .group_rows import GroupRow, group_row, in_reports
from .period_views import PeriodsView

_LABELS = {
    "kind": gettext_lazy("Kind of agency"),
    "district": gettext_lazy("Former district"),
    "commune": gettext_lazy("Commune or ward"),
    "agency": gettext_lazy("Agency"),
    "successor": gettext_lazy("Agency of today"),
}


class TotalsView(WagtailAdminTemplateMixin, TemplateView):
    """The consolidated report, its versions, and totals by kind, district or agency."""

    template_name = "reporting/totals.html"
    page_title = gettext_lazy("Consolidated report")
    header_icon = "table"

    @cached_property
    def period(self) -> Period:
        """Return the period in the URL, or 404."""
        return get_object_or_404(Period, pk=self.kwargs["period_id"])

    @cached_property
    def names_agencies(self) -> bool:
        """Return whether the user may see figures by agency."""
        return Role.OVERSEER in scope_now(self.request).roles

    @cached_property
    def group(self) -> str:
        """Return the key of the chosen grouping; "kind" by default."""
        asked = self.request.GET.get("theo", "")
        return asked if asked in self.groups() else "kind"

    @cached_property
    def earlier(self) -> Period | None:
        """Return the period a year before, or None."""
        return one_year_before(self.period)

    @cached_property
    def compared(self) -> Comparisons:
        """Return the groups with their totals now and a year before."""
        return comparisons(self.period, self.earlier, self.group)

    def groups(self) -> dict[str, Any]:
        """Return the available groupings; those by agency are for overseers only."""
        return {
            key: label for key, label in _LABELS.items() if key not in NAMING or self.names_agencies
        }

    def address(self, name: str) -> str:
        """Return the URL of a view of this period."""
        return reverse(f"reporting:{name}", args=[self.period.pk])

    def get_page_subtitle(self) -> str:
        """Return the name of the period."""
        return self.period.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs, below the list of periods."""
        above = {"url": reverse(PeriodsView.index_url_name), "label": PeriodsView.page_title}
        own = {"url": "", "label": self.period.name}
        return [*super().get_breadcrumbs_items(), above, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add totals, groups, charts and versions."""
        indicators = list(self.period.indicator_set.indicators.all())
        asked = self.request.GET.get("chi-tieu", "")
        chosen = next((each for each in indicators if each.code == asked), indicators[:2][-1])
        expected = self.period.reports.count()
        missing = self.period.reports.exclude(state__in=LOCKED_STATES).select_related("agency")
        names = missing.order_by("agency__name").values_list("agency__short_name", flat=True)
        return super().get_context_data(**kwargs) | {
            "period": self.period,
            "expected": expected,
            "received": expected - len(names),
            "missing": list(names) if self.names_agencies else [],
            "rows": self.rows(indicators),
            "groups": self.groups(),
            "group": self.group,
            "group_label": _LABELS[self.group],
            "indicators": indicators,
            "chosen": chosen,
            "by_group": self.by_group(chosen),
            "growth": growth_chart(self.period, self.earlier),
            "charts": self.charts(chosen),
            "versions": self.versions(),
            "names_agencies": self.names_agencies,
            "buttons": self.buttons(),
            "files": [
                ("XLSX", f"{self.address('totals_xlsx')}?theo={self.group}"),
                ("JSON", self.address("totals_json")),
                *(self.letters() if self.names_agencies else []),
            ],
        }

    def letters(self) -> list[tuple[str, str]]:
        """Return (format, URL) of the consolidated report; PDF only if printing is configured."""
        pdf = [("PDF", self.address("totals_pdf"))] if can_print() else []
        return [("DOCX", self.address("totals_docx")), *pdf]

    def rows(self, indicators: list[Indicator]) -> list[tuple[Any, ...]]:
        """Return the province's lines: indicator, figures, a year before, and reports without a
        figure."""
        province = self.compared[PROVINCE]
        found = []
        for each in indicators:
            total, past = province.now[each.code], province.before.get(each.code)
            numbers = (total.actual, total.whole, past.whole if past else None)
            words = [shown(number, each.places) for number in numbers]
            found.append((each, *words, in_reports(total)))
        return found

    def by_group(self, chosen: Indicator) -> list[GroupRow]:
        """Return one indicator's total per group, now and a year before."""
        return [
            group_row(name, group, chosen, names=self.names_agencies)
            for name, group in self.compared.items()
            if name != PROVINCE
        ]

    def charts(self, chosen: Indicator) -> list[Chart]:
        """Return the charts of the chosen indicator."""
        found = [
            groups_chart(
                chosen, self.compared, str(_LABELS[self.group]), names=self.names_agencies
            ),
            *things_charts(chosen, self.period, self.earlier),
            silence_chart(chosen, self.period, names=self.names_agencies),
        ]
        return [chart for chart in found if chart]

    def versions(self) -> list[tuple[Consolidation, list[tuple[str, str]]]]:
        """Return the versions, newest first, each with its changes from the previous one."""
        rows = list(self.period.consolidations.order_by("-version"))
        places = {each.code: each.places for each in self.period.indicator_set.indicators.all()}

        def changed(new: Consolidation, before: Consolidation | None) -> list[tuple[str, str]]:
            changes = changes_between(before, new) if before else {}
            told = ((code, change_in_words(*each, places[code])) for code, each in changes.items())
            return [(code, words) for code, words in told if words]

        pairs = zip(rows, [*rows[1:], None], strict=False)
        return [(new, changed(new, before)) for new, before in pairs]

    def buttons(self) -> list[Button]:
        """Return the buttons for what the overseer may do now."""
        held = scope_now(self.request).roles
        return [
            Button(each.label, self.address(each.name))
            for each in (CONSOLIDATE, SEND_UP, LOCK)
            if each.is_open(self.period, held)
        ]


def change_in_words(old: Total, new: Total, places: int) -> str:
    """Return the change of a total between versions, as text; only visible differences."""
    parts = [
        ("", shown(old.whole, places), shown(new.whole, places)),
        (f"{_('Actual')}: ", shown(old.actual, places), shown(new.actual, places)),
        (f"{_('Reports without a figure')}: ", in_reports(old), in_reports(new)),
    ]
    return "; ".join(f"{what}{was} → {now}" for what, was, now in parts if was != now)
