"""Nobody is signed in, for any view, before the second factor has been proved."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .script_answers import is_script_request, script_refusal
from .second_factor import SecretUnreadable
from .trust import SessionTrust, mark_seen, session_trust, trusted_user

logger = logging.getLogger(__name__)

# What a person needs who has given the password and owns no second factor yet.
ENROLMENT_VIEWS = {"mfa_activate_totp", "mfa_add_webauthn"}
ENROLMENT_START = "mfa_activate_totp"
SIGN_OUT_VIEW = "account_logout"
# An open editor polls these every few seconds: no sign that anybody is working.
UNATTENDED_VIEWS = {
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "account_standing",
}


class SecondFactorMiddleware:
    """Hides the person from every view until the session is trusted, and guards /admin/.

    A view that forgets to ask for the second factor sees a visitor. On public pages nothing is
    read from the session until somebody asks who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")
        self.accounts = reverse("account_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in place of the view where the session may not go on."""
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: trusted_user(request, signed_in))  # type: ignore[assignment]
        if request.path_info.startswith((self.admin, self.accounts)):
            answer = self.guard(request, signed_in)
            if answer:
                return answer
        return self.get_response(request)

    def guard(self, request: HttpRequest, signed_in: Any) -> HttpResponseBase | None:
        """Return the redirect for a session that may not go on, None for one that may."""
        standing = session_trust(request, signed_in)
        view = view_name(request)
        if standing is SessionTrust.TRUSTED:
            if view not in UNATTENDED_VIEWS:
                mark_seen(request)
            return None
        if view == SIGN_OUT_VIEW or (
            standing is SessionTrust.ENROLLING and view in ENROLMENT_VIEWS
        ):
            request.user = signed_in
            return None
        if request.path_info.startswith(self.admin) and is_script_request(request):
            # The page around it lets the person sign in without leaving it. A visitor's session
            # may be halfway through that.
            if standing is not SessionTrust.VISITOR:
                logout(request)
            return script_refusal("session_ended", _("Your session has ended."), status=401)
        if standing is SessionTrust.ENROLLING:
            return redirect(ENROLMENT_START)
        if standing is not SessionTrust.VISITOR:
            logout(request)
            messages.warning(request, _("Your session has ended. Sign in again."))
            if request.path_info.startswith(self.admin):
                return redirect_to_login(next_page(request))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say whom to ask where the second factor cannot be read: trying again does not help."""
        if not isinstance(error, SecretUnreadable):
            return None
        logger.error("a second factor is under a key that is not in SECRET_KEY_FALLBACKS")
        return render(request, "accounts/secret_unreadable.html", status=503)


def view_name(request: HttpRequest) -> str:
    """Return the name of the view that will answer, "" for none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def next_page(request: HttpRequest) -> str:
    """Return where to go after signing in: a page can be asked for again, a form cannot."""
    return request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
