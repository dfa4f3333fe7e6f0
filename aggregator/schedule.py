"""When a source is fetched next. Pure: no clock, no chance of its own."""

import datetime as dt
import statistics
from collections.abc import Iterable
from itertools import pairwise

SHORTEST_RHYTHM = dt.timedelta(minutes=15)
FIRST_RHYTHM = dt.timedelta(hours=1)
LONGEST_WAIT = dt.timedelta(days=1)
# What a portal asks for by Retry-After is granted further than what we choose ourselves.
LONGEST_ASKED = dt.timedelta(days=7)
_DOUBLINGS = 12
# Only the newest items count for the rhythm: portals change their habits.
_NEWS_LOOKED_AT = 20
_FEWEST_GAPS = 3
# Two fetches per usual gap: news is seen after half of it at the latest.
_LOOKS_PER_GAP = 2
# Without news for a time, wait 1/20 of it: three hours after a weekend, a day after 20 days.
_SILENCE_SHARE = 20


def usual_gap(moments: Iterable[dt.datetime]) -> dt.timedelta | None:
    """Return what lies as a rule between two pieces of news; None while too few are known.

    `moments` are aware: when items were published or, where they bear no date, first seen. It is
    the median over the newest 20, so that neither nights nor holidays count much; items of the
    same quarter of an hour came together and are one piece of news.
    """
    quarters = {int(each.timestamp() // SHORTEST_RHYTHM.total_seconds()) for each in moments}
    newest = sorted(quarters, reverse=True)[:_NEWS_LOOKED_AT]
    gaps = [later - earlier for later, earlier in pairwise(newest)]
    if len(gaps) < _FEWEST_GAPS:
        return None
    return SHORTEST_RHYTHM * statistics.median(gaps)


def rhythm(gap: dt.timedelta | None) -> dt.timedelta:
    """Return how often to look at a source with that usual gap: 15 minutes to 24 hours, an hour
    while the gap is not known."""
    if gap is None:
        return FIRST_RHYTHM
    return min(max(gap / _LOOKS_PER_GAP, SHORTEST_RHYTHM), LONGEST_WAIT)


def paced_interval(
    *, rhythm: dt.timedelta, silence: dt.timedelta | None, longest: dt.timedelta
) -> dt.timedelta:
    """Return the wait after a good fetch of a source that keeps its own rhythm.

    `silence` is the age of its newest item, None where none is known: a source that has fallen
    silent is looked at less often. `longest` is the wait a person allows at most.
    """
    wait = max(rhythm, silence / _SILENCE_SHARE) if silence else rhythm
    return min(wait, longest, LONGEST_WAIT)


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
