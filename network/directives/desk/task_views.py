"""Tasks of agencies: start, report with evidence, accept or return."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.models import Page

from network.agencies.tables import AGENCY, LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day, format_moment
from network.core.export import RowValue
from network.core.fields import offer
from network.core.outside import outside_link
from network.desks.acts import ActForm
from network.desks.delegation import WaitingRow
from network.desks.delegation_views import RowDelegateForm
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.desks.transitions import held_roles
from network.desks.wording import due
from network.media.models import AgencyDocument
from sites.models import AgencyHomePage

from ..models import Assignment, AssignmentState
from ..selectors import assignments_for, still_open
from ..task_services import (
    accept_assignment,
    finish_assignment,
    return_assignment,
    start_assignment,
)
from ..transitions import ACCEPT, FINISH, SEND_BACK, START
from .filters import AssignmentFilterSet
from .forms import TaskEvidenceForm, TaskReturnForm
from .wording import beginning, is_late, time_left

DUE = RowValue(gettext_lazy("Due"), lambda row: format_day(row.due_on))
STATE = RowValue(gettext_lazy("State"), lambda row: row.get_state_display())


class AssignmentsView(DeskList):
    """Tasks of the user's agencies, or of all for overseers; soonest due first."""

    model = Assignment
    page_title = gettext_lazy("Tasks of dispatches and plans")
    action = gettext_lazy("Hand in the result")
    header_icon = "clipboard-list"
    index_url_name = "directives:tasks"
    index_results_url_name = "directives:tasks_results"
    export_url_name = "directives:tasks_export"
    row_url_name = "directives:task"
    delegate_url_name = "directives:delegate"
    filterset_class = AssignmentFilterSet
    no_results_message = gettext_lazy("No task waits.")
    file_name = "nhiem-vu"
    export_columns = [
        (gettext_lazy("Directive"), lambda row: row.task.directive.number),
        (gettext_lazy("Assigned task"), lambda row: row.task.words),
        (gettext_lazy("Requirements"), lambda row: ", ".join(row.task.requirements)),
        *(AGENCY, DUE, STATE),
        (gettext_lazy("What the agency did"), lambda row: row.note),
        (gettext_lazy("Why it was returned"), lambda row: row.reason),
    ]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: task with directive and agency, deadline with the days left,
        state."""
        day = timezone.localdate(self.now)
        return [
            LinkColumn(
                "task",
                label=_("Assigned task"),
                accessor=lambda row: beginning(row.task.words),
                second=lambda row: f"{row.task.directive.number} · {row.agency.short_name}",
                url=self.row_url,
            ),
            TwoLineColumn("due", shows=DUE, second=lambda row: time_left(row, day)),
            TagColumn(
                "state", shows=STATE, primary=lambda row: row.state != AssignmentState.ACCEPTED
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Assignment]:
        """Return the tasks the user may read: unfinished ones, unless a state was chosen."""
        rows = assignments_for(self.scope)
        if "state" in self.request.GET:
            return rows
        return rows.filter(~Q(state=AssignmentState.ACCEPTED), task__directive__closed_at=None)

    def panel_rows(self) -> QuerySet[Assignment]:
        """Return the open tasks of the agencies the user serves."""
        return still_open(assignments_for(self.scope, writing=True))

    def item(self, row: Assignment) -> PanelRow:
        """Return the start page row of a task."""
        day = timezone.localdate(self.now)
        late = is_late(row, day)
        may_report = FINISH.is_held(held_roles(self.scope, row.agency_id))
        facts = "" if late else f"{_('due %s') % format_day(row.due_on)}, {time_left(row, day)}"
        return PanelRow(
            url=self.row_url(row),
            title=beginning(row.task.words),
            state=row.get_state_display(),
            facts=" · ".join(filter(None, [row.task.directive.number, facts])),
            warning=due(row.due_on, late=True) if late else "",
            remark=row.reason if row.is_open else "",
            due=row.due_on,
            came_at=row.task.directive.sent_at,
            action="" if may_report else _("See the task"),
            delegable=self.delegable(row),
        )

    @classmethod
    def waiting_row(cls, row: Assignment) -> WaitingRow:
        """Return the task. Reporting it needs a role that not all officers hold."""
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=f"{row.task.directive.number}: {beginning(row.task.words)}",
            path=cls.row_url(row),
            roles=FINISH.roles,
            givers=START.roles,
            refusal=FINISH.refusal_of(row),
        )


class AssignmentRow(RowMixin):
    """Mixin for views of one agency's task."""

    desk = AssignmentsView
    header_icon = "clipboard-list"
    row_class = "row-page row-page--above-form"
    row: Assignment

    def get_rows(self) -> QuerySet[Assignment]:
        """Return the tasks the user may read."""
        return assignments_for(self.scope).select_related("page", "document")

    def row_name(self) -> str:
        """Return directive number and agency."""
        return f"{self.row.task.directive.number} · {self.row.agency.short_name}"

    def facts(self) -> list[tuple[str, str]]:
        """Return (label, value) pairs: what is required, and what was done."""
        row, day = self.row, timezone.localdate()
        left = time_left(row, day)
        return [
            (_("What is to be done"), row.task.words),
            (_("Agency"), row.agency.name),
            (_("Directive"), f"{row.task.directive.number}: {row.task.directive.abstract}"),
            (_("Numbers of the requirements"), ", ".join(row.task.requirements)),
            (_("Asked for"), _("The agency's own plan, as a file") if row.task.asks_plan else ""),
            (_("Due"), ", ".join(filter(None, [format_day(row.due_on), left]))),
            (_("State"), format_html("<strong>{}</strong>", row.get_state_display())),
            (_("Why it was returned"), row.reason),
            (_("What the agency did"), row.note),
            (_("Page"), _page_link(row)),
            (_("File"), _link(row.document.url, row.document.title) if row.document else ""),
            (_("Link"), outside_link(row.link) if row.link else ""),
            (_("Reported"), format_moment(row.done_at) if row.done_at else ""),
            (_("Looked at"), format_moment(row.decided_at) if row.decided_at else ""),
        ]


