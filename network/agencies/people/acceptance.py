"""View behind the link of an invitation."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from network.accounts.models import User
from network.accounts.names import canonical_name
from network.accounts.trust import mark_seen

from ..models import Invitation
from . import invitations
from .forms import NewPersonForm
from .tokens import Claim, TokenFault


@method_decorator(never_cache, name="dispatch")
class AcceptView(View):
    """New people create an account; people with an account sign in and confirm.

    A GET changes nothing, because virus scanners open the links of mails too.
    """

    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the link. Every invalid link gets the same page, whatever the reason."""
        self.now, self.token = timezone.now(), kwargs["token"]
        claim = invitations.claim_of(self.token, now=self.now)
        if claim.refusal or claim.invitation is None:
            return self.refuse(claim)
        self.invitation = claim.invitation
        self.account = User.objects.filter(email__iexact=self.invitation.email).first()
        if self.account and not self.account.is_active:
            return self.refuse(Claim(self.invitation, TokenFault.ACCOUNT_CLOSED))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if request.user.is_authenticated:
            return self.page("confirm" if self.is_mine() else "other_person")
        if self.account:
            return self.page("sign_in")
        return self.page("new_person", form=self.new_person_form())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            if request.user.is_authenticated and self.is_mine():
                return self.accept_as_existing()
            if not request.user.is_authenticated and not self.account:
                return self.accept_as_new()
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        if request.user.is_authenticated and not self.is_mine():
            claim = Claim(self.invitation, TokenFault.OTHER_PERSON)
            invitations.record_refusal(claim=claim, now=self.now)
        return redirect(request.path)

    def is_mine(self) -> bool:
        """Return whether the signed-in user has the invited address."""
        assert isinstance(self.request.user, User)  # noqa: S101
        return canonical_name(self.request.user.email) == canonical_name(self.invitation.email)

    def new_person_form(self) -> NewPersonForm:
        """Return the empty form, with the name from the imported file if there is one."""
        family, _, given = self.invitation.full_name.rpartition(" ")
        names = {"last_name": family, "first_name": given}
        return NewPersonForm(email=self.invitation.email, initial=names)

    def accept_as_existing(self) -> HttpResponse:
        """Give the role to the signed-in user and redirect to the start page."""
        invitations.accept_as_existing(
            token=self.token,
            user=cast(User, self.request.user),
            session_key=self.request.session.session_key,
            now=self.now,
        )
        messages.success(self.request, _("You now serve %s.") % self.invitation.place)
        return redirect("wagtailadmin_home")

    def accept_as_new(self) -> HttpResponse:
        """Create the account, sign in, and continue to the mandatory second factor."""
        form = NewPersonForm(self.request.POST, email=self.invitation.email)
        if not form.is_valid():
            return self.page("new_person", form=form)
        fields = ("username", "first_name", "last_name", "password")
        user = invitations.accept_as_new(
            token=self.token, now=self.now, **{name: form.cleaned_data[name] for name in fields}
        )
        login(self.request, user)
        record_authentication(self.request, user, "password", username=user.username)
        mark_seen(self.request)
        return redirect("mfa_activate_totp")

    def page(self, name: str, **context: Any) -> HttpResponse:
        offers = invitations.offers_of(self.invitation, now=self.now)
        context |= {"invitation": self.invitation, "offers": offers}
        return render(self.request, f"agencies/acceptance/{name}.html", context)

    def refuse(self, claim: Claim) -> HttpResponse:
        """Return the page for invalid links: 404 for a forged link, 410 for one that was valid
        before."""
        invitations.record_refusal(claim=claim, now=self.now)
        status = 404 if claim.refusal == TokenFault.TAMPERED else 410
        return render(self.request, "agencies/acceptance/refused.html", status=status)
