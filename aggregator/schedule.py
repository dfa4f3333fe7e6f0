"""Compute when a source is fetched next. Pure: time and random numbers are arguments."""

import datetime as dt
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

# Portals publish by Vietnamese time.
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY_BEGINS, DAY_ENDS = dt.time(5), dt.time(23)
# With these and NIGHT_WAIT a source is fetched at most 48 times a day.
SHORTEST_WAIT = dt.timedelta(minutes=28)
# A little below the promised hour, because the fetch itself takes time.
LONGEST_WAIT = dt.timedelta(minutes=55)
FIRST_WAIT = dt.timedelta(minutes=30)
NIGHT_WAIT = dt.timedelta(hours=2)
# Used after news of a source that seldom has any, because more may follow soon.
BURST_WAIT = dt.timedelta(minutes=15)
BURST_GAP = dt.timedelta(hours=2)
SPREAD = 0.15
# A source that has been silent for long is still fetched so often: many portals sleep for weeks and
# then publish several texts at once, which should be seen within the hour on average.
SILENT_WAIT = dt.timedelta(minutes=105)
# A failing source is still fetched once a day.
LONGEST_IDLE = dt.timedelta(days=1)
# A portal's Retry-After may demand a longer wait than we choose ourselves.
LONGEST_ASKED = dt.timedelta(days=7)
# A host gets at most 150 requests a day; if it has more sources than this, they share that number.
SOURCES_AT_FULL_RATE = 3
_QUARTER = dt.timedelta(minutes=15)
_DOUBLINGS = 12
# Only the newest items count for the gap, because portals change their habits.
_NEWS_LOOKED_AT = 20
_FEWEST_GAPS = 3
# Two fetches per usual gap, so that news is seen after half a gap at the latest.
_LOOKS_PER_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The facts about a source after a successful fetch.

    `gap` is the usual time between two news items, None while unknown; `has_news` says whether this
    fetch brought some; `is_silent` whether it has had none for much longer than usual; `neighbours`
    is the number of enabled sources at its host.
    """

    gap: dt.timedelta | None
    has_news: bool = False
    is_silent: bool = False
    neighbours: int = 1


def usual_gap(moments: Iterable[dt.datetime]) -> dt.timedelta | None:
    """Return the usual time between two news items, or None if too few are known.

    `moments` are aware: publication dates or, for undated items, when they were first seen. It is
    the median over the newest 20, so that nights and holidays hardly count. Items of the same
    quarter of an hour count as one.
    """
    quarters = {int(each.timestamp() // _QUARTER.total_seconds()) for each in moments}
    newest = sorted(quarters, reverse=True)[:_NEWS_LOOKED_AT]
    gaps = [later - earlier for later, earlier in pairwise(newest)]
    if len(gaps) < _FEWEST_GAPS:
        return None
    return _QUARTER * statistics.median(gaps)


def usual_wait(gap: dt.timedelta | None) -> dt.timedelta:
    """Return the daytime wait of a healthy source: 28 to 55 minutes.

    Frequent fetches are cheap: a "not modified" response costs milliseconds, and even a gazette's
    daily news should arrive within the hour.
    """
    if gap is None:
        return FIRST_WAIT
    return min(max(gap / _LOOKS_PER_GAP, SHORTEST_WAIT), LONGEST_WAIT)


def automatic_wait(habits: Habits, *, longest: dt.timedelta) -> dt.timedelta:
    """Return the wait after a successful fetch. `longest` is the maximum that a person has set."""
    if habits.is_silent:
        wait = SILENT_WAIT
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

    `failures` is the number of consecutive failures including this fetch: each doubles the wait, up
    to a day. `asked_wait` (Retry-After, max-age, ttl) can only extend it. `chance`, between 0 and
    1, shortens the wait by at most SPREAD, so that sources are not all fetched at once. A fetch at
    night (23:00 to 5:00) waits two hours, but not beyond the first hour of the day.
    """
    spread = 1 - SPREAD * chance
    wait = min(wait * 2 ** min(failures, _DOUBLINGS), LONGEST_IDLE) * spread
    if rests_at_night and not _is_day(now):
        morning = _morning_after(now) + LONGEST_WAIT * chance
        wait = min(max(wait, NIGHT_WAIT * spread), max(morning - now, wait))
    if asked_wait is not None:
        wait = max(wait, min(asked_wait, LONGEST_ASKED if failures else LONGEST_IDLE))
    return now + wait


def batch_moments(
    due_times: Sequence[dt.datetime], *, size: int, longest_wait: dt.timedelta
) -> list[dt.datetime]:
    """Return when to fetch sources that become due at the given times, in batches of up to `size`.

    `due_times` are in ascending order. Each batch is fetched when its last source becomes due; its
    first source waits for it no longer than `longest_wait`.
    """
    moments: list[dt.datetime] = []
    first, count = 0, len(due_times)
    while first < count:
        last = first
        while (
            last + 1 < min(first + size, count)
            and due_times[last + 1] - due_times[first] <= longest_wait
        ):
            last += 1
        moments.append(due_times[last])
        first = last + 1
    return moments


def _is_day(moment: dt.datetime) -> bool:
    """Return whether it is daytime in Vietnam."""
    return DAY_BEGINS <= moment.astimezone(HERE).time() < DAY_ENDS


def _morning_after(moment: dt.datetime) -> dt.datetime:
    """Return the next beginning of the day in Vietnam."""
    here = moment.astimezone(HERE)
    morning = dt.datetime.combine(here.date(), DAY_BEGINS, tzinfo=HERE)
    return morning if here < morning else morning + dt.timedelta(days=1)