class AssignmentView(AssignmentRow, RowView):
    """Page of a task, with the possible actions."""

    transitions = (FINISH, START, ACCEPT, SEND_BACK)
    row_class = "row-page"
    page_title = gettext_lazy("Assigned task")


class AssignmentActForm(AssignmentRow, ActForm):
    """Base view of an action on a task."""

    key = "assignment_id"


class StartView(AssignmentActForm):
    """Start a task."""

    transition, service = START, staticmethod(start_assignment)
    success_message = gettext_lazy("The task is under way.")


class FinishView(AssignmentActForm):
    """Report a task as done, with evidence."""

    transition, form_class, service = FINISH, TaskEvidenceForm, staticmethod(finish_assignment)
    success_message = gettext_lazy("The task is reported. Sở Tư pháp looks at it.")

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to pages of the agency's section and files of its collection."""
        form = super().get_form(form_class)
        home = AgencyHomePage.objects.filter(agency=self.row.agency_id).first()
        own = Page.objects.descendant_of(home, inclusive=True) if home else Page.objects.none()
        offer(form, "page", own)
        files = AgencyDocument.objects.filter(collection=self.row.agency.collection_id)
        return offer(form, "document", files)


class DelegateTaskView(AssignmentRow, RowDelegateForm):
    """Hand a task to a colleague who may report it."""


class AcceptView(AssignmentActForm):
    """Accept a reported task."""

    transition, service = ACCEPT, staticmethod(accept_assignment)
    success_message = gettext_lazy("The task is accepted.")


class SendBackView(AssignmentActForm):
    """Return a reported task."""

    transition, form_class, service = SEND_BACK, TaskReturnForm, staticmethod(return_assignment)
    success_message = gettext_lazy("The task is returned. Its agency reads what is missing.")


def _page_link(row: Assignment) -> str:
    if row.page is None:
        return ""
    url = row.page.url if row.page.live else reverse("wagtailadmin_pages:edit", args=[row.page.pk])
    return _link(url or "", row.page.title)


def _link(url: str, words: str) -> str:
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, words)
