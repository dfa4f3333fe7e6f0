"""The network admin's screens about people: first admins of agencies, and network roles."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.core.frame import registered_url

from ..audit import record
from ..guard.rules import RIGHTS_FIELDS
from ..models import Agency, AuditAction, Invitation, Membership, Role
from ..requests import AdminRequest
from ..tables import TableView
from . import invitations, services
from .columns import network_columns
from .factors import reset_by_network
from .forms import FirstAdminForm
from .overview import OverviewView
from .selectors import agencies_without_admin, listed_network_memberships, runs_network
from .service_forms import RESET_EXPLANATION, AgencyServiceForm, ServiceForm
from .terms import with_terms

AGENCIES = lazy(registered_url, str)("agencies")
OVERVIEW = reverse_lazy("agencies_people:overview")


class NetworkAdminMixin(View):
    """Mixin that admits only network admins."""

    request: AdminRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied for everybody else, and (logged) for posted fields of Wagtail's
        user form."""
        if not runs_network(self.request.user):
            raise PermissionDenied
        if fields := sorted(RIGHTS_FIELDS & request.POST.keys()):
            record(
                actor=self.request.user,
                agency=None,
                action=AuditAction.REFUSED,
                now=timezone.now(),
                subject=request.path,
                fields=fields,
            )
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FirstAdminView(NetworkAdminMixin, AgencyServiceForm):
    """Invite the first admin of an agency, who then invites its other people."""

    request: AdminRequest
    form_class = FirstAdminForm
    page_title = gettext_lazy("Invite the agency's admin")
    header_icon = "mail"
    success_url = AGENCIES
    above = [(AGENCIES, Agency._meta.verbose_name_plural)]
    success_message = gettext_lazy("The invitation is on its way by mail.")
    submit_label = gettext_lazy("Send the invitation")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the agency. 404 if it needs no first admin."""
        super().setup(request, *args, **kwargs)
        open_ones = agencies_without_admin(today=timezone.localdate())
        self.agency = get_object_or_404(open_ones, pk=kwargs["agency_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": timezone.localdate(self.now)}

    def perform(self, form: Form) -> None:
        invitations.invite_first_admin(
            agency=self.agency, **with_terms(form.cleaned_data), actor=self.user, now=self.now
        )

    @property
    def explanation(self) -> str:
        """Return the text above the form, with the emails of open invitations."""
        text = _(
            "This agency has no admin. Whoever accepts the invitation invites its other people. "
            "It is written into the agency's log."
        )
        waiting = Invitation.objects.unanswered().filter(
            agency=self.agency, role=Role.AGENCY_ADMIN, expires_at__gt=self.now
        )
        emails = ", ".join(waiting.values_list("email", flat=True))
        told = _("Invited and not answered yet: %(emails)s.") % {"emails": emails}
        return f"{text} {told}" if emails else text


class NetworkPeopleView(NetworkAdminMixin, TableView):
    """List of current and future network roles."""

    page_title = gettext_lazy("Network roles")
    header_icon = "group"
    index_url_name = "agencies_people:network"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return network_columns(self.request.user)

    def get_base_queryset(self) -> QuerySet[Membership]:
        return listed_network_memberships(today=timezone.localdate())

    def get_header_buttons(self) -> list[Button]:
        """Return the buttons for giving a role and for open invitations."""
        give, sent = "agencies_people:give_network_role", "agencies_people:network_invitations"
        return [
            HeaderButton(_("Give a role"), reverse(give), icon_name="plus"),
            HeaderButton(_("Invitations"), reverse(sent), icon_name="mail"),
        ]


class ResetNetworkFactorView(NetworkAdminMixin, ServiceForm):
    """Delete the second factor of a person whom no agency may reset."""

    request: AdminRequest
    form_class = Form
    page_title = gettext_lazy("Reset the second factor")
    success_url = OVERVIEW
    above = [(OVERVIEW, OverviewView.page_title)]
    success_message = gettext_lazy("Done. At the next sign-in the person sets up a new one.")
    submit_label = gettext_lazy("Reset the second factor")
    explanation = RESET_EXPLANATION

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the membership. 404 if an agency resets this person, or the role is over."""
        super().setup(request, *args, **kwargs)
        rows = reset_by_network(today=timezone.localdate())
        self.object: Membership = get_object_or_404(rows, pk=kwargs["membership_id"])

    def perform(self, form: Form) -> None:
        services.reset_network_factor(membership=self.object, actor=self.user, now=self.now)

    def get_page_subtitle(self) -> str:
        return self.object.user.shown_name
