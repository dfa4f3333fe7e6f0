"""Limit requests per host across all workers: one at a time, with a pause in between.

A turn is a lease on the host's row, so no worker waits or sleeps for it.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings

from network.core import leases
from network.core.addresses import ascii_host

from .models import PortalHost

_NAME_LENGTH = 253


def host_of(url: str) -> str:
    """Return the host of `url` without port, or "" if the address is invalid."""
    try:
        return ascii_host(urlsplit(url).hostname or "")[:_NAME_LENGTH]
    except ValueError:
        return ""


def claim_turn(*, host: str, now: dt.datetime) -> PortalHost | None:
    """Claim the turn at `host`. Returns None if another worker has it or the pause is not over.

    The caller must call `release_turn`. With AGGREGATOR_HOST_PAUSE_SECONDS = 0, for portals on the
    same machine, every claim succeeds.
    """
    if not pause() or not host:
        return PortalHost()
    PortalHost.objects.bulk_create([PortalHost(name=host, next_at=now)], ignore_conflicts=True)
    rested = PortalHost.objects.filter(name=host, next_at__lte=now)
    return next(iter(leases.claim(rested, now=now)), None)


def release_turn(turn: PortalHost, *, ended: dt.datetime) -> None:
    """Release a turn; the next one is possible after the pause. Does nothing if the lease has
    expired."""
    if turn.name:
        leases.release(turn, next_at=ended + pause())


def next_turn(*, now: dt.datetime, spread: float) -> dt.datetime:
    """Return when to retry after a refused claim: one to two pauses from `now`.

    `spread`, between 0 and 1, keeps waiting workers from retrying at the same moment.
    """
    return now + pause() * (1 + spread)


def pause() -> dt.timedelta:
    """Return the configured pause between two requests to one host."""
    return dt.timedelta(seconds=settings.AGGREGATOR_HOST_PAUSE_SECONDS)
