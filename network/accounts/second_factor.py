"""Codes of the second factor, each good for one use."""

import datetime as dt
import secrets

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from .models import User

# RFC 6238 section 5.2: one step on either side, for slow typing and clocks that are a little off.
TOLERATED_STEPS = 1
# In an authenticator's data: the time step of the last code that was accepted.
LAST_STEP = "last_step"


class SecretUnreadable(Exception):
    """A second factor was encrypted with a key that this installation does not have any more."""


def totp_code(secret: str, now: dt.datetime) -> str:
    """Return the code that an app with this base32 secret shows at `now`."""
    return format_hotp_value(hotp_value(secret, _step(now)))


def matching_step(secret: str, code: str, now: dt.datetime) -> int | None:
    """Return the time step whose code this is, near `now`; None for a wrong code."""
    typed = "".join(code.split())
    for step in range(_step(now) - TOLERATED_STEPS, _step(now) + TOLERATED_STEPS + 1):
        right = format_hotp_value(hotp_value(secret, step))
        if secrets.compare_digest(typed.encode(), right.encode()):
            return step
    return None


@transaction.atomic
def use_code(*, user: User, code: str, now: dt.datetime) -> Authenticator | None:
    """Take a code of the person's app, or a recovery code, once; None if it is not good.

    The row is locked and remembers the step, so that one code never opens two sessions, not even
    at the same moment (RFC 6238 section 5.2; allauth forgets a used code after 30 seconds, when a
    tolerated one is still good).
    """
    rows = Authenticator.objects.select_for_update().filter(user=user)
    for authenticator in rows.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            good = authenticator.wrap().validate_code(code)
        else:
            step = matching_step(decrypt(authenticator.data["secret"]), code, now)
            good = step is not None and mark_step_used(authenticator, step)
        if good:
            return authenticator
    return None


def mark_step_used(authenticator: Authenticator, step: int) -> bool:
    """Remember that codes up to `step` are used; False if that one already was."""
    if step <= authenticator.data.get(LAST_STEP, -1):
        return False
    authenticator.data[LAST_STEP] = step
    authenticator.save(update_fields=["data"])
    return True


def _step(now: dt.datetime) -> int:
    return int(now.timestamp()) // app_settings.TOTP_PERIOD
