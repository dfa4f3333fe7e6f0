"""Read-only queries about response times and availability of the platform."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from .models import ResponseDay, UptimeDay

_MINUTE = dt.timedelta(minutes=1)
_ERRORS = 5
type Times = dict[float | None, int]


@dataclass(slots=True)
class Performance:
    """Responses of one or more days: their times, server errors, and minutes with answers.

    `minutes` are those of the days since measuring began. A minute that nobody measured, because
    the server was off, counts as one without answer.
    """

    times: Times = field(default_factory=dict)
    errors: int = 0
    minutes: int = 0
    minutes_up: int = 0

    @property
    def responses(self) -> int:
        """Return the number of responses."""
        return sum(self.times.values())

    @property
    def p50(self) -> float | None:
        """Return the time in milliseconds within which half of the responses left."""
        return self.within(0.5)

    @property
    def p95(self) -> float | None:
        """Return the time in milliseconds within which 95 % of the responses left."""
        return self.within(0.95)

    @property
    def availability(self) -> float | None:
        """Return the per cent of minutes with answers, None if none was measured."""
        return 100 * self.minutes_up / self.minutes if self.minutes else None

    def within(self, share: float) -> float | None:
        """Return the upper end of the time class that holds this share of the responses.

        None without responses, and if the share took longer than the slowest class.
        """
        needed, found = share * self.responses, 0
        for end in sorted(self.times, key=lambda end: float("inf") if end is None else end):
            found += self.times[end]
            if found >= needed:
                return end
        return None

    def add(self, other: "Performance") -> None:
        """Add the figures of other days."""
        for end, number in other.times.items():
            self.times[end] = self.times.get(end, 0) + number
        self.errors += other.errors
        self.minutes += other.minutes
        self.minutes_up += other.minutes_up


def performance_by_day(
    first: dt.date, last: dt.date, now: dt.datetime
) -> dict[dt.date, Performance]:
    """Return the figures of each day from `first` to `last` since measuring began. Three
    queries."""
    began = UptimeDay.objects.order_by("day").values_list("first_at", flat=True).first()
    responses = ResponseDay.objects.filter(day__gte=first, day__lte=last)
    ups = UptimeDay.objects.filter(day__gte=first, day__lte=last)
    minutes_up = dict(ups.values_list("day", "minutes"))
    found = {}
    for day in _days(first, last):
        minutes = _minutes_of(day, began, now) if began else 0
        if minutes:
            up = min(minutes_up.get(day, 0), minutes)
            found[day] = Performance(minutes=minutes, minutes_up=up)
    for row in responses:
        figures = found.setdefault(row.day, Performance())
        figures.times[row.within_ms] = figures.times.get(row.within_ms, 0) + row.number
        figures.errors += row.number if row.status == _ERRORS else 0
    return dict(sorted(found.items()))


def summed(days: Iterable[Performance]) -> Performance:
    """Return the figures of several days together."""
    total = Performance()
    for each in days:
        total.add(each)
    return total


def by_month(days: Mapping[dt.date, Performance]) -> dict[dt.date, Performance]:
    """Return the figures by month, the newest first."""
    months = sorted({day.replace(day=1) for day in days}, reverse=True)
    return {
        month: summed(each for day, each in days.items() if day.replace(day=1) == month)
        for month in months
    }


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def _minutes_of(day: dt.date, began: dt.datetime, now: dt.datetime) -> int:
    """Return how many minutes of a day are over and lie after the beginning of measuring."""
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    evening = morning + dt.timedelta(days=1)
    since, until = max(morning, began), min(evening, now.replace(second=0, microsecond=0))
    return max(0, (until - since) // _MINUTE)
