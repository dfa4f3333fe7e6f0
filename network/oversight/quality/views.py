"""Views of content quality: overview of all agencies, and an agency's own pages."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from network.core.charts import Chart, Series, line_chart

from ..running import participating_agencies
from ..screens import AgencyScreen, ReadsAllMixin
from .selectors import Limits, PageFacts, Summary, facts_of
from .wording import wants

PAGE_SIZE = 50
MONTHS = 9


def by_month(pages: Iterable[PageFacts], limits: Limits, day: dt.date) -> Chart:
    """Return the chart of the share of fine and of readable pages in each of the last months."""
    months = [(day.year, day.month)]
    while len(months) < MONTHS:
        year, month = months[0]
        months.insert(0, (year, month - 1) if month > 1 else (year - 1, 12))
    of_month: dict[tuple[int, int], list[PageFacts]] = defaultdict(list)
    for page in pages:
        of_month[page.date.year, page.date.month].append(page)
    sums = [Summary.of(of_month[month], limits) for month in months]
    readable, fine = _("easy to read"), _("fine")
    return line_chart(
        _("Pages with picture and summary that can be read, by month, in percent"),
        [str(month) for _year, month in months],
        [
            Series(readable, [each.percent(each.readable) for each in sums], "before"),
            Series(fine, [each.percent(each.fine) for each in sums], "now"),
        ],
        headings=[_("Month"), readable, fine],
        width=560,
    )


class AllQualityView(ReadsAllMixin, TemplateView):
    """Overview of the content quality of all agencies, lowest share first."""

    template_name = "oversight/quality_all.html"
    page_title = gettext_lazy("Quality of content")
    header_icon = "edit"
    above = [(reverse_lazy("oversight:situation"), gettext_lazy("How the agencies stand"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chart by month and a page of the agencies that have published something."""
        day = timezone.localdate()
        limits = Limits.on(day)
        agencies = list(participating_agencies(day))
        sections = {agency.home_page.path: agency.pk for agency in agencies}
        found = facts_of(sections, since=day - dt.timedelta(days=limits.days), day=day)
        rows = [
            (agency, Summary.of(found[agency.pk], limits))
            for agency in agencies
            if found[agency.pk]
        ]
        rows.sort(key=lambda row: row[1].percent(row[1].fine) or 0)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        every = [each for pages in found.values() for each in pages]
        return super().get_context_data(**kwargs) | {
            "limits": limits,
            "chart": by_month(every, limits, day),
            "page_obj": page,
            "rows": [(agency, total, columns_of(total)) for agency, total in page],
            "silent": len(agencies) - len(rows),
        }


def columns_of(total: Summary) -> list[tuple[str, float | None]]:
    """Return (label, value) of each measure, in percent except for the syllables; None without
    pages."""
    return [
        (_("Fine, %"), total.percent(total.fine)),
        (_("Easy to read, %"), total.percent(total.readable)),
        (_("With a picture, %"), total.percent(total.pictured)),
        (_("With a summary, %"), total.percent(total.summarised)),
        (_("Source opens, %"), total.percent(total.sourced)),
        (_("Syllables a page"), total.syllables / total.pages if total.pages else None),
    ]


class QualityView(AgencyScreen):
    """List of an agency's pages, those with faults first."""

    template_name = "oversight/quality.html"
    page_title = gettext_lazy("Quality of content")
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums, the chart and a page of the list."""
        day = timezone.localdate()
        limits = Limits.on(day)
        sections = {self.agency.home_page.path: self.agency.pk}
        found = facts_of(sections, since=day - dt.timedelta(days=limits.days), day=day)
        pages = found.get(self.agency.pk, [])
        rows = sorted(pages, key=lambda page: page.is_fine(limits))
        shown = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        total = Summary.of(pages, limits)
        return super().get_context_data(**kwargs) | {
            "hears": self.hears,
            "limits": limits,
            "total": total,
            "columns": columns_of(total),
            "chart": by_month(pages, limits, day),
            "page_obj": shown,
            "rows": [(page, page.is_fine(limits), wants(page, limits)) for page in shown],
        }
