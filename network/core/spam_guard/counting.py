"""Counting what one address does within an hour."""

import datetime as dt
import ipaddress

from django.db import connection
from django.utils.crypto import salted_hmac

from .models import AttemptCount

HOUR = dt.timedelta(hours=1)
# One statement, so that two requests at the same moment are counted as two.
_COUNT = """
    INSERT INTO core_attemptcount AS kept (key, since, count) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN kept.since <= %(over)s THEN 1 ELSE kept.count + 1 END,
        since = CASE WHEN kept.since <= %(over)s THEN excluded.since ELSE kept.since END
    RETURNING count
"""


def record_attempt(limit: int, *, purpose: str, of: str, now: dt.datetime) -> bool:
    """Count an attempt and return whether it is one of the first `limit` within the hour.

    `of` is whose attempt it is: a network address (see `network_of`) or a mail address. The hour
    begins with the first attempt, so between the last of one and the next lies a whole one. Kept
    is a hash that only the SECRET_KEY can make, and `forget_attempts` deletes it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": hashed_key(purpose, of), "now": now, "over": now - HOUR})
        return bool(cursor.fetchone()[0] <= limit)


def has_room(limit: int, *, purpose: str, of: str, now: dt.datetime) -> bool:
    """Return whether one attempt more would be within the limit; counts none."""
    counts = AttemptCount.objects.filter(key=hashed_key(purpose, of), since__gt=now - HOUR)
    return not counts.filter(count__gte=limit).exists()


def hashed_key(purpose: str, of: str) -> str:
    """Return the key under which attempts are counted; only the SECRET_KEY leads to it."""
    return salted_hmac(f"spam-guard:{purpose}", of, algorithm="sha256").hexdigest()


def network_of(address: str | None) -> str:
    """Return what one household has of a network address: all of an IPv4, half of an IPv6.

    "" for None: whoever comes by a socket is counted as one.
    """
    if not address:
        return ""
    whole = ipaddress.ip_address(address)
    if whole.version == 4:
        return str(whole)
    return str(ipaddress.ip_network(f"{whole}/64", strict=False))


def forget_attempts(*, now: dt.datetime) -> int:
    """Delete the counts whose hour is over; return how many."""
    return AttemptCount.objects.filter(since__lte=now - HOUR).delete()[0]
