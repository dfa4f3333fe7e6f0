"""Receivers of allauth's signals: signed in, failed, factor removed."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .devices import is_known_device, remember_device
from .models import SignInOutcome, User
from .selectors import has_second_factor
from .services import end_sessions, notify_new_device, record_sign_in
from .trust import forget_second_factor, mark_seen


@receiver(account_signals.user_logged_in)
def signed_in(*, request: HttpRequest, response: HttpResponse, user: User, **kwargs: Any) -> None:
    """Log the sign-in, start the idle time, and queue a mail if the device is unknown."""
    mark_seen(request)
    sign_in = record_sign_in(
        request=request, user=user, outcome=SignInOutcome.SIGNED_IN, now=timezone.now()
    )
    if sign_in and not is_known_device(request, user):
        notify_new_device(sign_in=sign_in)
    remember_device(request, response, user)


@receiver(factor_signals.authentication_failed)
def code_failed(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Log a wrong code."""
    record_sign_in(request=request, user=user, outcome=SignInOutcome.WRONG_CODE, now=timezone.now())


@receiver(factor_signals.authenticator_removed)
def factor_removed(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """If the last factor is removed, require a new one in this session and end all other
    sessions."""
    if not has_second_factor(user):
        forget_second_factor(request)
        end_sessions(user=user, keep=request.session.session_key)
