"""The network admin's screens to give and end network roles."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..models import Invitation, Membership
from ..requests import AdminRequest
from ..tables import TableView
from . import columns, invitations, services
from .forms import EndNetworkRoleForm, NetworkRoleForm
from .network_views import NetworkAdminMixin, NetworkPeopleView
from .selectors import listed_network_memberships, network_invitations
from .service_forms import ServiceForm
from .terms import with_terms
from .views import ResendAction, WithdrawAction

NETWORK_PEOPLE = reverse_lazy("agencies_people:network")
ABOVE = [(NETWORK_PEOPLE, NetworkPeopleView.page_title)]


class GrantNetworkRoleView(NetworkAdminMixin, ServiceForm):
    """Invite somebody to a network role by mail."""

    request: AdminRequest
    form_class = NetworkRoleForm
    page_title = gettext_lazy("Give a role")
    header_icon = "mail"
    success_url = NETWORK_PEOPLE
    above = ABOVE
    success_message = gettext_lazy("The invitation is on its way by mail.")
    submit_label = gettext_lazy("Send the invitation")
    explanation = gettext_lazy(
        "The network admin keeps agencies, sources and roles; the overseer reads everything; the "
        "report viewer reads figures. The role is held once the person has accepted."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": timezone.localdate(self.now)}

    def perform(self, form: Form) -> None:
        invitations.invite_to_network(
            **with_terms(form.cleaned_data), actor=self.user, now=self.now
        )


class EndNetworkRoleView(NetworkAdminMixin, ServiceForm):
    """End a network role. The last network admin cannot be removed."""

    request: AdminRequest
    form_class = EndNetworkRoleForm
    page_title = gettext_lazy("End role")
    success_url = NETWORK_PEOPLE
    above = ABOVE
    success_message = gettext_lazy("The end of the role is noted.")
    submit_label = gettext_lazy("End role")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the membership. 404 if it is no network role or is over."""
        super().setup(request, *args, **kwargs)
        rows = listed_network_memberships(today=timezone.localdate())
        self.object: Membership = get_object_or_404(rows, pk=kwargs["membership_id"])

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate(self.now)}

    def perform(self, form: Form) -> None:
        services.end_network_role(
            membership=self.object, **form.cleaned_data, actor=self.user, now=self.now
        )

    def get_page_subtitle(self) -> str:
        return f"{self.object.user.shown_name} · {self.object.get_role_display()}"


class NetworkInvitationsView(NetworkAdminMixin, TableView):
    """List of open invitations to network roles."""

    page_title = gettext_lazy("Invitations")
    header_icon = "mail"
    index_url_name = "agencies_people:network_invitations"
    columns = columns.NETWORK_INVITATIONS
    above = ABOVE

    def get_base_queryset(self) -> QuerySet[Invitation]:
        return network_invitations()


class NetworkInvitationsMixin(NetworkAdminMixin):
    """Mixin for actions on invitations to network roles only."""

    list_url_name = NetworkInvitationsView.index_url_name

    def get_invitations(self) -> QuerySet[Invitation]:
        return network_invitations()


class ResendNetworkInvitationView(NetworkInvitationsMixin, ResendAction):
    """Mail a new link for an invitation to a network role."""


class WithdrawNetworkInvitationView(NetworkInvitationsMixin, WithdrawAction):
    """Withdraw an invitation to a network role."""
