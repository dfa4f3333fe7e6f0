"""Views of proposals: an agency's own list and form, and the network admin's answers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.people.service_forms import ServiceForm
from network.agencies.tables import TableView
from network.core.text import clean_input
from network.desks.lists import DeskList
from network.desks.rows import TransitionForm

from ..models import Proposal, ProposalKind, ProposalStatus
from . import columns, services
from .forms import DeclineProposalForm, ProposalForm
from .selectors import proposals_in, proposals_of, proposing_agencies, waiting_proposals
from .transitions import DECLINE

OWN = reverse_lazy("aggregator_proposals:own")
NOTHING = gettext_lazy("There are no proposals here.")


class OwnProposalsView(TableView):
    """List of the proposals of the user's own agencies, with their answers."""

    page_title = gettext_lazy("Proposals to the library")
    header_icon = "link"
    index_url_name = "aggregator_proposals:own"
    columns = columns.OWN
    no_results_message = NOTHING

    def get_base_queryset(self) -> QuerySet[Proposal]:
        """Return the proposals of the user's own agencies."""
        return proposals_of(self.request.user)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the "propose" buttons, or [] if the user may not propose."""
        if not proposing_agencies(self.request.user).exists():
            return []
        return [
            HeaderButton(label, reverse("aggregator_proposals:propose", args=[kind]))
            for kind, label in (
                (ProposalKind.SOURCE, _("Propose a source")),
                (ProposalKind.LINK, _("Propose a link")),
            )
        ]


class WaitingProposalsView(DeskList):
    """List of all agencies' proposals: waiting ones, or those with the status in `trang-thai`."""

    page_title = gettext_lazy("Proposals of agencies")
    header_icon = "link"
    index_url_name = "aggregator_proposals:waiting"
    readers = DECLINE.roles
    paginate_by = 50
    results_template_name = "aggregator/proposals/list_results.html"
    no_results_message = NOTHING

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns, with the buttons that this user may use."""
        return columns.columns_for_network(self.request.user)

    def get_base_queryset(self) -> QuerySet[Proposal]:
        """Return the proposals with the requested status."""
        asked = self.request.GET.get("trang-thai", "")
        answered = (ProposalStatus.ACCEPTED, ProposalStatus.DECLINED)
        return proposals_in(asked) if asked in answered else waiting_proposals()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the links to the lists of the other statuses."""
        links = [
            (label, f"{self.index_url}?trang-thai={status}")
            for status, label in ProposalStatus.choices
        ]
        return super().get_context_data(*args, **kwargs) | {"list_links": links}


class ProposeView(ServiceForm):
    """Form view for proposing a source or link for one of the user's agencies."""

    form_class = ProposalForm
    header_icon = "link"
    success_url = OWN
    success_message = gettext_lazy("Your proposal is with the network. Its answer will stand here.")
    submit_label = gettext_lazy("Propose")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Set agencies and kind. Raises PermissionDenied if the user may not propose for any
        agency."""
        self.agencies = list(proposing_agencies(request.user))
        if not self.agencies:
            raise PermissionDenied
        self.kind = ProposalKind(kwargs["kind"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the title for a source or a link."""
        link = self.kind == ProposalKind.LINK
        return _("Propose a link") if link else _("Propose a source")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the user's agencies to the form."""
        return super().get_form_kwargs() | {"agencies": self.agencies}

    def get_initial(self) -> dict[str, Any]:
        """Prefill the reason with the document number in `so`, for users who come from a search
        without result."""
        number = clean_input(self.request.GET.get("so", "")[:60])
        why = _("Document %s is missing.") % number if number else ""
        return super().get_initial() | {"why": why}

    def perform(self, form: Form) -> None:
        """Call the service."""
        services.propose(
            **form.cleaned_data,
            kind=self.kind,
            proposer=self.user,
            now=self.now,
        )


class DeclineView(TransitionForm):
    """Form view for declining a proposal with a reason."""

    desk = WaitingProposalsView
    transition = DECLINE
    form_class = DeclineProposalForm
    template_name = "agencies/form.html"
    header_icon = "link"
    page_title = gettext_lazy("Decline the proposal")
    success_message = gettext_lazy("The proposal is declined. The agency reads why.")
    submit_label = DECLINE.label
    row: Proposal

    def get_rows(self) -> QuerySet[Proposal]:
        """Return the proposals of all agencies."""
        return Proposal.objects.all()

    def row_name(self) -> str:
        """Return the proposed address."""
        return self.row.url

    def perform(self, form: Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        services.decline_proposal(
            proposal_id=self.row.pk,
            **form.cleaned_data,
            decider=self.user,
            now=self.now,
        )
