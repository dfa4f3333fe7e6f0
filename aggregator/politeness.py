"""One thing at a time is asked of one host, and a pause lies between two: for all workers.

A host's turn is a row, taken by one statement and given back by another: nobody holds a
connection or a transaction while a portal thinks, and nobody sleeps in a worker's slot.
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from network.core.addresses import ascii_host

from .models import PortalHost

# Longer than a fetch may take: after it the worker that had the turn is taken for dead.
_GRACE = dt.timedelta(seconds=10)
_NAME_LENGTH = 253


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to ask `host` until `until`; "" is a host that nobody need spare."""

    host: str
    until: dt.datetime


def host_of(url: str) -> str:
    """Return the host that `url` asks, whatever its port; "" where the address is no good."""
    try:
        return ascii_host(urlsplit(url).hostname or "")[:_NAME_LENGTH]
    except ValueError:
        return ""


def claim_turn(*, host: str, now: dt.datetime) -> Turn | None:
    """Take the turn at `host`; None where somebody has it or the pause is not over.

    The caller gives it back with `give_back_turn`. Nobody is refused where the setting
    AGGREGATOR_HOST_PAUSE_SECONDS is 0, which is for portals that are this very machine.
    """
    until = now + dt.timedelta(seconds=settings.AGGREGATOR_FETCH_SECONDS) + _GRACE
    if not pause() or not host:
        return Turn("", until)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aggregator_portalhost AS h (name, leased_until, next_at)"
            " VALUES (%(host)s, %(until)s, %(now)s) ON CONFLICT (name) DO UPDATE"
            " SET leased_until = %(until)s WHERE h.next_at <= %(now)s"
            " AND (h.leased_until IS NULL OR h.leased_until <= %(now)s)",
            {"host": host, "until": until, "now": now},
        )
        return Turn(host, until) if cursor.rowcount == 1 else None


def give_back_turn(turn: Turn, *, ended: dt.datetime) -> None:
    """End a turn; the next one begins a pause later. One that ran out is somebody else's."""
    if turn.host:
        held = PortalHost.objects.filter(name=turn.host, leased_until=turn.until)
        held.update(leased_until=None, next_at=ended + pause())


def next_turn(*, now: dt.datetime, spread: float) -> dt.datetime:
    """Return when to ask again for a turn that was refused: one to two pauses from `now`, by
    `spread` between 0 and 1, so that those who wait do not come back all at once."""
    return now + pause() * (1 + spread)


def pause() -> dt.timedelta:
    """Return the pause between two fetches from one host."""
    return dt.timedelta(seconds=settings.AGGREGATOR_HOST_PAUSE_SECONDS)
