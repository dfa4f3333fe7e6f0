"""When a source is fetched next. Pure: no clock, no chance of its own."""

import datetime as dt

LONGEST_WAIT = dt.timedelta(days=1)
# What a portal asks for by Retry-After is granted further than what we choose ourselves.
LONGEST_ASKED = dt.timedelta(days=7)
_DOUBLINGS = 12


def next_fetch_at(
    *,
    now: dt.datetime,
    interval: dt.timedelta,
    failures: int,
    asked_wait: dt.timedelta | None,
    spread: float,
) -> dt.datetime:
    """Return the moment of the next fetch.

    `failures` counts the failures in a row, this fetch included: each doubles the wait, up to a
    day. `asked_wait` (Retry-After, max-age, ttl) only makes it longer. `spread` is a chance
    factor around 1 that keeps sources from being fetched all at once.
    """
    wait = min(interval * 2 ** min(failures, _DOUBLINGS), LONGEST_WAIT) * spread
    if asked_wait is not None:
        wait = max(wait, min(asked_wait, LONGEST_ASKED if failures else LONGEST_WAIT))
    return now + wait
