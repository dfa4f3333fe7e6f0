"""Treat users as signed in only after they have proved the second factor."""

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

# Views that a user without a second factor needs after giving the password.
ENROLMENT_VIEWS = {"mfa_activate_totp", "mfa_add_webauthn"}
ENROLMENT_START = "mfa_activate_totp"
SIGN_OUT_VIEW = "account_logout"
# An open editor polls these every few seconds, so they do not show that the user is active.
UNATTENDED_VIEWS = {
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "account_standing",
}


class SecondFactorMiddleware:
    """Replaces request.user by an anonymous user until the session is trusted, and guards /admin/.

    A view that forgets to require the second factor sees an anonymous user. On public pages the
    session is not read unless something accesses request.user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")
        self.accounts = reverse("account_home")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set request.user, and return the guard's response if it refuses the request."""
        signed_in = request.user
        request.user = SimpleLazyObject(lambda: trusted_user(request, signed_in))  # type: ignore[assignment]
        if request.path_info.startswith((self.admin, self.accounts)):
            answer = self.guard(request, signed_in)
            if answer:
                return answer
        return self.get_response(request)

    def guard(self, request: HttpRequest, signed_in: Any) -> HttpResponseBase | None:
        """Return the redirect or refusal for a session that may not go on, or None for one that
        may.

        Scripts of open pages get a 401 JSON response instead of a redirect.
        """
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
            # The page lets the user sign in again without leaving it. The session of a visitor is
            # kept, because it may be halfway through that sign-in.
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
        """Return a 503 page that says whom to ask if a second factor cannot be decrypted; retrying
        does not help. None for other exceptions."""
        if not isinstance(error, SecretUnreadable):
            return None
        logger.error("a second factor is under a key that is not in SECRET_KEY_FALLBACKS")
        return render(request, "accounts/secret_unreadable.html", status=503)


def view_name(request: HttpRequest) -> str:
    """Return the name of the view that handles the request, "" if there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def next_page(request: HttpRequest) -> str:
    """Return the address to redirect to after signing in: a GET request can be repeated, a
    submitted form cannot."""
    return request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
