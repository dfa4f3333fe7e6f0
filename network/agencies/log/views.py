"""The audit log in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from ..models import AuditAction, AuditEntry
from ..tables import LabelledColumn, StackedTable, TagColumn, TwoLineColumn
from .description import describe
from .export import log_response
from .filters import AuditFilterSet
from .selectors import may_read_log, readable_entries


def _when(entry: AuditEntry) -> str:
    return date_format(timezone.localtime(entry.at), "H:i d/m/Y")


COLUMNS = [
    LabelledColumn("at", label=gettext_lazy("Time"), accessor=_when),
    TwoLineColumn(
        "actor_name",
        label=gettext_lazy("Who"),
        second=lambda row: row.agency.short_name if row.agency else "",
    ),
    TagColumn(
        "action",
        label=gettext_lazy("Action"),
        accessor="get_action_display",
        primary=lambda row: row.action in (AuditAction.REFUSED, AuditAction.INVITATION_REFUSED),
    ),
    TwoLineColumn("subject", label=gettext_lazy("Concerning"), second=describe),
]


class AuditLogView(BaseListingView):
    """Who did what; the agency admin's own agencies, the overseer's all."""

    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    index_url_name = "agencies_audit:index"
    index_results_url_name = "agencies_audit:results"
    columns = COLUMNS
    filterset_class = AuditFilterSet
    table_class = StackedTable
    paginate_by = 50
    results_template_name = "agencies/log_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who has no log to read."""
        if not may_read_log(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        """Return what this person may read."""
        return readable_entries(self.request.user)

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the class name to the table."""
        return {"base_url": self.index_url}

    def get_header_buttons(self) -> list[Button]:
        """Lead to the file of what is shown."""
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        address = reverse("agencies_audit:export") + (f"?{query.urlencode()}" if query else "")
        return [HeaderButton(_("Export CSV"), address, icon_name="download")]


class AuditExportView(AuditLogView):
    """The same lines, all pages of them, as a CSV file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Stream the file."""
        return log_response(self.get_queryset().iterator(chunk_size=500))
