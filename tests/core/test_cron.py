"""What is done once a day is done before the day's work begins in Việt Nam."""

import datetime as dt

from croniter import croniter
from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

NOON = dt.datetime(2026, 11, 27, 5, tzinfo=dt.UTC).timestamp()


def runs(cron: str) -> list[dt.datetime]:
    """Return the moments of a day, from its noon in Việt Nam, at which the queue starts it."""
    ticks = croniter(cron, start_time=NOON)
    moments = []
    while (moment := ticks.get_next(float)) <= NOON + 86_400:
        moments.append(timezone.localtime(dt.datetime.fromtimestamp(moment, dt.UTC)))
    return moments


def test_a_time_of_day_is_that_of_the_country():
    assert [f"{at:%H:%M}" for at in runs(daily(0, 5)) + runs(daily(7, 30))] == ["00:05", "07:30"]


def test_daily_jobs_run_at_night_and_mails_before_the_day_begins():
    days = [runs(each.cron) for each in app.periodic_registry.periodic_tasks.values()]
    once = [moments[0] for moments in days if len(moments) == 1]
    assert len(once) >= 8
    assert all(at.hour < 8 for at in once)
