"""Adapters for allauth, named by the settings ACCOUNT_ADAPTER and MFA_ADAPTER."""

import base64
import hashlib
import io
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from network.core.spam_guard.delays import Turn, give_back

from .addresses import client_address
from .attempts import start_attempt, too_early
from .models import SignInOutcome, User
from .names import canonical_name
from .second_factor import SecretUnreadable
from .selectors import account_named, second_factor_kinds
from .services import record_sign_in
from .trust import recently_verified

# Views that ask for the second factor again, and the kinds of factor that each accepts.
REAUTHENTICATION_METHODS = {
    "mfa_reauthenticate": {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES},
    "mfa_reauthenticate_webauthn": {Authenticator.Type.WEBAUTHN},
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth adapter for sign-in: one error message for every failure, and delays after too many
    attempts."""

    turn: Turn

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is wrong."),
        "rate_limited": _("There were too many attempts. Wait a minute and try again."),
        "enter_current_password": _("The current password is wrong."),
        "invalid_password_reset": _("This link is no longer valid."),
    }

    def is_safe_url(self, url: str) -> bool:
        """Return whether signing in may redirect to `url`: only addresses on this host."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={host}, require_https=self.request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address for allauth's own rate limits."""
        return client_address(request) or "0.0.0.0"  # noqa: S104

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt before the password is checked. Raises ValidationError if it comes too
        early."""
        typed = credentials.get("username", "")
        self.turn = start_attempt(
            request,
            purpose="password",
            of=canonical_name(typed),
            user=account_named(typed),
            now=timezone.now(),
        )
        if self.turn.wait:
            self._record(request, SignInOutcome.LOCKED, credentials)
            raise too_early(self.turn)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the account with these credentials, or None if they are wrong. A success gives the
        attempt back."""
        user = super().authenticate(request, **credentials)
        if user:
            give_back(self.turn)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._record(request, SignInOutcome.WRONG_PASSWORD, credentials)

    def _record(
        self, request: HttpRequest, outcome: SignInOutcome, credentials: dict[str, Any]
    ) -> None:
        user = account_named(credentials.get("username", ""))
        record_sign_in(request=request, user=user, outcome=outcome, now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether the user must prove the second factor again before changing it: unless it
        was used just now.

        A user without one gets here only within minutes after the password (see the middleware).
        """
        user = self.request.user
        return bool(second_factor_kinds(user)) and not recently_verified(self.request, user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the views for proving the second factor again. The password alone is never
        enough."""
        kinds = set(second_factor_kinds(user))
        return [
            {"id": name, "url": reverse(name), "description": ""}
            for name, proofs in REAUTHENTICATION_METHODS.items()
            if kinds & proofs
        ]


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth adapter for second factors: encrypted secrets, and QR codes that are drawn
    locally."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or was already used.")
    }

    def encrypt(self, text: str) -> str:
        """Encrypt `text` with the newest key, derived from SECRET_KEY."""
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt the result of `encrypt`. Raises SecretUnreadable if no present key fits."""
        try:
            return self._cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable from error

    def _cipher(self) -> MultiFernet:
        """Return the cipher with keys derived from SECRET_KEY, newest first, and its fallbacks."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [hashlib.sha256(f"second factor:{force_str(key)}".encode()) for key in keys]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(each.digest())) for each in digests])

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an `<svg>` element to embed in the page."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=2).save(picture)
        return picture.getvalue().decode().partition("?>")[2].strip()

    def get_totp_label(self, user: User) -> str:
        return user.get_username()
