"""The agency admin's screens."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.core.registry import Registry
from network.core.sorting import SortKey

from ..audit import record
from ..guard.rules import RIGHTS_FIELDS
from ..models import AGENCY_ROLES, AuditAction, Invitation, Membership
from ..requests import AdminRequest
from ..tables import StackedTable, TableView
from . import columns, invitations, services, substitution
from .forms import ChangeForm, EndRoleForm, InviteForm, SubstituteForm
from .selectors import (
    administered_agencies,
    listed_memberships,
    managed_invitations,
    managed_memberships,
)
from .service_forms import RESET_EXPLANATION, ServiceForm, StrOrPromise
from .terms import with_terms

INDEX = reverse_lazy("agencies_people:index")
PER_PAGE = 50
# Query parameters of the lists of memberships.
LIST_PARAMETERS = ("ended", "ending", "unsafe")
# Lists of higher layers shown beside these; maps URL name to label.
PEOPLE_LISTS = Registry[Promise]("lists about people")


class AgencyAdminMixin(View):
    """Mixin that admits only agency admins. Attempts to exceed their rights are refused and
    logged."""

    request: AdminRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.agencies = list(administered_agencies(self.request.user))
        if not self.agencies:
            raise PermissionDenied
        if request.method == "POST":
            self.refuse_reaching()
        return super().dispatch(request, *args, **kwargs)

    def refuse_reaching(self) -> None:
        """Raise PermissionDenied for rights no agency can give, Http404 for a foreign agency. Logs
        both."""
        posted = self.request.POST
        role, agency = posted.get("role"), posted.get("agency")
        if RIGHTS_FIELDS & posted.keys() or (role and role not in AGENCY_ROLES):
            fields = sorted(RIGHTS_FIELDS & posted.keys())
            self.record_refusal(fields=fields, role=(role or "")[:20])
            raise PermissionDenied
        if agency and agency not in {str(own.pk) for own in self.agencies}:
            self.record_refusal(asked_agency=agency[:20])
            raise Http404

    def record_refusal(self, **detail: Any) -> None:
        """Log the attempt for the user's own agency."""
        record(
            actor=self.request.user,
            agency=self.agencies[0],
            action=AuditAction.REFUSED,
            now=timezone.now(),
            subject=self.request.path,
            **detail,
        )
        # Already logged here, so the guard must not log it again.
        self.request.journalled = True


class PeopleListing(AgencyAdminMixin, TableView):
    """A paginated list with one table per agency."""

    paginate_by = PER_PAGE
    template_name = "agencies/people.html"
    results_template_name = "agencies/people_results.html"
    header_icon = "group"

    def get_table(self, object_list: Any) -> StackedTable:
        """Return the table of the whole page; the template needs its media. Also sets `self.tables`
        per agency."""
        self.tables = [
            (agency, StackedTable(self.columns, list(rows)))
            for agency, rows in groupby(object_list, key=lambda row: row.agency)
        ]
        return StackedTable(self.columns, object_list)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tables, whether they need the agency's name above them, and links to the other
        lists."""
        context = super().get_context_data(*args, **kwargs)
        lists = [
            (_("Serving today"), INDEX),
            (_("Ending within 30 days"), f"{INDEX}?ending=1"),
            (_("Without a second factor"), f"{INDEX}?unsafe=1"),
            (_("Ended roles"), f"{INDEX}?ended=1"),
            (_("Invitations"), reverse("agencies_people:invitations")),
            *((label, reverse(name)) for name, label in PEOPLE_LISTS.items()),
        ]
        here = self.request.get_full_path()
        return context | {
            "tables": self.tables,
            "many_agencies": len(self.agencies) > 1,
            "list_links": [(label, url) for label, url in lists if url != here],
        }

    def get_header_buttons(self) -> list[Button]:
        return [HeaderButton(_("Invite"), reverse("agencies_people:invite"), icon_name="plus")]


class PeopleView(PeopleListing):
    """People of the user's agencies and their roles."""

    page_title = gettext_lazy("People")
    index_url_name = "agencies_people:index"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return columns.membership_columns(self.request.user)

    def get_base_queryset(self) -> QuerySet[Membership]:
        """Return the memberships in the user's agencies, limited by the query parameter."""
        which = next((name for name in LIST_PARAMETERS if name in self.request.GET), "")
        return listed_memberships(self.request.user, today=timezone.localdate(), which=which)


class InvitationsView(PeopleListing):
    """Open invitations to the user's agencies."""

    page_title = gettext_lazy("Invitations")
    index_url_name = "agencies_people:invitations"
    columns = columns.INVITATIONS
    above = [(INDEX, PeopleView.page_title)]

    def get_base_queryset(self) -> QuerySet[Invitation]:
        """Return the open invitations to the user's agencies."""
        rows = managed_invitations(self.request.user)
        return rows.order_by(SortKey("agency__name"), "agency_id", "-invited_at", "-pk")


