"""How much may be sent from one network address, and from all together, in an hour."""

import datetime as dt
import ipaddress

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Attempt, AttemptKind

HOUR = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=1)
# A household has a whole network of IPv6 addresses, so a robot could change its own at each try.
_IPV6_NETWORK = 64


@transaction.atomic
def take_turn(*, kind: AttemptKind, address: str | None, now: dt.datetime) -> bool:
    """Count an attempt from `address`; return whether it was within the limits.

    Of two at the same moment the second waits, so that none slips through between look and note.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ask:{kind}"])
    if not has_turn(kind=kind, address=address, now=now):
        return False
    Attempt.objects.create(kind=kind, address_digest=_digest(address, now), at=now)
    return True


def has_turn(*, kind: AttemptKind, address: str | None, now: dt.datetime) -> bool:
    """Return whether one more attempt from `address` is within the limits; two queries."""
    recent = Attempt.objects.filter(kind=kind, at__gt=now - HOUR)
    own, all_together = _limits(kind)
    if recent.filter(address_digest=_digest(address, now))[:own].count() >= own:
        return False
    return recent[:all_together].count() < all_together


def forget_attempts(*, now: dt.datetime) -> int:
    """Forget the attempts that are older than a day; return how many."""
    gone, _ = Attempt.objects.filter(at__lt=now - KEPT).delete()
    return gone


def _limits(kind: AttemptKind) -> tuple[int, int]:
    if kind is AttemptKind.WRONG_CODE:
        return settings.WRONG_CODES_PER_HOUR, settings.QUESTIONS_PER_HOUR_IN_ALL
    return settings.QUESTIONS_PER_HOUR, settings.QUESTIONS_PER_HOUR_IN_ALL


def _digest(address: str | None, now: dt.datetime) -> str:
    """Return what is kept of an address: nobody finds it again with another day's digest."""
    day = timezone.localdate(now).isoformat()
    network = _network(address) if address else ""
    return salted_hmac(f"network.questions.{day}", network, algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
