"""An agency's receipts of directives: receive, ask, answer."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.tables import AGENCY, LabelledColumn, LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day, format_moment
from network.core.export import RowValue
from network.desks.acts import ActForm
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView

from ..models import Assignment, DirectiveQuestion, Recipient
from ..selectors import receipts_for, unreceived
from ..services import answer_question, ask_about, receive_directive
from ..transitions import ANSWER, ASK, RECEIVE
from .filters import ReceiptFilterSet
from .forms import TextForm
from .register_views import file_link
from .task_views import AssignmentsView
from .wording import beginning, time_left

ROLE = RowValue(gettext_lazy("As recipient"), lambda row: row.get_role_display())


class ReceiptsView(DeskList):
    """Receipts of the user's agencies, or of all for overseers; unreceived first."""

    model = Recipient
    page_title = gettext_lazy("Dispatches and plans received")
    action = gettext_lazy("Receive")
    header_icon = "mail"
    index_url_name = "directives:receipts"
    index_results_url_name = "directives:receipts_results"
    export_url_name = "directives:receipts_export"
    row_url_name = "directives:receipt"
    filterset_class = ReceiptFilterSet
    no_results_message = gettext_lazy("No dispatch or plan was sent yet.")
    panel_heading = gettext_lazy("Dispatches and plans to receive")
    file_name = "noi-nhan-cong-van"
    export_columns = [
        (gettext_lazy("Number and symbol"), lambda row: row.directive.number),
        (gettext_lazy("Abstract"), lambda row: row.directive.abstract),
        *(AGENCY, ROLE),
        (gettext_lazy("Sent"), lambda row: format_moment(row.directive.sent_at)),
        (gettext_lazy("Received"), lambda row: format_moment(row.received_at)),
    ]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "directive",
                label=_("Directive"),
                accessor=lambda row: row.directive.number,
                second=lambda row: beginning(row.directive.abstract),
                url=self.row_url,
            ),
            TwoLineColumn("agency", shows=AGENCY, second=ROLE),
            LabelledColumn(
                "sent", label=_("Sent"), accessor=lambda row: _day(row.directive.sent_at)
            ),
            TagColumn(
                "received",
                label=_("Received"),
                accessor=lambda row: (
                    _day(row.received_at) if row.received_at else _("Not received")
                ),
                primary=lambda row: row.received_at is None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Recipient]:
        """Return the receipts the user may read."""
        return receipts_for(self.scope)

    def panel_rows(self) -> QuerySet[Recipient]:
        """Return the unreceived receipts of the agencies the user serves."""
        return unreceived(receipts_for(self.scope, writing=True))

    def item(self, row: Recipient) -> PanelRow:
        """Return the start page row of a receipt."""
        return PanelRow(
            url=self.row_url(row),
            title=f"{row.directive.number}: {beginning(row.directive.abstract)}",
            state=_("Not received"),
            facts=_("sent on %s") % _day(row.directive.sent_at),
            since=timezone.localdate(row.directive.sent_at),
            came_at=row.directive.sent_at,
        )


class ReceiptRow(RowMixin):
    """Mixin for views of one receipt: the directive, the agency's tasks and its questions."""

    desk = ReceiptsView
    header_icon = "mail"
    row_class = "row-page row-page--above-form"
    row: Recipient

    def get_rows(self) -> QuerySet[Recipient]:
        """Return the receipts the user may read."""
        return receipts_for(self.scope)

    def row_name(self) -> str:
        """Return kind and number of the directive."""
        return f"{self.row.directive.get_kind_display()} {self.row.directive.number}"

    def facts(self) -> list[tuple[str, str]]:
        """Return (label, value) pairs about the directive and the receipt."""
        row, directive = self.row, self.row.directive
        who = row.received_by.get_full_name() if row.received_by else ""
        received = ", ".join(filter(None, [_moment(row.received_at), who]))
        return [
            (_("Abstract"), directive.abstract),
            (_("Issued"), f"{directive.issuer}, {format_day(directive.issued_on)}"),
            (_("File"), file_link(directive)),
            (_("Agency"), f"{row.agency} ({row.get_role_display()})"),
            (_("Sent"), _moment(directive.sent_at)),
            (_("Received"), received or format_html("<strong>{}</strong>", _("Not received"))),
            (_("Assigned tasks"), self.tasks()),
            *((_("Question"), _dialogue(each)) for each in row.questions.all()),
            (_("Closed"), _moment(directive.closed_at)),
        ]

    def tasks(self) -> str:
        """Return links to the agency's tasks of this directive."""
        rows = Assignment.objects.filter(agency=self.row.agency_id)
        found = rows.filter(task__directive=self.row.directive_id).select_related("task")
        day = timezone.localdate()
        return format_html_join(
            "",
            '<p><a href="{}">{}</a><br>{}</p>',
            (
                (
                    AssignmentsView.row_url(each),
                    beginning(each.task.words),
                    " · ".join(filter(None, _facts(each, day))),
                )
                for each in found.order_by("due_on", "pk")
            ),
        )


class ReceiptView(ReceiptRow, RowView):
    """Page of a receipt, with the possible actions."""

    transitions = (RECEIVE, ASK, ANSWER)
    row_class = "row-page"
    page_title = gettext_lazy("Incoming directive")


class ReceiptForm(ReceiptRow, ActForm):
    """Base view of an action on a receipt."""

    key = "recipient_id"


class ReceiveView(ReceiptForm):
    """Receive a directive."""

    transition, service = RECEIVE, staticmethod(receive_directive)
    success_message = gettext_lazy("It is received. Your tasks of it stand below.")
    explanation = gettext_lazy(
        "The moment of this click is noted with your name and cannot be changed afterwards."
    )


class AskView(ReceiptForm):
    """Ask the overseer."""

    transition, form_class, service = ASK, TextForm, staticmethod(ask_about)
    success_message = gettext_lazy("The question is sent.")


class AnswerView(ReceiptForm):
    """Answer an agency."""

    transition, form_class, service = ANSWER, TextForm, staticmethod(answer_question)
    success_message = gettext_lazy("The answer is sent.")


def _facts(row: Assignment, day: dt.date) -> list[str]:
    return [row.get_state_display(), format_day(row.due_on), time_left(row, day)]


def _dialogue(question: DirectiveQuestion) -> str:
    asked = f"{question.text} ({_moment(question.asked_at)})"
    if question.answered_at is None:
        return asked
    answer = f"{question.answer} ({_moment(question.answered_at)})"
    return format_html("{}<br><strong>{}:</strong> {}", asked, _("Answer"), answer)


def _moment(moment: Any) -> str:
    return format_moment(moment) if moment else ""


def _day(moment: Any) -> str:
    return format_day(timezone.localdate(moment))
