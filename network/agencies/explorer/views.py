"""Reports on pages: those unchanged for long, and the history of changes."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageLogEntry

from network.core.dates import format_moment
from network.core.export import RowValue

from ..scope import scope_now
from ..tables import LabelledColumn, LinkColumn, TableView, TwoLineColumn
from .filters import AgingPagesFilterSet, PageHistoryFilterSet
from .selectors import aging_pages, page_history


def _kind(row: Page | PageLogEntry) -> str:
    model = row.content_type.model_class() if row.content_type else None
    return str(model._meta.verbose_name).capitalize() if model else ""


def _agency(row: Any) -> str:
    return row.agency_name or ""


def _who(entry: PageLogEntry) -> str:
    if entry.user is None:
        return _("by itself") if entry.user_id is None else _("an account that is gone")
    return str(entry.user.shown_name)


def _edit_page(row: Page | PageLogEntry) -> str:
    return reverse("wagtailadmin_pages:edit", args=[getattr(row, "page_id", row.pk)])


TITLE = RowValue(gettext_lazy("Title"), lambda page: page.title)
KIND = RowValue(gettext_lazy("Kind of page"), _kind)
PUBLISHED = RowValue(
    gettext_lazy("Last published"), lambda page: format_moment(page.last_published_at)
)
AT = RowValue(gettext_lazy("Time"), lambda entry: format_moment(entry.timestamp))
PAGE = RowValue(gettext_lazy("Title"), lambda entry: entry.label)
ACTION = RowValue(gettext_lazy("Action"), lambda entry: str(entry.message))
WHO = RowValue(gettext_lazy("Who"), _who)
OWNER = RowValue(gettext_lazy("Agency"), _agency)


class AgingPagesView(TableView):
    """Published pages, oldest publication first, so that editors can check them against today's
    law."""

    page_title = gettext_lazy("Oldest pages")
    header_icon = "time"
    index_url_name = "agencies_reports:aging"
    index_results_url_name = "agencies_reports:aging_results"
    export_url_name = "agencies_reports:aging_export"
    filterset_class = AgingPagesFilterSet
    no_results_message = gettext_lazy("No page matches.")
    file_name = "trang-cu"
    export_columns = [TITLE, OWNER, KIND, PUBLISHED]
    columns = [
        LinkColumn("title", shows=TITLE, second=OWNER, url=_edit_page),
        LabelledColumn("kind", shows=KIND),
        LabelledColumn("last_published_at", shows=PUBLISHED),
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        return aging_pages(scope_now(self.request))


class PageHistoryView(TableView):
    """Who did what to which page."""

    page_title = gettext_lazy("History of pages")
    header_icon = "history"
    index_url_name = "agencies_reports:history"
    index_results_url_name = "agencies_reports:history_results"
    export_url_name = "agencies_reports:history_export"
    filterset_class = PageHistoryFilterSet
    no_results_message = gettext_lazy("No page matches.")
    file_name = "lich-su-trang"
    export_columns = [AT, PAGE, OWNER, ACTION, WHO]
    columns = [
        LabelledColumn("timestamp", shows=AT),
        LinkColumn("label", shows=PAGE, second=OWNER, url=_edit_page),
        TwoLineColumn("message", shows=ACTION),
        LabelledColumn("who", shows=WHO),
    ]

    def get_base_queryset(self) -> QuerySet[PageLogEntry]:
        return page_history(scope_now(self.request))
