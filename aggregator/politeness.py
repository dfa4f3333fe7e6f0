"""One thing at a time is asked of one host, and a pause lies between two: for all workers.

A host's turn is a lease on its row: nobody sleeps in a worker's slot.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings

from network.core import leases
from network.core.addresses import ascii_host

from .models import PortalHost

_NAME_LENGTH = 253


def host_of(url: str) -> str:
    """Return the host that `url` asks, whatever its port; "" where the address is no good."""
    try:
        return ascii_host(urlsplit(url).hostname or "")[:_NAME_LENGTH]
    except ValueError:
        return ""


def claim_turn(*, host: str, now: dt.datetime) -> PortalHost | None:
    """Take the turn at `host`; None where somebody has it or the pause is not over.

    The caller gives it back with `release_turn`. Nobody is refused where the setting
    AGGREGATOR_HOST_PAUSE_SECONDS is 0, which is for portals that are this very machine.
    """
    if not pause() or not host:
        return PortalHost()
    PortalHost.objects.bulk_create([PortalHost(name=host, next_at=now)], ignore_conflicts=True)
    rested = PortalHost.objects.filter(name=host, next_at__lte=now)
    return next(iter(leases.claim(rested, now=now)), None)


def release_turn(turn: PortalHost, *, ended: dt.datetime) -> None:
    """End a turn; the next one begins a pause later. One that ran out is somebody else's."""
    if turn.name:
        leases.release(turn, next_at=ended + pause())


def next_turn(*, now: dt.datetime, spread: float) -> dt.datetime:
    """Return when to ask again for a turn that was refused: one to two pauses from `now`, by
    `spread` between 0 and 1, so that those who wait do not come back all at once."""
    return now + pause() * (1 + spread)


def pause() -> dt.timedelta:
    """Return the pause between two fetches from one host."""
    return dt.timedelta(seconds=settings.AGGREGATOR_HOST_PAUSE_SECONDS)
