"""Register of directives for overseers; counts only for report viewers."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import AuditEntry, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day, format_moment
from network.core.export import RowValue
from network.core.fields import offer
from network.core.frame import registered_url
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.rows import RowMixin, RowView
from network.media.delivery import send_file

from ..models import OPEN_STATES, AssignmentState, Directive, DirectiveTask, RecipientRole
from ..selectors import late_with_a_task, readable_directives, unreceived, with_counts
from ..services import (
    change_directive,
    close_directive,
    discard_directive,
    draw_up_directive,
    send_directive,
)
from ..task_services import add_task, remove_task
from ..transitions import (
    ADD_TASK,
    CLOSE,
    DISCARD,
    EDIT,
    REMOVE_TASK,
    SEND,
    network_roles,
)
from .forms import DirectiveForm, RemoveTaskForm, TaskForm, initial_of
from .wording import beginning, kind_names, until_when, who_does

# Number of agencies named on a directive's page before they are only counted.
_NAMED = 8
# Agencies that one link names, so that the address stays short.
_REMINDED = 200


STATE = RowValue(gettext_lazy("State"), lambda row: row.state)


class DirectivesView(DeskList):
    """List of all directives, newest first, with the number of agencies that received each."""

    model = Directive
    page_title = gettext_lazy("Dispatches and plans")
    header_icon = "mail"
    index_url_name = "directives:index"
    index_results_url_name = "directives:index_results"
    export_url_name = "directives:export"
    row_url_name = "directives:directive"
    no_results_message = gettext_lazy("No dispatch or plan was drawn up yet.")
    file_name = "cong-van-ke-hoach"
    export_columns = [
        (gettext_lazy("Number and symbol"), lambda row: row.number),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Abstract"), lambda row: row.abstract),
        (gettext_lazy("Issuing body"), lambda row: row.issuer),
        (gettext_lazy("Date of issue"), lambda row: format_day(row.issued_on)),
        STATE,
        (gettext_lazy("Agencies"), lambda row: row.agencies),
        (gettext_lazy("Received"), lambda row: row.received),
        (gettext_lazy("Late with a task"), lambda row: row.late),
    ]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "number",
                label=_("Directive"),
                accessor=lambda row: f"{row.number}, {format_day(row.issued_on)}",
                second=lambda row: beginning(row.abstract),
                url=self.row_url,
            ),
            LabelledColumn("received", label=_("Received"), accessor=self.received),
            LabelledColumn("late", label=_("Late with a task"), accessor=self.late),
            TagColumn("state", shows=STATE, primary=lambda row: not row.closed_at),
        ]

    def get_base_queryset(self) -> QuerySet[Directive]:
        """Return the directives the user may read, with counts."""
        rows = with_counts(readable_directives(self.scope), timezone.localdate(self.now))
        return rows.order_by("-issued_on", "-pk")

    def received(self, row: Any) -> str:
        """Return the number of receipts, linked to the agencies without one."""
        if not row.sent_at:
            return "–"
        said = f"{row.received} / {row.agencies}"
        return self.lead(row, said, "waiting", row.received < row.agencies)

    def late(self, row: Any) -> str:
        """Return the number of late agencies, linked to them."""
        number = row.late
        return self.lead(row, str(number), "late", number > 0)

    def lead(self, row: Directive, said: str, state: str, is_more: bool) -> str:
        """Return the text as a link to the matching agencies, if there are any and the user is an
        overseer."""
        if not (is_more and Role.OVERSEER in self.scope.roles):
            return said
        return format_html('<a href="{}">{}</a>', receipts_url(row, state), said)

    def get_header_buttons(self) -> list[Button]:
        """Return the buttons; overseers can create a directive."""
        buttons = super().get_header_buttons()
        if Role.OVERSEER not in self.scope.roles:
            return buttons
        add = HeaderButton(_("Draw up"), reverse("directives:add"), icon_name="plus")
        return [add, *buttons]


def receipts_url(directive: Directive, state: str) -> str:
    """Return the URL of the receipts of a directive in a state."""
    return f"{reverse('directives:receipts')}?directive={directive.pk}&state={state}"


class DirectiveRow(RowMixin):
    """Mixin for views of one directive."""

    desk = DirectivesView
    header_icon = "mail"
    row: Directive

    def get_rows(self) -> QuerySet[Directive]:
        """Return the directives the user may read."""
        return readable_directives(self.scope).select_related("replaces")

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's network roles, since a directive belongs to no agency."""
        return network_roles(self.scope)

    def row_name(self) -> str:
        """Return kind and number."""
        return f"{self.row.get_kind_display()} {self.row.number}"

    def history(self) -> list[AuditEntry]:
        """Return the audit entries, for overseers only, because they name people."""
        if Role.OVERSEER not in self.held:
            return []
        return list(AuditEntry.objects.about(self.row).order_by("-at")[: self.longest_history])


