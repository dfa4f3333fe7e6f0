"""Reports on pages: which were not touched for long, and who did what to them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page, PageLogEntry

from ..log.export import csv_response
from ..scope import scope_now
from ..tables import LabelledColumn, LinkColumn, StackedTable, TwoLineColumn
from .filters import AgingPagesFilterSet, PageHistoryFilterSet
from .selectors import aging_pages, page_history

PER_PAGE = 50


def _moment(at: dt.datetime | None) -> str:
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""


def _kind(row: Page | PageLogEntry) -> str:
    model = row.content_type.model_class() if row.content_type else None
    return str(model._meta.verbose_name).capitalize() if model else ""


def _agency(row: Any) -> str:
    return row.agency_name or ""


def _who(entry: PageLogEntry) -> str:
    if entry.user is None:
        return _("by itself") if entry.user_id is None else _("an account that is gone")
    return entry.user.get_full_name() or entry.user.get_username()


def _edit_page(row: Page | PageLogEntry) -> str:
    return reverse("wagtailadmin_pages:edit", args=[getattr(row, "page_id", row.pk)])


class SectionReport(BaseListingView):
    """A list of what lies in the sections one may read, on screen and as a file."""

    table_class = StackedTable
    paginate_by = PER_PAGE
    results_template_name = "agencies/report_results.html"
    export_url_name = ""

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the class name to the table."""
        return {"base_url": self.index_url}

    def get_header_buttons(self) -> list[Button]:
        """Lead to the file of what is shown."""
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        address = reverse(self.export_url_name) + (f"?{query.urlencode()}" if query else "")
        return [HeaderButton(_("Export CSV"), address, icon_name="download")]


class ExportMixin:
    """The same lines, all pages of them, as a CSV file."""

    file_name = ""
    cells: list[tuple[Any, Callable[[Any], str]]] = []

    def get(self, request: Any, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Stream the file."""
        rows = self.get_queryset().iterator(chunk_size=500)  # type: ignore[attr-defined]
        return csv_response(
            name=self.file_name,
            head=[str(label) for label, _cell in self.cells],
            rows=([cell(row) for _label, cell in self.cells] for row in rows),
        )


class AgingPagesView(SectionReport):
    """Published pages, the longest untouched first: is what they say still law?"""

    page_title = gettext_lazy("Oldest pages")
    header_icon = "time"
    index_url_name = "agencies_reports:aging"
    index_results_url_name = "agencies_reports:aging_results"
    export_url_name = "agencies_reports:aging_export"
    filterset_class = AgingPagesFilterSet
    columns = [
        LinkColumn(
            "title", label=gettext_lazy("Title"), accessor="title", second=_agency, url=_edit_page
        ),
        LabelledColumn("kind", label=gettext_lazy("Kind of page"), accessor=_kind),
        LabelledColumn(
            "last_published_at",
            label=gettext_lazy("Last published"),
            accessor=lambda page: _moment(page.last_published_at),
        ),
    ]

    def get_base_queryset(self) -> Any:
        """Return what this person may read."""
        return aging_pages(scope_now(self.request))


class AgingPagesExport(ExportMixin, AgingPagesView):
    """The report as a file."""

    file_name = "trang-cu"
    cells = [
        (gettext_lazy("Title"), lambda page: page.title),
        (gettext_lazy("Agency"), _agency),
        (gettext_lazy("Kind of page"), _kind),
        (gettext_lazy("Last published"), lambda page: _moment(page.last_published_at)),
    ]


class PageHistoryView(SectionReport):
    """Who did what to which page."""

    page_title = gettext_lazy("History of pages")
    header_icon = "history"
    index_url_name = "agencies_reports:history"
    index_results_url_name = "agencies_reports:history_results"
    export_url_name = "agencies_reports:history_export"
    filterset_class = PageHistoryFilterSet
    columns = [
        LabelledColumn(
            "timestamp",
            label=gettext_lazy("Time"),
            accessor=lambda entry: _moment(entry.timestamp),
        ),
        LinkColumn(
            "label", label=gettext_lazy("Title"), accessor="label", second=_agency, url=_edit_page
        ),
        TwoLineColumn(
            "message", label=gettext_lazy("Action"), accessor="message", second=lambda row: ""
        ),
        LabelledColumn("who", label=gettext_lazy("Who"), accessor=_who),
    ]

    def get_base_queryset(self) -> Any:
        """Return what this person may read."""
        return page_history(scope_now(self.request))


class PageHistoryExport(ExportMixin, PageHistoryView):
    """The report as a file."""

    file_name = "lich-su-trang"
    cells = [
        (gettext_lazy("Time"), lambda entry: _moment(entry.timestamp)),
        (gettext_lazy("Title"), lambda entry: entry.label),
        (gettext_lazy("Agency"), _agency),
        (gettext_lazy("Action"), lambda entry: str(entry.message)),
        (gettext_lazy("Who"), _who),
    ]
