"""Mails about sign-in."""

import datetime as dt

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import SignIn, User


def password_link(user: User) -> str:
    """Return a link to choose a password, good once; the key is made here and stored nowhere."""
    key = PasswordResetTokenGenerator().make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return _absolute(path)


def mail_password_reset(user: User) -> None:
    """Mail the link to choose a new password."""
    context = {"address": password_link(user), "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    _mail(user, _("Choose a new password"), "password_reset", context)


def mail_new_device(sign_in: SignIn) -> None:
    """Mail the person whose account was signed in to where and with what that was done."""
    context = {"sign_in": sign_in, "address": _absolute(reverse("account_reset_password"))}
    assert sign_in.user  # noqa: S101
    _mail(sign_in.user, _("Sign-in from a new device"), "new_device", context)


def mail_second_factor_reset(user: User, *, actor: str, at: dt.datetime) -> None:
    """Mail the person that somebody took away their second factor."""
    context = {"actor": actor, "at": at, "address": _absolute(reverse("account_login"))}
    _mail(user, _("Your second factor was removed"), "second_factor_reset", context)


def _mail(user: User, subject: str, name: str, context: dict[str, object]) -> None:
    text = render_to_string(f"accounts/mail/{name}.txt", {"user": user, **context})
    send_mail(f"[{settings.WAGTAIL_SITE_NAME}] {subject}", text, None, [user.email])


def _absolute(path: str) -> str:
    # Never the Host header of a request: a stranger chooses that one.
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
