"""Views of disputes: agencies read their own, overseers answer."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_moment
from network.core.fields import TextField
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowForm
from network.desks.wording import days_since

from .disputes import ANSWER, answer_dispute
from .models import REASON_LENGTH, Dispute


class DisputesView(DeskList):
    """List of disputes, unanswered ones first."""

    model = Dispute
    page_title = gettext_lazy("Agencies' remarks")
    action = gettext_lazy("Write a reply")
    header_icon = "comment"
    index_url_name = "oversight:disputes"
    index_results_url_name = "oversight:disputes_results"
    row_url_name = "oversight:dispute_row"
    verbose_name_plural = Dispute._meta.verbose_name_plural
    no_results_message = gettext_lazy("No agency has a remark on a finding.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: remark, date, answer."""
        return [
            LinkColumn(
                "reason",
                label=gettext_lazy("Remark"),
                accessor=lambda row: row.reason,
                second=lambda row: f"{row.agency.short_name} · {row.requirement}",
                url=self.row_url,
            ),
            LabelledColumn(
                "opened",
                label=gettext_lazy("Sent on"),
                accessor=lambda row: format_moment(row.opened_at),
            ),
            TagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda row: (
                    gettext_lazy("Answered")
                    if row.answered_at
                    else gettext_lazy("Waits for an answer")
                ),
                primary=lambda row: row.answered_at is None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Dispute]:
        """Return the disputes that the user may read."""
        rows: QuerySet[Dispute] = Dispute.scoped.of(self.scope)
        return rows.select_related("agency", "requirement").order_by("answered_at", "opened_at")

    def panel_rows(self) -> QuerySet[Dispute]:
        """Return the unanswered disputes."""
        return self.get_base_queryset().filter(answered_at=None)

    def item(self, row: Dispute) -> PanelRow:
        """Return a dispute as a row of the start page."""
        return PanelRow(
            self.row_url(row),
            row.reason,
            row.agency.short_name,
            days_since(row.opened_at, now=self.now),
            since=timezone.localdate(row.opened_at),
            came_at=row.opened_at,
        )


class DisputeAnswerForm(forms.Form):
    """The answer to a dispute."""

    answer = TextField(label=gettext_lazy("Answer"), max_length=REASON_LENGTH, rows=4)


class DisputeRowView(RowForm):
    """Page of one dispute, with the form in which overseers answer it."""

    desk, transition = DisputesView, ANSWER
    form_class = DisputeAnswerForm
    page_title = gettext_lazy("Remark of an agency")
    submit_label = gettext_lazy("Give an answer")
    success_message = gettext_lazy("Answered. The agency reads it beside the requirement.")

    def row_name(self) -> str:
        """Return the agency and the requirement's code."""
        return f"{self.row.agency.short_name} · {self.row.requirement.key}"

    def facts(self) -> list[tuple[object, object]]:
        """Return the facts of the dispute, as (label, value)."""
        return [
            (gettext_lazy("Requirement"), str(self.row.requirement)),
            (gettext_lazy("Sent on"), format_moment(self.row.opened_at)),
            (gettext_lazy("Remark"), self.row.reason),
            (gettext_lazy("Answer"), self.row.answer),
        ]

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        answer_dispute(dispute_id=self.row.pk, user=self.user, now=self.now, **form.cleaned_data)
