"""How often a source is looked at: as often as it brings news, within fixed bounds."""

import datetime as dt
import random
from bisect import bisect

import pytest

from aggregator.models import Pace
from aggregator.schedule import (
    HERE,
    Habits,
    automatic_wait,
    batch_moments,
    next_fetch_at,
    usual_gap,
    usual_wait,
)
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def every(step: dt.timedelta, count: int = 20) -> list[dt.datetime]:
    return [NOW - step * number for number in range(count)]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (5 * MINUTE, 28 * MINUTE),
        (90 * MINUTE, 45 * MINUTE),
        (6 * HOUR, 55 * MINUTE),
        (DAY, 55 * MINUTE),
        (365 * DAY, 55 * MINUTE),
    ],
)
def test_a_source_is_looked_at_twice_for_each_piece_of_news_and_every_hour_at_least(step, expected):
    assert usual_wait(usual_gap(every(step))) == expected


@pytest.mark.parametrize("moments", [[], every(HOUR, 3), [NOW] * 500])
def test_a_new_source_is_looked_at_every_half_hour(moments):
    assert usual_gap(moments) is None
    assert usual_wait(usual_gap(moments)) == 30 * MINUTE


def test_nights_and_holidays_do_not_make_a_busy_source_slow():
    days = [NOW - DAY * number for number in (0, 1, 4, 5)]
    moments = [day - HOUR * hour for day in days for hour in range(5)]
    assert usual_gap(moments) == HOUR


def test_many_items_at_once_are_one_piece_of_news():
    moments = [NOW - DAY * day + MINUTE * part for day in range(6) for part in range(10)]
    assert usual_gap(moments) == DAY


def test_old_habits_are_forgotten():
    assert usual_gap([*every(HOUR), *(NOW - 100 * DAY - DAY * n for n in range(300))]) == HOUR


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        (Habits(gap=DAY), 55 * MINUTE),
        (Habits(gap=DAY, has_news=True), 15 * MINUTE),
        (Habits(gap=None, has_news=True), 15 * MINUTE),
        (Habits(gap=HOUR, has_news=True), 30 * MINUTE),
        (Habits(gap=DAY, is_silent=True), 105 * MINUTE),
        (Habits(gap=MINUTE, neighbours=3), 28 * MINUTE),
        (Habits(gap=MINUTE, neighbours=10), 112 * MINUTE),
    ],
    ids=str,
)
def test_how_long_a_source_waits_by_its_habits(habits, expected):
    assert automatic_wait(habits, longest=DAY) == expected
    assert automatic_wait(habits, longest=10 * MINUTE) == 10 * MINUTE


def test_what_a_portal_publishes_after_weeks_of_silence_is_seen_within_an_hour_on_average():
    draw, moment, fetches = random.Random(1510), NOW, []  # noqa: S311
    silent = automatic_wait(Habits(gap=15 * MINUTE, is_silent=True), longest=DAY)
    while moment < NOW + 60 * DAY:
        fetches.append(moment)
        chance = draw.random()
        moment = next_fetch_at(now=moment, wait=silent, failures=0, asked_wait=None, chance=chance)
    offices_work = [
        NOW + DAY * draw.randrange(59) + HOUR * draw.uniform(0, 9) for _text in range(500)
    ]
    waits = [fetches[bisect(fetches, each)] - each for each in offices_work]
    assert sum(waits, dt.timedelta()) / len(waits) <= HOUR
    assert max(waits) <= 2 * HOUR


@pytest.mark.parametrize(
    ("failures", "asked", "expected"),
    [
        (0, None, HOUR),
        (0, 4 * HOUR, 4 * HOUR),
        (0, 30 * DAY, DAY),
        (1, None, 2 * HOUR),
        (3, None, 8 * HOUR),
        (40, None, DAY),
        (1, 5 * DAY, 5 * DAY),
        (1, 90 * DAY, 7 * DAY),
    ],
)
def test_failures_back_off_and_what_is_asked_for_is_granted(failures, asked, expected):
    moment = next_fetch_at(now=NOW, wait=HOUR, failures=failures, asked_wait=asked, chance=0)
    assert moment - NOW == expected


def test_a_feed_teaches_its_rhythm(portal, source, refresh):
    dates = [(NOW - 6 * HOUR * n).strftime("%a, %d %b %Y %H:%M:%S +0000") for n in range(6)]
    portal.pages["/tin.rss"] = make_feed(
        *(entry(number, pubDate=date) for number, date in enumerate(dates))
    )
    refresh(source)
    assert source.gap_minutes == 360
    assert 12 * MINUTE <= source.next_fetch_at - NOW <= 15 * MINUTE
    refresh(source, after=DAY)
    assert 46 * MINUTE <= source.next_fetch_at - NOW - DAY <= 55 * MINUTE


def test_a_feed_without_dates_is_judged_by_when_its_items_were_seen(portal, source, refresh):
    for day in range(4):
        undated = [entry(number) for number in range(day + 1)]
        for each in undated:
            del each["pubDate"]
        portal.pages["/tin.rss"] = make_feed(*undated)
        refresh(source, after=day * DAY)
    assert source.gap_minutes == 1440
    assert source.newest_item_at == NOW + 3 * DAY


def test_a_fixed_pace_is_kept_whatever_the_source_does(portal, source, refresh):
    source.pace, source.interval_minutes = Pace.FIXED, 600
    source.save()
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    assert 8 * HOUR <= source.next_fetch_at - NOW <= 10 * HOUR


def test_who_shares_a_host_with_many_asks_less_often(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    for number in range(9):
        make_source(url=f"{portal.url}/{number}.rss")
    refresh(source)
    assert 95 * MINUTE <= source.next_fetch_at - NOW <= 112 * MINUTE


@pytest.mark.parametrize(
    ("hour", "expected"),
    [("22:59", "23:55"), ("23:01", "00:52"), ("02:00", "03:51"), ("03:50", "05:28")],
)
def test_at_night_a_source_rests_until_the_day_begins(hour, expected):
    now = dt.datetime.combine(NOW, dt.time.fromisoformat(hour), tzinfo=HERE)
    moment = next_fetch_at(now=now, wait=HOUR, failures=0, asked_wait=None, chance=0.5)
    latest = dt.datetime.combine(now, dt.time.fromisoformat(expected), tzinfo=HERE)
    assert abs((latest + (latest < now) * DAY) - moment) < 2 * MINUTE


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([], []),
        ([5], [5]),
        ([1, 9, 16, 17, 40], [16, 17, 40]),
        ([1, 2, 3, 4, 5], [3, 5]),
        ([7, 7, 7, 7], [7, 7]),
    ],
)
def test_a_batch_waits_for_few_sources_and_a_short_time(seconds, expected):
    times = [NOW + dt.timedelta(seconds=each) for each in seconds]
    moments = batch_moments(times, size=3, longest_wait=dt.timedelta(seconds=15))
    assert moments == [NOW + dt.timedelta(seconds=each) for each in expected]
