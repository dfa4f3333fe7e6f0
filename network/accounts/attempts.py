"""Delays after wrong passwords and wrong codes.

Called by the sign-in adapter and by the forms of the second factor. A device that has signed in to
the account before has a count of its own, as in the device cookies of OWASP: failures elsewhere,
from the same office or against the same account, never make its owner wait. Every other device is
counted by account and by network address, and so is a known one while its own count makes it wait:
a stolen cookie spends the attempts of its mark, and the owner's device is then an ordinary one.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from network.core.spam_guard.counting import network_of
from network.core.spam_guard.delays import DelayRule, Limit, Turn, format_wait, take_turn

from .addresses import client_address
from .devices import device_mark
from .models import User


def start_attempt(
    request: HttpRequest, *, purpose: str, of: str, user: User | None, now: dt.datetime
) -> Turn:
    """Count an attempt at a password or a code; its `wait` is not zero if it comes too early.

    `of` names the account as it was typed, `user` is the account if there is one. All names and the
    email of one account share a count. Call `give_back` when the attempt succeeds.
    """
    account = DelayRule.from_seconds(**settings.SIGN_IN_ACCOUNT_DELAY)
    mark = device_mark(request, user) if user else None
    by_device = None
    if user and mark:
        device = Limit(account, f"sign_in.{purpose}.device", f"{user.pk}:{mark}")
        by_device = take_turn(device, now=now)
        if not by_device.wait:
            return by_device
    address = DelayRule.from_seconds(**settings.SIGN_IN_ADDRESS_DELAY)
    ordinary = take_turn(
        Limit(account, f"sign_in.{purpose}", f"user {user.pk}" if user else of),
        Limit(address, "sign_in.address", network_of(client_address(request))),
        now=now,
    )
    return by_device if by_device and by_device.wait < ordinary.wait else ordinary


def too_early(turn: Turn) -> ValidationError:
    """Return the error that tells how long to wait."""
    sentence = _("There were too many wrong attempts, so please try again in %(wait)s.")
    return ValidationError(
        sentence, code="too_many_login_attempts", params={"wait": format_wait(turn.wait)}
    )
