"""Desk of rights requests: list, page of one request, and a form per transition."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.tables import LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day, format_moment
from network.core.fields import LineField
from network.core.outside import safe_href
from network.desks.delegation import WaitingRow
from network.desks.delegation_views import RowDelegateForm
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.roles import HANDLING
from network.desks.rows import RowView, TransitionForm
from network.desks.wording import days_since, due

from .. import services
from ..models import ANSWER_LENGTH, CLOSED_STATES, RightsRequest
from ..selectors import requests_for
from ..transitions import FINISH, REFUSE, TAKE_IN
from .filters import RightsRequestFilterSet


class RequestsView(DeskList):
    """List of requests of the user's agencies, for overseers of all agencies, by due date."""

    page_title = gettext_lazy("Requests about rights and data")
    action = gettext_lazy("Deal with it")
    header_icon = "lock"
    index_url_name = "rights_desk:index"
    index_results_url_name = "rights_desk:index_results"
    filterset_class = RightsRequestFilterSet
    verbose_name_plural = RightsRequest._meta.verbose_name_plural
    no_results_message = gettext_lazy(
        "No request waits. The form stands at the foot of every article."
    )
    row_url_name = "rights_desk:request"
    delegate_url_name = "rights_desk:delegate"

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns request, page, agency and due date."""
        day = timezone.localdate(self.now)
        return [
            LinkColumn(
                "kind",
                label=_("Request"),
                accessor=lambda row: row.get_kind_display(),
                second=_page_name,
                url=self.row_url,
            ),
            TwoLineColumn(
                "ground",
                label=_("By what right"),
                accessor=lambda row: row.get_ground_display(),
                second=lambda row: row.agency.short_name,
            ),
            TwoLineColumn(
                "due",
                label=_("Due"),
                accessor=lambda row: format_day(row.due_on) if row.is_open else "–",
                second=lambda row: (
                    _("overdue") if row.is_late(day) else days_since(row.sent_at, now=self.now)
                ),
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: row.get_state_display(),
                primary=lambda row: row.is_open,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[RightsRequest]:
        """Return the requests that the user may read: the open ones, unless a state filter is
        set."""
        rows = requests_for(self.scope)
        return rows if "state" in self.request.GET else rows.exclude(state__in=CLOSED_STATES)

    def panel_rows(self) -> QuerySet[RightsRequest]:
        """Return the open requests of the agencies that the user serves."""
        return requests_for(self.scope, writing=True).exclude(state__in=CLOSED_STATES)

    def item(self, row: RightsRequest) -> PanelRow:
        """Return a request as a row of the start page."""
        late = row.is_late(timezone.localdate(self.now))
        return PanelRow(
            url=self.row_url(row),
            title=f"{row.get_kind_display()}: {_page_name(row)}",
            state=row.get_state_display(),
            facts="" if late else _("due %s") % format_day(row.due_on),
            warning=due(row.due_on, late=True) if late else "",
            due=row.due_on,
            delegable=self.delegable(row),
        )

    @classmethod
    def waiting_row(cls, row: RightsRequest) -> WaitingRow:
        """Return the request, without what it says of its sender."""
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=f"{row.get_kind_display()}: {_page_name(row)}",
            path=cls.row_url(row),
            roles=HANDLING,
            holder=row.handler_id,
            refusal="" if row.is_open else FINISH.refusal_of(row),
            on_delegated=partial(services.hand_to, row.pk),
        )


class RequestView(RowView):
    """Page of one request, with the transitions open to the user."""

    desk = RequestsView
    transitions = (TAKE_IN, FINISH, REFUSE)
    template_name = "rights_requests/desk/request.html"
    page_title = gettext_lazy("Request about rights or data")
    header_icon = "lock"
    row: RightsRequest

    def get_rows(self) -> QuerySet[RightsRequest]:
        """Return the requests that the user may read."""
        return requests_for(self.scope)

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the facts about the request. Only its own agency sees the sender's address."""
        row = self.row
        late = row.is_late(timezone.localdate())
        term = '<span class="asked__late">{}</span>' if late else "{}"
        link = '<a href="{}" target="_blank" rel="noopener">{}</a>'
        is_own = row.agency_id in self.scope.agency_roles
        address = row.page.url if row.page else safe_href(row.path)
        return [
            (_("State"), format_html("<strong>{}</strong>", row.get_state_display())),
            (
                _("Page"),
                format_html(link, address, row.path),
            ),
            (_("Agency"), row.agency.name),
            (_("By what right"), row.get_ground_display()),
            (_("What shows it"), row.evidence),
            (_("Sent"), format_moment(row.sent_at)),
            (_("Due"), format_html(term, due(row.due_on, late=late)) if row.is_open else ""),
            (_("Answer to"), row.contact if is_own else ""),
            (_("Seen to by"), row.handler.get_full_name() if row.handler else ""),
            (_("Closed"), format_moment(row.closed_at)),
            (_("Answer"), row.answer),
        ]