class DirectiveView(DirectiveRow, RowView):
    """Page of a directive: content, recipients, late agencies, and task counts."""

    transitions = (SEND, ADD_TASK, EDIT, REMOVE_TASK, DISCARD, CLOSE)
    template_name = "directives/directive.html"

    def get_page_title(self) -> str:
        """Return the kind; the number is the subtitle."""
        return str(self.row.get_kind_display())

    def get_page_subtitle(self) -> str:
        """Return the number."""
        return str(self.row.number)

    def facts(self) -> list[tuple[str, str]]:
        """Return (label, value) pairs; names of agencies for overseers only."""
        row, day = self.row, timezone.localdate()
        named = Role.OVERSEER in self.held
        receipts = row.recipients.select_related("agency").order_by("agency__name")
        return [
            (_("State"), row.state),
            (_("Not received"), self.agencies(unreceived(receipts), "waiting") if named else ""),
            (
                _("Late with a task"),
                self.agencies(late_with_a_task(receipts, day), "late") if named else "",
            ),
            (_("Abstract"), row.abstract),
            (_("Issued"), f"{row.issuer}, {format_day(row.issued_on)}"),
            (_("Replaces"), str(row.replaces or "")),
            (_("File"), file_link(row)),
            (_("Sent"), format_moment(row.sent_at) if row.sent_at else ""),
            (_("To carry out"), kind_names(row.kinds)),
            *((str(label), self.others(role)) for role, label in RecipientRole.choices),
            (_("Closed"), format_moment(row.closed_at) if row.closed_at else ""),
        ]

    def others(self, role: str) -> str:
        """Return the names of recipients with a role: all for a draft, later without the agencies
        that carry it out."""
        rows = self.row.recipients.filter(role=role).select_related("agency").order_by("pk")
        if self.row.sent_at:
            rows = rows.exclude(agency__isnull=False, role=RecipientRole.CARRY_OUT)
        return "; ".join(str(row.agency or row.name) for row in rows)

    def agencies(self, rows: QuerySet[Any], state: str) -> str:
        """Return the first agency names, with links to the whole list and to the reminder of these
        agencies; "" if there are none."""
        found = [row.agency for row in rows]
        names = [agency.short_name for agency in found]
        if not names:
            return ""
        said = _("%d agencies") % len(names)
        listed = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        query = urlencode([("agency", agency.pk) for agency in found[:_REMINDED]])
        return format_html(
            '<a href="{}">{}</a>: {} <a href="{}?{}">{}</a>',
            receipts_url(self.row, state),
            said,
            listed,
            registered_url("remind_agencies"),
            query,
            _("Remind them"),
        )

    def tasks(self) -> list[tuple[DirectiveTask, str]]:
        """Return each task with its addressees, deadline and progress."""
        counted = self.row.tasks.annotate(
            agencies=Count("assignments"),
            accepted=Count("assignments", filter=Q(assignments__state=AssignmentState.ACCEPTED)),
            done=Count("assignments", filter=Q(assignments__state=AssignmentState.DONE)),
            late=Count(
                "assignments",
                filter=Q(
                    assignments__state__in=OPEN_STATES, assignments__due_on__lt=timezone.localdate()
                ),
            ),
        )
        return [
            (
                task,
                " · ".join(
                    filter(None, [who_does(task), until_when(task), ", ".join(task.requirements)])
                ),
            )
            for task in counted
        ]


class AddView(ServiceForm):
    """Create a draft directive."""

    form_class = DirectiveForm
    page_title = gettext_lazy("Draw up a dispatch or plan")
    header_icon = "mail"
    success_message = gettext_lazy("The draft is kept. Add its tasks, then send it.")
    explanation = gettext_lazy("Nobody sees it before you send it.")
    above = [(reverse_lazy(DirectivesView.index_url_name), DirectivesView.page_title)]

    def perform(self, form: Form) -> None:
        """Create the draft and continue on its page."""
        directive = draw_up_directive(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = DirectivesView.row_url(directive)


class DirectiveForms(DirectiveRow, ActForm):
    """Base view of an overseer's action on a directive."""

    key = "directive_id"


class EditView(DirectiveForms):
    """Change a draft."""

    transition, form_class, service = EDIT, DirectiveForm, staticmethod(change_directive)
    success_message = gettext_lazy("The draft is changed.")

    def get_initial(self) -> dict[str, Any]:
        """Return the draft's values."""
        return initial_of(self.row)


class AddTaskView(DirectiveForms):
    """Add a task to a draft."""

    transition, form_class, service = ADD_TASK, TaskForm, staticmethod(add_task)
    success_message = gettext_lazy("The task is added.")


class RemoveTaskView(DirectiveForms):
    """Remove a task from a draft."""

    transition, form_class, service = REMOVE_TASK, RemoveTaskForm, staticmethod(remove_task)
    success_message = gettext_lazy("The task is removed.")

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to the tasks of this draft."""
        form = super().get_form(form_class)
        return offer(form, "task", self.row.tasks.all())


class SendView(DirectiveForms):
    """Send a directive."""

    transition, service = SEND, staticmethod(send_directive)
    success_message = gettext_lazy("It is sent. Each agency finds it on its start page.")
    explanation = gettext_lazy(
        "The leaders of each agency get a mail. Nothing of it can be changed or deleted then."
    )


class CloseView(DirectiveForms):
    """Close a directive."""

    transition, service = CLOSE, staticmethod(close_directive)
    success_message = gettext_lazy("It is closed.")
    explanation = gettext_lazy("Nobody is reminded of its tasks any more; all stays to be read.")


class DiscardView(DirectiveForms):
    """Delete a draft."""

    transition, service, row_is_kept = DISCARD, staticmethod(discard_directive), False
    success_message = gettext_lazy("The draft is deleted.")


def file_link(directive: Directive) -> str:
    """Return a link to the file, or ""."""
    if not directive.file:
        return ""
    address = reverse("directives:file", args=[directive.pk])
    return format_html('<a href="{}" target="_blank" rel="noopener">PDF</a>', address)


def directive_file(request: HttpRequest, directive_id: int) -> HttpResponseBase:
    """Return the file of a directive the user may read."""
    rows = readable_directives(scope_now(request)).exclude(file="")
    return send_file(request, get_object_or_404(rows, pk=directive_id).file, public=False)
