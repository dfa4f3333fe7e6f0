"""Views of one page: its own screen, and the line above the page editor."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.models import Page

from network.agencies.tables import LabelledColumn
from network.core.dates import format_day
from network.desks.lists import DeskList

from ..models import ViewDay
from ..selectors import RECENT_DAYS, days_of_page, page_figures
from .lists import REVALIDATED, ROBOTS, VIEWS, PagesView, months_chart


class PageView(DeskList):
    """Views of a page by day, with the chart of its months. 404 for pages of other agencies."""

    model = ViewDay
    page_title = gettext_lazy("Views of a page")
    header_icon = "view"
    index_url_name = "usage:page"
    results_template_name = "usage/page_results.html"
    above = [(reverse_lazy(PagesView.index_url_name), PagesView.page_title)]
    no_results_message = gettext_lazy("No view was counted yet.")
    columns: list[BaseColumn] = [
        LabelledColumn("day", label=gettext_lazy("Day"), accessor=lambda row: format_day(row.day)),
        LabelledColumn("views", shows=VIEWS),
        LabelledColumn("revalidated", shows=REVALIDATED),
        LabelledColumn("robots", shows=ROBOTS),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the page."""
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not self.scope.reads_page(self.page.path):
            raise Http404

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_base_queryset(self) -> QuerySet[ViewDay]:
        return days_of_page(self.page.pk)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and the chart."""
        figures = page_figures(self.page.pk, day=timezone.localdate(self.now))
        return super().get_context_data(*args, **kwargs) | {
            "figures": figures,
            "recent_days": RECENT_DAYS,
            "charts": [months_chart(figures.by_month)],
        }


def line_above_editor(page: Any) -> SafeString | str:
    """Return the line with the views of a published page, "" for a draft. Two queries."""
    if not page.live:
        return ""
    context = {
        "figures": page_figures(page.pk, day=timezone.localdate()),
        "recent_days": RECENT_DAYS,
        "url": reverse("usage:page", args=[page.pk]),
    }
    return render_to_string("usage/editor_line.html", context)
