"""When a source is fetched next. Pure: no clock, no chance of its own."""

import datetime as dt
import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

# The portals publish by the clock of this country.
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY_BEGINS, DAY_ENDS = dt.time(5), dt.time(23)
# With these and NIGHT_WAIT a source is asked at most 48 times a day.
SHORTEST_WAIT = dt.timedelta(minutes=28)
# A little below the hour that is promised: the fetch itself takes its time.
LONGEST_WAIT = dt.timedelta(minutes=55)
FIRST_WAIT = dt.timedelta(minutes=30)
NIGHT_WAIT = dt.timedelta(hours=2)
# After news of a source that seldom has any: more of it may follow.
BURST_WAIT = dt.timedelta(minutes=15)
BURST_GAP = dt.timedelta(hours=2)
SPREAD = 0.15
# What fails, or has fallen silent for good, is asked no less than once a day.
LONGEST_IDLE = dt.timedelta(days=1)
# What a portal asks for by Retry-After is granted further than what we choose ourselves.
LONGEST_ASKED = dt.timedelta(days=7)
# One host is asked at most 150 times a day: more than so many sources there share that.
SOURCES_AT_FULL_RATE = 3
_QUARTER = dt.timedelta(minutes=15)
_DOUBLINGS = 12
# Only the newest items count for the gap: portals change their habits.
_NEWS_LOOKED_AT = 20
_FEWEST_GAPS = 3
# Two fetches per usual gap: news is seen after half of it at the latest.
_LOOKS_PER_GAP = 2
# A source that has fallen silent for good waits 1/20 of its silence: a day after 20 days.
_SILENCE_SHARE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of a source when it has been read.

    `gap` is the usual time between two pieces of news, None while nobody knows; `has_news` says
    whether this fetch brought some; `silence` is the age of the newest item of a source that has
    fallen silent for good, None for all others; `neighbours` counts the sources at its host.
    """

    gap: dt.timedelta | None
    has_news: bool = False
    silence: dt.timedelta | None = None
    neighbours: int = 1


def usual_gap(moments: Iterable[dt.datetime]) -> dt.timedelta | None:
    """Return what lies as a rule between two pieces of news; None while too few are known.

    `moments` are aware: when items were published or, where they bear no date, first seen. It is
    the median over the newest 20, so that neither nights nor holidays count much; items of the
    same quarter of an hour came together and are one piece of news.
    """
    quarters = {int(each.timestamp() // _QUARTER.total_seconds()) for each in moments}
    newest = sorted(quarters, reverse=True)[:_NEWS_LOOKED_AT]
    gaps = [later - earlier for later, earlier in pairwise(newest)]
    if len(gaps) < _FEWEST_GAPS:
        return None
    return _QUARTER * statistics.median(gaps)


def usual_wait(gap: dt.timedelta | None) -> dt.timedelta:
    """Return how often to look at a healthy source by day: every 28 to 55 minutes.

    An answer of "not modified" costs milliseconds; the news of a gazette that comes once a day is
    what the library is for.
    """
    if gap is None:
        return FIRST_WAIT
    return min(max(gap / _LOOKS_PER_GAP, SHORTEST_WAIT), LONGEST_WAIT)


def automatic_wait(habits: Habits, *, longest: dt.timedelta) -> dt.timedelta:
    """Return the wait after a good fetch; `longest` is what a person allows at most."""
    if habits.silence is not None:
        wait = min(max(habits.silence / _SILENCE_SHARE, LONGEST_WAIT), LONGEST_IDLE)
    elif habits.has_news and (habits.gap is None or habits.gap >= BURST_GAP):
        wait = BURST_WAIT
    else:
        wait = usual_wait(habits.gap)
    share = math.ceil(habits.neighbours / SOURCES_AT_FULL_RATE)
    if share > 1:
        wait = max(wait, SHORTEST_WAIT * share)
    return min(wait, longest)


def next_fetch_at(
    *,
    now: dt.datetime,
    wait: dt.timedelta,
    failures: int,
    asked_wait: dt.timedelta | None,
    chance: float,
    rests_at_night: bool = True,
) -> dt.datetime:
    """Return the moment of the next fetch.

    `failures` counts the failures in a row, this fetch included: each doubles the wait, up to a
    day. `asked_wait` (Retry-After, max-age, ttl) only makes it longer. `chance`, between 0 and 1,
    keeps sources from being fetched all at once: it shortens waits by at most SPREAD. A fetch by
    night (23 to 5 o'clock) waits two hours, at the longest until the day's first hour.
    """
    spread = 1 - SPREAD * chance
    wait = min(wait * 2 ** min(failures, _DOUBLINGS), LONGEST_IDLE) * spread
    if rests_at_night and not _is_day(now):
        morning = _morning_after(now) + LONGEST_WAIT * chance
        wait = min(max(wait, NIGHT_WAIT * spread), max(morning - now, wait))
    if asked_wait is not None:
        wait = max(wait, min(asked_wait, LONGEST_ASKED if failures else LONGEST_IDLE))
    return now + wait


def _is_day(moment: dt.datetime) -> bool:
    return DAY_BEGINS <= moment.astimezone(HERE).time() < DAY_ENDS


def _morning_after(moment: dt.datetime) -> dt.datetime:
    here = moment.astimezone(HERE)
    morning = dt.datetime.combine(here.date(), DAY_BEGINS, tzinfo=HERE)
    return morning if here < morning else morning + dt.timedelta(days=1)
