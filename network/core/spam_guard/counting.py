"""Count the attempts of an actor within an hour."""

import datetime as dt
import ipaddress

from django.db import connection
from django.utils.crypto import salted_hmac

from .models import AttemptCount

HOUR = dt.timedelta(hours=1)
# A single statement, so that simultaneous requests are counted separately.
_COUNT = """
    INSERT INTO core_attemptcount AS kept (key, since, count) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN kept.since <= %(over)s THEN 1 ELSE kept.count + 1 END,
        since = CASE WHEN kept.since <= %(over)s THEN excluded.since ELSE kept.since END
    RETURNING count
"""


def record_attempt(limit: int, *, purpose: str, of: str, now: dt.datetime) -> bool:
    """Count an attempt. Returns whether it is one of the first `limit` within the hour.

    `of` is the actor: a network address (see `network_of`) or an email address. The hour begins
    with the first attempt and is not extended by later ones. Only a keyed hash is stored, and
    `forget_attempts` deletes it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": hashed_key(purpose, of), "now": now, "over": now - HOUR})
        return bool(cursor.fetchone()[0] <= limit)


def has_room(limit: int, *, purpose: str, of: str, now: dt.datetime) -> bool:
    """Return whether one more attempt would be within the limit. Does not count it."""
    counts = AttemptCount.objects.filter(key=hashed_key(purpose, of), since__gt=now - HOUR)
    return not counts.filter(count__gte=limit).exists()


def hashed_key(purpose: str, of: str) -> str:
    """Return the keyed hash under which attempts are counted. It needs the SECRET_KEY."""
    return salted_hmac(f"spam-guard:{purpose}", of, algorithm="sha256").hexdigest()


def network_of(address: str | None) -> str:
    """Return the network of one household: the whole IPv4 address, or the /64 of an IPv6 address.

    Returns "" for None, so that all clients of a unix socket count as one.
    """
    if not address:
        return ""
    whole = ipaddress.ip_address(address)
    if whole.version == 4:
        return str(whole)
    return str(ipaddress.ip_network(f"{whole}/64", strict=False))


def forget_attempts(*, now: dt.datetime) -> int:
    """Delete the counters whose hour is over. Returns how many."""
    return AttemptCount.objects.filter(since__lte=now - HOUR).delete()[0]
