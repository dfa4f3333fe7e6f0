"""How much may be sent from one network address, and from all together, in an hour."""

import datetime as dt

from django.conf import settings

from ..spam_guard.counting import has_room, network_of, record_attempt

WRONG_CODE = "wrong_code"


def record_submission(*, purpose: str, address: str | None, now: dt.datetime) -> bool:
    """Count what is sent by a form of this purpose; return whether it is within the limits."""
    own, of = settings.FORMS_PER_HOUR, network_of(address)
    if not record_attempt(own, purpose=purpose, of=of, now=now):
        return False
    every = settings.FORMS_PER_HOUR_IN_ALL
    return record_attempt(every, purpose=f"{purpose}.all", of="", now=now)


def may_guess(*, address: str | None, now: dt.datetime) -> bool:
    """Return whether codes from `address` are still looked up: too many wrong ones are guessing."""
    limit = settings.WRONG_CODES_PER_HOUR
    return has_room(limit, purpose=WRONG_CODE, of=network_of(address), now=now)


def count_wrong_code(*, address: str | None, now: dt.datetime) -> None:
    """Count a code from `address` that nothing belongs to."""
    limit = settings.WRONG_CODES_PER_HOUR
    record_attempt(limit, purpose=WRONG_CODE, of=network_of(address), now=now)
