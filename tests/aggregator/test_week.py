"""A simulated week: how late the library hears of news, and what it costs the portals."""

import datetime as dt
import random

import pytest

from aggregator.health import frozen_after
from aggregator.schedule import (
    DAY_BEGINS,
    DAY_ENDS,
    HERE,
    Habits,
    automatic_wait,
    next_fetch_at,
    usual_gap,
)

MONDAY = dt.datetime(2026, 11, 23, tzinfo=HERE)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
WEEKDAYS = range(5)

# Moments of news in a week, as days and hours of the country.
RHYTHMS = {
    "gazette, once a day": [(day, 16.5) for day in WEEKDAYS],
    "gazette, a batch a day": [(day, 15 + part / 4) for day in WEEKDAYS for part in range(6)],
    "ministry, three a week": [(0, 9.2), (2, 14.7), (4, 16.1)],
    "ministry, once a week": [(3, 10.3)],
    "department, twice a day": [(day, hour) for day in WEEKDAYS for hour in (8.4, 15.6)],
    "province, hourly at work": [(day, 7.5 + hour) for day in WEEKDAYS for hour in range(10)],
    "press, every 20 minutes": [(day, 5 + part / 3) for day in range(7) for part in range(54)],
    "press, every 5 minutes": [(day, 5 + part / 12) for day in range(7) for part in range(216)],
    "party paper, day and night": [(day, hour + 0.3) for day in range(7) for hour in range(24)],
    "never before seen": [(1, 11.1), (5, 20.2)],
}


def week(name: str, seed: int, neighbours: int = 1) -> tuple[list[dt.timedelta], list[int]]:
    """Return how late each piece of news of the day hours was seen, and the fetches of each day.

    `neighbours` sources are at the host, this one among them.
    """
    chance = random.Random(seed)  # noqa: S311  # a repeatable one
    moments = [MONDAY + day * DAY + hour * HOUR for day, hour in RHYTHMS[name]]
    known = (
        []
        if name == "never before seen"
        else [each - weeks * 7 * DAY for each in moments for weeks in range(1, 5)]
    )
    history = sorted([*known, *moments])
    fetches = [MONDAY - DAY]
    while fetches[-1] < MONDAY + 7 * DAY:
        now = fetches[-1]
        seen = [each for each in history if each <= now][-20:]
        before = fetches[-2] if len(fetches) > 1 else now
        has_news = bool(seen and seen[-1] > before)
        habits = Habits(gap=usual_gap(seen), has_news=has_news, neighbours=neighbours)
        wait = automatic_wait(habits, longest=DAY)
        fetches.append(
            next_fetch_at(now=now, wait=wait, failures=0, asked_wait=None, chance=chance.random())
        )
    by_day = [each for each in moments if DAY_BEGINS <= each.time() < DAY_ENDS]
    lags = [min(at for at in fetches if at >= each) - each for each in by_day]
    days = [sum(at.date() == (MONDAY + day * DAY).date() for at in fetches) for day in range(7)]
    return lags, days


@pytest.mark.parametrize("name", RHYTHMS)
def test_news_of_the_day_is_seen_within_the_hour_at_a_fair_price(name):
    lags, days = [], []
    # The rarer the news, the more weeks.
    for seed in range(max(1, 200 // len(RHYTHMS[name]))):
        more, each = week(name, seed)
        lags += more
        days += each
    mean = sum(lags, dt.timedelta()) / len(lags)
    figures = f"mean {mean / MINUTE:.0f}, worst {max(lags) / MINUTE:.0f} min, {max(days)} a day"
    print(f"{name}: {figures}")  # noqa: T201
    assert mean <= 30 * MINUTE
    assert max(lags) <= HOUR
    assert max(days) <= 48


def burst(gap: dt.timedelta | None, seed: int) -> list[dt.timedelta]:
    """Return how late five texts within an hour were seen, after 15 weeks of silence.

    `gap` is the usual time between two texts before the silence. The hour is a random one between
    5:00 and 22:00.
    """
    chance = random.Random(seed)  # noqa: S311  # a repeatable one
    first = MONDAY + chance.randrange(7) * DAY + (5 + 16 * chance.random()) * HOUR
    texts = [first + minutes * MINUTE for minutes in (0, 10, 25, 40, 60)]
    last = first - 15 * 7 * DAY
    fetches = [first - 2 * DAY - chance.random() * 2 * HOUR]
    while fetches[-1] < texts[-1]:
        now = fetches[-1]
        newest = max([last, *(text for text in texts if text <= now)])
        has_news = len(fetches) > 1 and newest > fetches[-2]
        habits = Habits(gap=gap, has_news=has_news, is_silent=now - newest > frozen_after(gap))
        wait = automatic_wait(habits, longest=DAY)
        fetches.append(
            next_fetch_at(now=now, wait=wait, failures=0, asked_wait=None, chance=chance.random())
        )
    return [min(at for at in fetches if at >= text) - text for text in texts]


@pytest.mark.parametrize("gap", [None, HOUR, DAY, 7 * DAY, 30 * DAY])
def test_five_texts_after_weeks_of_silence_are_seen_within_the_hour_on_average(gap):
    bursts = [burst(gap, seed) for seed in range(150)]
    lags, first = [lag for each in bursts for lag in each], [each[0] for each in bursts]
    mean, mean_of_first = (sum(each, dt.timedelta()) / len(each) for each in (lags, first))
    print(  # noqa: T201
        f"silent, before that news every {gap}: mean {mean / MINUTE:.0f}, of the first text "
        f"{mean_of_first / MINUTE:.0f}, worst {max(lags) / MINUTE:.0f} min"
    )
    assert mean <= HOUR and mean_of_first <= HOUR
    assert max(lags) <= 2 * HOUR


@pytest.mark.parametrize("size", [3, 4, 10])
def test_all_sources_of_one_host_ask_it_at_most_150_times_a_day(size):
    days = [0] * 7
    # The busiest that there are: every portal of the host has news all day.
    for place in range(size):
        _, each = week("press, every 5 minutes", seed=place, neighbours=size)
        days = [sum(both) for both in zip(days, each, strict=True)]
    print(f"{size} sources of one host: {max(days)} requests a day")  # noqa: T201
    assert max(days) <= 150
