"""Mails about sign-in."""

import datetime as dt

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from .models import SignIn, User


def password_link(user: User) -> str:
    """Return a link for choosing a password, valid once. Its key is not stored."""
    key = PasswordResetTokenGenerator().make_token(user)
    return absolute(
        reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    )


def password_reset(*, user_id: int | None, now: dt.datetime) -> list[Letter]:
    """Return the letter with the link for a new password, or [] if there is no such active user."""
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    if user is None:
        return []
    context = {"address": password_link(user), "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    subject = _("Choose a new password")
    return letters_to([user], subject, "accounts/mail/password_reset", context)


def new_device(*, sign_in_id: int, now: dt.datetime) -> list[Letter]:
    """Return the letter that tells a user where and with which browser somebody signed in; [] if
    the account is gone."""
    sign_in = SignIn.objects.select_related("user").filter(pk=sign_in_id).first()
    if sign_in is None or sign_in.user is None:
        return []
    context = {"sign_in": sign_in, "address": absolute(reverse("account_reset_password"))}
    subject = _("Sign-in from a new device")
    return letters_to([sign_in.user], subject, "accounts/mail/new_device", context)


def second_factor_reset(
    *, user_id: int, actor_id: int | None, at: str, now: dt.datetime
) -> list[Letter]:
    """Return the letter that tells a user who removed their second factor, and when (`at`, ISO
    8601)."""
    actor = User.objects.filter(pk=actor_id or 0).first()
    context = {
        "actor": actor.shown_name if actor else _("who runs the server"),
        "at": dt.datetime.fromisoformat(at),
        "address": absolute(reverse("account_login")),
    }
    subject = _("Your second factor was removed")
    people = User.objects.filter(pk=user_id)
    return letters_to(people, subject, "accounts/mail/second_factor_reset", context)


MAILS = {
    "accounts.password_reset": MailKind(
        gettext_lazy("Link to choose a new password"), password_reset
    ),
    "accounts.new_device": MailKind(gettext_lazy("Sign-in from a new device"), new_device),
    "accounts.second_factor_reset": MailKind(
        gettext_lazy("Second factor removed"), second_factor_reset
    ),
}
