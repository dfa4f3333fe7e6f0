"""Admin view of the audit log."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from network.core.dates import format_moment
from network.core.export import RowValue

from ..models import AuditAction, AuditEntry, Role
from ..tables import LabelledColumn, TableView, TagColumn, TwoLineColumn
from .description import describe
from .filters import AuditFilterSet
from .selectors import READS_ALL, readable_entries

ACTOR = RowValue(gettext_lazy("Who"), lambda row: row.actor_name)
ACTION = RowValue(gettext_lazy("Action"), lambda row: row.get_action_display())
SUBJECT = RowValue(gettext_lazy("Concerning"), lambda row: row.subject)
COLUMNS = [
    LabelledColumn("at", label=gettext_lazy("Time"), accessor=lambda row: format_moment(row.at)),
    TwoLineColumn(
        "actor_name",
        shows=ACTOR,
        second=lambda row: " · ".join(
            filter(None, (row.role_labels, row.agency.short_name if row.agency else ""))
        ),
    ),
    TagColumn(
        "action",
        shows=ACTION,
        primary=lambda row: row.action in (AuditAction.REFUSED, AuditAction.INVITATION_REFUSED),
    ),
    TwoLineColumn("subject", shows=SUBJECT, second=describe),
]


class AuditLogView(TableView):
    """Audit log: of the agencies the user administers, or of all agencies for network roles."""

    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    index_url_name = "agencies_audit:index"
    index_results_url_name = "agencies_audit:results"
    export_url_name = "agencies_audit:export"
    columns = COLUMNS
    readers = (Role.AGENCY_ADMIN, *READS_ALL)
    filterset_class = AuditFilterSet
    no_results_message = gettext_lazy("No entry of the log matches.")
    file_name = "nhat-ky"
    export_columns = [
        (gettext_lazy("Time"), lambda row: date_format(timezone.localtime(row.at), "d/m/Y H:i:s")),
        ACTOR,
        (gettext_lazy("As"), lambda row: row.role_labels),
        (gettext_lazy("Agency"), lambda row: row.agency.name if row.agency else ""),
        *(ACTION, SUBJECT),
        (gettext_lazy("Detail"), describe),
    ]

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        return readable_entries(self.request.user)
