"""Views of the decision log."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, TableView, TwoLineColumn

from ..models import Decision
from .access import may_reach_desk
from .decision_list import (
    AT,
    CELLS,
    DEED,
    PAGE,
    WHO,
    DecisionFilterSet,
    assignment,
    readable_decisions,
)


def _desk(decision: Decision) -> str:
    return reverse("moderation:desk", args=[decision.page_id])


COLUMNS = [
    TwoLineColumn(
        "at",
        shows=AT,
        second=lambda row: f"{row.agency.short_name} · {row.sequence}",
    ),
    TwoLineColumn("deed", shows=DEED, second=lambda row: row.comment),
    LinkColumn("page_title", shows=PAGE, url=_desk),
    TwoLineColumn("who", shows=WHO, second=assignment),
]


class DecisionsView(TableView):
    """Decision list: those of the user's agencies, or all for overseers."""

    page_title = gettext_lazy("Decision log")
    header_icon = "history"
    index_url_name = "moderation:decisions"
    index_results_url_name = "moderation:decisions_results"
    export_url_name = "moderation:decisions_export"
    columns = COLUMNS
    filterset_class = DecisionFilterSet
    verbose_name_plural = gettext_lazy("decisions")
    template_name = "moderation/review/list.html"
    no_results_message = gettext_lazy("No decision matches.")
    file_name = "quyet-dinh"
    export_columns = CELLS

    def get_base_queryset(self) -> QuerySet[Decision]:
        return readable_decisions(self.request.user, scope_now(self.request))


class PageDecisionsView(DecisionsView):
    """Decision list of one page, for everybody who may open its desk."""

    index_url_name = "moderation:page_decisions"
    index_results_url_name = "moderation:page_decisions_results"
    export_url_name = "moderation:page_decisions_export"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_reach_desk(request, kwargs["page_id"]):
            raise Http404
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Decision]:
        rows = Decision.objects.select_related("agency").filter(page_id=self.page.pk)
        return rows.order_by("-pk")

    def get_page_subtitle(self) -> str:
        return self.page.draft_title
