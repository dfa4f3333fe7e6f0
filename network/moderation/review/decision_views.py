"""The screens of the decision log."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from network.agencies.log.export import csv_response
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, StackedTable, TwoLineColumn

from ..models import Decision
from .access import may_reach_desk
from .ages import moment
from .decision_list import CELLS, DecisionFilterSet, assignment, readable_decisions, who


def _desk(decision: Decision) -> str:
    return reverse("moderation:desk", args=[decision.page_id])


COLUMNS = [
    TwoLineColumn(
        "at",
        label=gettext_lazy("Time"),
        accessor=lambda row: moment(row.at),
        second=lambda row: f"{row.agency.short_name} · {row.sequence}",
    ),
    TwoLineColumn(
        "deed",
        label=gettext_lazy("Decision"),
        accessor="get_deed_display",
        second=lambda row: row.comment,
    ),
    LinkColumn(
        "page_title",
        label=gettext_lazy("Page"),
        accessor="page_title",
        second=lambda row: "",
        url=_desk,
    ),
    TwoLineColumn("who", label=gettext_lazy("Who"), accessor=who, second=assignment),
]


class DecisionsView(BaseListingView):
    """Who decided what: in one's own agencies, for the overseer in all of them."""

    page_title = gettext_lazy("Decision log")
    header_icon = "history"
    index_url_name = "moderation:decisions"
    index_results_url_name = "moderation:decisions_results"
    export_url_name = "moderation:decisions_export"
    columns = COLUMNS
    filterset_class = DecisionFilterSet
    table_class = StackedTable
    paginate_by = 50
    verbose_name_plural = gettext_lazy("decisions")
    template_name = "moderation/review/list.html"
    results_template_name = "moderation/review/decisions_results.html"

    def get_base_queryset(self) -> Any:
        """Return what this person may read."""
        return readable_decisions(self.request.user, scope_now(self.request))

    def url_arguments(self) -> list[int]:
        """Return what stands in the address."""
        return []

    def get_index_url(self) -> str:
        """Return the address of the list."""
        return reverse(self.index_url_name, args=self.url_arguments())

    def get_index_results_url(self) -> str:
        """Return the address of the list alone, which filtering fetches."""
        return reverse(self.index_results_url_name, args=self.url_arguments())

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the class name to the table."""
        return {"base_url": self.index_url}

    def get_header_buttons(self) -> list[Button]:
        """Lead to the file of what is shown."""
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        address = reverse(self.export_url_name, args=self.url_arguments())
        address += f"?{query.urlencode()}" if query else ""
        return [HeaderButton(_("Export CSV"), address, icon_name="download")]


class PageDecisionsView(DecisionsView):
    """The log of one page, for whoever may open its desk."""

    index_url_name = "moderation:page_decisions"
    index_results_url_name = "moderation:page_decisions_results"
    export_url_name = "moderation:page_decisions_export"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse as if the page did not exist."""
        if not may_reach_desk(request, kwargs["page_id"]):
            raise Http404
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        """Return the lines of this page."""
        rows = Decision.objects.select_related("agency").filter(page_id=self.page.pk)
        return rows.order_by("-pk")

    def url_arguments(self) -> list[int]:
        """Return what stands in the address."""
        return [self.page.pk]

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.page.draft_title


class ExportMixin:
    """The same lines, all pages of them, as a CSV file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Stream the file."""
        rows = self.get_queryset().iterator(chunk_size=500)  # type: ignore[attr-defined]
        return csv_response(
            name="quyet-dinh",
            head=[str(label) for label, _cell in CELLS],
            rows=([cell(row) for _label, cell in CELLS] for row in rows),
        )


class DecisionsExport(ExportMixin, DecisionsView):
    """The log as a file."""


class PageDecisionsExport(ExportMixin, PageDecisionsView):
    """The log of one page as a file."""