class PeopleForm(AgencyAdminMixin, ServiceForm):
    """Form about a person of the user's agency."""

    request: AdminRequest
    success_url = INDEX
    above = [(INDEX, PeopleView.page_title)]

    def membership(self) -> Membership:
        """Return the membership in the URL. 404 if it belongs to another agency or is over."""
        rows = managed_memberships(self.request.user).exclude(
            valid_to__lt=timezone.localdate(self.now)
        )
        return get_object_or_404(rows, pk=self.kwargs["membership_id"])


class InviteView(PeopleForm):
    """Invite somebody by mail."""

    form_class = InviteForm
    page_title = gettext_lazy("Invite")
    success_url = reverse_lazy("agencies_people:invitations")
    # The same message whether or not the address has an account.
    success_message = gettext_lazy("The invitation is on its way by mail.")
    submit_label = gettext_lazy("Send the invitation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the user's agencies and today's date to the form's arguments."""
        today = timezone.localdate(self.now)
        return super().get_form_kwargs() | {"agencies": self.agencies, "today": today}

    def perform(self, form: Form) -> None:
        invitations.invite(**with_terms(form.cleaned_data), actor=self.user, now=self.now)


class MembershipForm(PeopleForm):
    """Form about one membership, with the person's name as subtitle."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.membership()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.membership()
        return super().post(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.object.user.shown_name


class ChangeView(MembershipForm):
    """Give a person another role, or the same role by a new decision."""

    form_class = ChangeForm
    page_title = gettext_lazy("Change role")
    success_message = gettext_lazy("The role is changed. The person has to sign in again.")
    explanation = gettext_lazy(
        "The present role ends on the day before the new one begins, and a substitute's with it."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return super().get_form_kwargs() | {"membership": self.object, "today": today}

    def perform(self, form: Form) -> None:
        services.change_role(
            membership=self.object, **with_terms(form.cleaned_data), actor=self.user, now=self.now
        )


class SubstituteView(MembershipForm):
    """Name a substitute for an appraiser or approver."""

    form_class = SubstituteForm
    page_title = gettext_lazy("Name a substitute")
    submit_label = gettext_lazy("Name the substitute")
    explanation = gettext_lazy(
        "The substitute holds this role from the first to the last day, by the decision named "
        "here. Who wrote a text still cannot appraise or approve it."
    )

    def membership(self) -> Membership:
        """Return the membership in the URL. 404 if it cannot have a substitute."""
        found = super().membership()
        if found.role not in substitution.SUBSTITUTED or found.stands_in_for_id:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return super().get_form_kwargs() | {"membership": self.object, "today": today}

    def perform(self, form: Form) -> None:
        told = with_terms(form.cleaned_data)
        user, email = told.pop("substitute"), told.pop("email")
        about = told | {"membership": self.object, "actor": self.user, "now": self.now}
        if user:
            substitution.appoint_substitute(user=user, **about)
            self.success_message = _("The substitute is named.")
        else:
            invitations.invite_substitute(email=email, **about)
            self.success_message = _("The invitation is on its way by mail.")


class EndRoleView(MembershipForm):
    """End a role."""

    form_class = EndRoleForm
    page_title = gettext_lazy("End role")
    success_message = gettext_lazy("The end of the role is noted.")
    submit_label = gettext_lazy("End role")

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate(self.now)}

    def perform(self, form: Form) -> None:
        services.end_membership(
            membership=self.object,
            last_day=form.cleaned_data["last_day"],
            actor=self.user,
            now=self.now,
        )


class ResetFactorView(MembershipForm):
    """Delete the second factor of a person who serves only this agency."""

    form_class = Form
    page_title = gettext_lazy("Reset the second factor")
    success_message = gettext_lazy("Done. At the next sign-in the person sets up a new one.")
    submit_label = gettext_lazy("Reset the second factor")
    explanation = RESET_EXPLANATION

    def perform(self, form: Form) -> None:
        services.reset_factor(membership=self.object, actor=self.user, now=self.now)


class InvitationAction(View):
    """POST view for a button beside an open invitation."""

    request: AdminRequest
    http_method_names = ["post"]
    success_message: StrOrPromise = ""
    # The service that performs the action.
    act: Callable[..., object]
    list_url_name = "agencies_people:invitations"

    def post(self, request: HttpRequest, invitation_id: int) -> HttpResponse:
        """Call the service. 404 if the invitation is not in the user's list."""
        invitation = get_object_or_404(self.get_invitations(), pk=invitation_id)
        self.act(invitation=invitation, actor=request.user, now=timezone.now())
        messages.success(request, self.success_message)
        return redirect(self.list_url_name)

    def get_invitations(self) -> QuerySet[Invitation]:
        """Return the open invitations to the user's agencies."""
        return managed_invitations(self.request.user)


class ResendAction(InvitationAction):
    """Mail a new link."""

    success_message = gettext_lazy("A new link is on its way by mail. The old one is void.")
    act = staticmethod(invitations.resend_invitation)


class WithdrawAction(InvitationAction):
    """Invalidate a link."""

    success_message = gettext_lazy("The invitation is withdrawn.")
    act = staticmethod(invitations.withdraw_invitation)


class ResendInvitationView(AgencyAdminMixin, ResendAction):
    """Mail a new link for an agency's invitation."""


class WithdrawInvitationView(AgencyAdminMixin, WithdrawAction):
    """Withdraw an agency's invitation."""
