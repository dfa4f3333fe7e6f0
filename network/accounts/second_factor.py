"""Check codes of the second factor. Each code can be used once."""

import datetime as dt
import secrets

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from .models import User

# RFC 6238 section 5.2: one step before and after, for slow typing and inaccurate clocks.
TOLERATED_STEPS = 1
# Key in an authenticator's data: time step of the last accepted code.
LAST_STEP = "last_step"


class SecretUnreadable(Exception):
    """Raised if no present key can decrypt a second factor."""


def totp_code(secret: str, now: dt.datetime) -> str:
    """Return the code that an app with this base32 secret shows at `now`."""
    return format_hotp_value(hotp_value(secret, _step(now)))


def matching_step(secret: str, code: str, now: dt.datetime) -> int | None:
    """Return the time step near `now` whose code this is, or None for a wrong code."""
    typed = "".join(code.split())
    for step in range(_step(now) - TOLERATED_STEPS, _step(now) + TOLERATED_STEPS + 1):
        right = format_hotp_value(hotp_value(secret, step))
        if secrets.compare_digest(typed.encode(), right.encode()):
            return step
    return None


@transaction.atomic
def use_code(*, user: User, code: str, now: dt.datetime) -> Authenticator | None:
    """Use up a code of the user's app, or a recovery code. Returns its authenticator, or None for a
    wrong or used code.

    The row is locked and stores the time step, so that one code never opens two sessions, not even
    at the same moment (RFC 6238 section 5.2; allauth forgets a used code after 30 seconds, when a
    tolerated code is still valid).
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
    """Mark codes up to `step` as used. Returns False if that one was used already."""
    if step <= authenticator.data.get(LAST_STEP, -1):
        return False
    authenticator.data[LAST_STEP] = step
    authenticator.save(update_fields=["data"])
    return True


def _step(now: dt.datetime) -> int:
    """Return the TOTP time step of a moment."""
    return int(now.timestamp()) // app_settings.TOTP_PERIOD
