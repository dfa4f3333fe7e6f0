"""How often a source is looked at: as often as it brings news, within fixed bounds."""

import datetime as dt

import pytest

from aggregator.models import Pace
from aggregator.schedule import FIRST_RHYTHM, next_fetch_at, paced_interval, rhythm, usual_gap
from tests.factories.portals import entry, make_feed

from .conftest import NOW

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def every(step: dt.timedelta, count: int = 20) -> list[dt.datetime]:
    return [NOW - step * number for number in range(count)]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (5 * MINUTE, 15 * MINUTE),
        (HOUR, 30 * MINUTE),
        (6 * HOUR, 3 * HOUR),
        (DAY, 12 * HOUR),
        (7 * DAY, DAY),
        (365 * DAY, DAY),
    ],
)
def test_a_source_is_looked_at_twice_for_each_piece_of_news(step, expected):
    assert rhythm(usual_gap(every(step))) == expected


@pytest.mark.parametrize("moments", [[], every(HOUR, 3), [NOW] * 500])
def test_what_nobody_can_tell_yet_is_an_hour(moments):
    assert usual_gap(moments) is None
    assert rhythm(usual_gap(moments)) == FIRST_RHYTHM


def test_nights_and_holidays_do_not_make_a_busy_source_slow():
    days = [NOW - DAY * number for number in (0, 1, 4, 5)]
    moments = [day - HOUR * hour for day in days for hour in range(5)]
    assert usual_gap(moments) == HOUR


def test_many_items_at_once_are_one_piece_of_news():
    moments = [NOW - DAY * day + MINUTE * part for day in range(6) for part in range(10)]
    assert usual_gap(moments) == DAY


def test_old_habits_are_forgotten():
    assert usual_gap([*every(HOUR), *(NOW - 100 * DAY - DAY * n for n in range(300))]) == HOUR


def test_a_source_that_falls_silent_is_looked_at_less_often():
    waits = [
        paced_interval(rhythm=15 * MINUTE, silence=silence, longest=DAY)
        for silence in (None, HOUR, 2.5 * DAY, 60 * DAY)
    ]
    assert waits == [15 * MINUTE, 15 * MINUTE, 3 * HOUR, DAY]


def test_the_wait_a_person_allows_is_never_exceeded():
    assert paced_interval(rhythm=DAY, silence=60 * DAY, longest=HOUR) == HOUR


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
    moment = next_fetch_at(now=NOW, interval=HOUR, failures=failures, asked_wait=asked, spread=1)
    assert moment - NOW == expected


def test_a_feed_teaches_its_rhythm(portal, source, refresh):
    dates = [(NOW - 6 * HOUR * n).strftime("%a, %d %b %Y %H:%M:%S +0000") for n in range(6)]
    portal.pages["/tin.rss"] = make_feed(
        *(entry(number, pubDate=date) for number, date in enumerate(dates))
    )
    refresh(source)
    assert (source.gap_minutes, source.rhythm_minutes) == (360, 180)
    assert 2.7 * HOUR <= source.next_fetch_at - NOW <= 3.3 * HOUR


def test_a_feed_without_dates_is_judged_by_when_its_items_were_seen(portal, source, refresh):
    for day in range(4):
        undated = [entry(number) for number in range(day + 1)]
        for each in undated:
            del each["pubDate"]
        portal.pages["/tin.rss"] = make_feed(*undated)
        refresh(source, after=day * DAY)
    assert (source.gap_minutes, source.rhythm_minutes) == (1440, 720)
    assert source.newest_item_at == NOW + 3 * DAY


def test_a_fixed_pace_is_kept_whatever_the_source_does(portal, source, refresh):
    source.pace, source.interval_minutes = Pace.FIXED, 600
    source.save()
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    assert 9 * HOUR <= source.next_fetch_at - NOW <= 11 * HOUR
