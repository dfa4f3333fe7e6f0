"""Views of speaker requests, received and sent."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day
from network.core.fields import offer
from network.core.sorting import SortKey
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.desks.transitions import held_roles
from network.desks.wording import due

from .. import reporter_services
from ..models import SpeakerRequest, SpeakerRequestState
from ..selectors import kept_agencies, requests_for
from ..transitions import ACCEPT, ANSWERING, ASKING, DECLINE, WITHDRAW
from .forms import AcceptForm, DeclineSpeakerForm, SpeakerRequestForm
from .views import ReportersView


class RequestsView(DeskList):
    """Requests sent and received by the user's agencies."""

    model = SpeakerRequest
    page_title = gettext_lazy("Requests for a reporter")
    action = gettext_lazy("Write a reply")
    header_icon = "mail"
    index_url_name = "reporters:requests"
    index_results_url_name = "reporters:requests_results"
    row_url_name = "reporters:request"
    verbose_name_plural = SpeakerRequest._meta.verbose_name_plural
    no_results_message = gettext_lazy("No reporter was asked for yet.")
    above = [(reverse_lazy(ReportersView.index_url_name), ReportersView.page_title)]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "held_on",
                label=_("For the day"),
                accessor=lambda row: format_day(row.held_on),
                second=lambda row: row.place,
                url=self.row_url,
            ),
            TwoLineColumn(
                "agencies",
                label=_("Who asks whom"),
                accessor=lambda row: f"{row.agency.short_name} → {row.to_agency.short_name}",
                second=lambda row: str(row.topic or ""),
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: row.get_state_display(),
                primary=lambda row: row.state == SpeakerRequestState.SENT,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[SpeakerRequest]:
        """Return the requests the user may read."""
        return requests_for(self.scope)

    def panel_rows(self) -> QuerySet[SpeakerRequest]:
        """Return the requests waiting for an answer of the user's agencies."""
        own = kept_agencies(self.scope, ANSWERING)
        rows = requests_for(self.scope).filter(to_agency__in=own, state=SpeakerRequestState.SENT)
        return rows.order_by("due_on", "pk")

    def item(self, row: SpeakerRequest) -> PanelRow:
        """Return the start page row of a request."""
        late = row.due_on < timezone.localdate()
        return PanelRow(
            url=self.row_url(row),
            title=row.words[:80],
            state=row.get_state_display(),
            facts=f"{row.agency.short_name} · {format_day(row.held_on)}",
            warning=due(row.due_on, late=True) if late else "",
            due=row.due_on,
        )

    def get_header_buttons(self) -> list[Button]:
        """Add a button for a new request."""
        if not kept_agencies(self.scope, ASKING):
            return []
        return [HeaderButton(_("Ask for a reporter"), reverse("reporters:ask"), icon_name="plus")]


class RequestRow(RowMixin):
    """Mixin for views of one request between two agencies, each with its own actions."""

    desk = RequestsView
    header_icon = "mail"
    is_asking = False
    row: SpeakerRequest

    def get_rows(self) -> QuerySet[SpeakerRequest]:
        """Return the requests the user may read."""
        return requests_for(self.scope)

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's roles in the agency that acts: the asking one if `is_asking`, else the
        asked one."""
        side = self.row.agency_id if self.is_asking else self.row.to_agency_id
        return held_roles(self.scope, side)

    def row_name(self) -> str:
        """Return the asking agency and the day."""
        return f"{self.row.agency.short_name}, {format_day(self.row.held_on)}"


class RequestView(RequestRow, RowView):
    """Page of one request."""

    transitions = (ACCEPT, DECLINE)
    page_title = gettext_lazy("Request for a reporter")

    def buttons(self) -> list[Button]:
        """Add the withdraw button for the asking agency."""
        asking = held_roles(self.scope, self.row.agency_id)
        if not WITHDRAW.is_open(self.row, asking):
            return super().buttons()
        back = Button(WITHDRAW.label, reverse("reporters:withdraw", args=[self.row.pk]))
        return [*super().buttons(), back]

    def facts(self) -> list[tuple[Any, Any]]:
        """Return (label, value) pairs: the request and its answer."""
        row = self.row
        return [
            (_("State"), row.get_state_display()),
            (_("Asks"), row.agency.name),
            (_("Asked agency"), row.to_agency.name),
            (_("For the day"), format_day(row.held_on)),
            (_("Place"), row.place),
            (_("Topic"), str(row.topic or "")),
            (_("Language"), row.get_language_display()),
            (_("What it is about, and for whom"), row.words),
            (_("Answer due"), "" if row.answered_at else format_day(row.due_on)),
            (_("Who comes"), f"{row.reporter}, {row.reporter.post}" if row.reporter else ""),
            (_("Answer"), row.answer),
        ]


class AskView(ServiceForm):
    """Ask another agency."""

    form_class = SpeakerRequestForm
    page_title = gettext_lazy("Ask for a reporter")
    submit_label = gettext_lazy("Send")
    header_icon = "mail"
    success_message = gettext_lazy("The request is sent.")
    above = [(reverse_lazy(RequestsView.index_url_name), RequestsView.page_title)]

    @cached_property
    def agencies(self) -> QuerySet[Agency]:
        """Return the agencies for which the user may ask."""
        own = kept_agencies(scope_now(self.request), ASKING)
        return Agency.objects.filter(pk__in=own).order_by(SortKey("name"))

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to these agencies."""
        form: Form = super().get_form(form_class)
        return offer(form, "agency", self.agencies)

    def perform(self, form: Form) -> None:
        """Send the request."""
        row = reporter_services.ask_for_speaker(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = RequestsView.row_url(row)


class RequestActs(RequestRow, ActForm):
    """Base view of an action on a request."""

    key = "request_id"


class AcceptView(RequestActs):
    """Accept a request with a reporter."""

    transition, form_class = ACCEPT, AcceptForm
    service = staticmethod(reporter_services.accept_request)
    success_message = gettext_lazy("The agency that asked reads who comes.")

    def get_form(self, form_class: Any = None) -> Form:
        """Limit the choices to the agency's reporters."""
        form: AcceptForm = super().get_form(form_class)
        form.offer(self.row.to_agency, self.row.held_on)
        return form


class DeclineView(RequestActs):
    """Decline a request."""

    transition, form_class = DECLINE, DeclineSpeakerForm
    service = staticmethod(reporter_services.decline_request)
    success_message = gettext_lazy("The agency that asked reads it.")


class WithdrawView(RequestActs):
    """Withdraw a request."""

    transition, is_asking = WITHDRAW, True
    service = staticmethod(reporter_services.withdraw_request)
    success_message = gettext_lazy("The request is withdrawn.")