class DelegateRightsRequestView(RowDelegateForm):
    """Hand a request to a colleague."""

    desk = RequestsView
    header_icon = "lock"

    def get_rows(self) -> QuerySet[RightsRequest]:
        """Return the requests of the agencies that the user serves."""
        return requests_for(self.scope, writing=True)


class RightsAnswerForm(forms.Form):
    """Answer that the sender reads."""

    answer = LineField(
        label=gettext_lazy("What the person who asked reads"),
        min_length=10,
        max_length=ANSWER_LENGTH,
        rows=4,
        help_text=gettext_lazy(
            "What was done, or why it was not and where they may turn. By the code, and by email"
            " if one was given."
        ),
    )


class RequestForm(TransitionForm):
    """Base of the transition forms. It shows the request above the form."""

    desk = RequestsView
    template_name = "rights_requests/desk/transition.html"
    row_class = "row-page row-page--above-form"
    header_icon = "lock"

    def get_rows(self) -> QuerySet[RightsRequest]:
        """Return the requests of the user's agencies."""
        return requests_for(self.scope, writing=True)

    def doer(self) -> dict[str, Any]:
        """Return the keyword arguments common to all services."""
        return {"request_id": self.row.pk, "user": self.user, "now": self.now}


class TakeInView(RequestForm):
    """Assign a request to the user."""

    transition = TAKE_IN
    page_title = gettext_lazy("Take in")
    success_message = gettext_lazy("You see to this request now.")
    submit_label = TAKE_IN.label
    explanation = gettext_lazy("Whoever asked reads that it is being dealt with.")

    def perform(self, form: forms.Form) -> None:
        """Take the request in and redirect to its page."""
        services.take_in(**self.doer())
        self.success_url = self.desk.row_url(self.row)


class FinishView(RequestForm):
    """Close a request as carried out."""

    transition = FINISH
    form_class = RightsAnswerForm
    page_title = gettext_lazy("Carried out")
    success_message = gettext_lazy("The request is closed as carried out.")
    submit_label = gettext_lazy("Close as carried out")
    explanation = gettext_lazy(
        "First take down, correct or send what was asked for: nothing of it happens by itself."
    )

    def perform(self, form: forms.Form) -> None:
        """Close the request as carried out."""
        services.finish(answer=form.cleaned_data["answer"], **self.doer())


class RefuseView(RequestForm):
    """Refuse a request."""

    transition = REFUSE
    form_class = RightsAnswerForm
    page_title = gettext_lazy("Refuse the request")
    success_message = gettext_lazy("The request is refused, with its reason.")
    submit_label = gettext_lazy("Refuse")

    def perform(self, form: forms.Form) -> None:
        """Close the request as refused."""
        services.refuse(answer=form.cleaned_data["answer"], **self.doer())


def _page_name(row: RightsRequest) -> str:
    return row.page.title if row.page else row.path
