"""Limit requests per host across all workers: one at a time, with a pause in between.

A turn is a lease on the host's row, so no worker waits or sleeps for it.
"""

import datetime as dt
from collections.abc import Sequence
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

    The caller must call `release_turns`. With AGGREGATOR_HOST_PAUSE_SECONDS = 0, for portals on the
    same machine, every claim succeeds.
    """
    return claim_turns([host], now=now)[0]


def claim_turns(hosts: Sequence[str], *, now: dt.datetime) -> list[PortalHost | None]:
    """Claim a turn for each of the hosts, like `claim_turn`. Returns the turns in the same order.

    A host that is listed twice gets one turn, at its first place, and None at the second. The
    number of queries is independent of the number of hosts.
    """
    if not pause():
        return [PortalHost() for _ in hosts]
    # Sorted, so that two workers that insert the same hosts cannot deadlock.
    new = [PortalHost(name=name, next_at=now) for name in sorted({*hosts} - {""})]
    PortalHost.objects.bulk_create(new, ignore_conflicts=True)
    rested = PortalHost.objects.filter(name__in=hosts, next_at__lte=now)
    turns = {turn.name: turn for turn in leases.claim(rested, now=now)}
    return [turns.pop(host, None) if host else PortalHost() for host in hosts]


def release_turns(*turns: PortalHost, ended: dt.datetime) -> None:
    """Release turns; the next ones are possible after the pause. Turns whose lease has expired are
    left alone."""
    if named := [turn for turn in turns if turn.name]:
        leases.release(*named, next_at=ended + pause())


def next_turn(*, now: dt.datetime, spread: float) -> dt.datetime:
    """Return when to retry after a refused claim: one to two pauses from `now`.

    `spread`, between 0 and 1, keeps waiting workers from retrying at the same moment.
    """
    return now + pause() * (1 + spread)


def pause() -> dt.timedelta:
    """Return the configured pause between two requests to one host."""
    return dt.timedelta(seconds=settings.AGGREGATOR_HOST_PAUSE_SECONDS)
