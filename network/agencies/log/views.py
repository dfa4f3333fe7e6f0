"""The audit log in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from ..models import AuditAction, AuditEntry
from ..tables import LabelledColumn, TableView, TagColumn, TwoLineColumn
from .description import describe
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


class AuditLogView(TableView):
    """Who did what; the agency admin's own agencies, the overseer's all."""

    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    index_url_name = "agencies_audit:index"
    index_results_url_name = "agencies_audit:results"
    export_url_name = "agencies_audit:export"
    columns = COLUMNS
    filterset_class = AuditFilterSet
    no_results_message = gettext_lazy("No entry of the log matches.")
    file_name = "nhat-ky"
    export_columns = [
        (gettext_lazy("Time"), lambda row: date_format(timezone.localtime(row.at), "d/m/Y H:i:s")),
        (gettext_lazy("Who"), lambda row: row.actor_name),
        (gettext_lazy("Agency"), lambda row: row.agency.name if row.agency else ""),
        (gettext_lazy("Action"), lambda row: row.get_action_display()),
        (gettext_lazy("Concerning"), lambda row: row.subject),
        (gettext_lazy("Detail"), describe),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who has no log to read."""
        if not may_read_log(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        """Return what this person may read."""
        return readable_entries(self.request.user)
