"""Delay attempts after wrong passwords and wrong codes.

Called by the sign-in adapter and by the forms of the second factor. A device that has signed in to
the account before has its own count, as in OWASP's device cookies, so failures elsewhere, from the
same office or against the same account, never delay its owner. All other devices are counted by
account and by network address, and so is a known device while its own count delays it: a stolen
cookie uses up the attempts of its mark, and the owner's device is then treated as an ordinary one.
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
    """Count an attempt at a password or a code. The returned `wait` is non-zero if it comes too
    early.

    `of` is the account name as typed, `user` the account if it exists. All names and the email of
    one account share a count. Call `give_back` if the attempt succeeds.
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
    """Return the ValidationError that says how long to wait."""
    sentence = _("There were too many wrong attempts, so please try again in %(wait)s.")
    return ValidationError(
        sentence, code="too_many_login_attempts", params={"wait": format_wait(turn.wait)}
    )
