"""Read-only queries about ratings of past days."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, Sum

from .models import Answer, RatingDay


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of the answers about one or more pages."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return the number of answers."""
        return sum(self.counts.values())

    @property
    def is_public(self) -> bool:
        """Return whether there are enough answers to publish shares."""
        return self.total >= settings.RATES_PUBLIC_FROM

    @property
    def shares(self) -> list[tuple[str, int]]:
        """Return (label, per cent) of each answer."""
        return [(str(Answer(key).label), self.share(key)) for key in Answer.values]

    def share(self, answer: str) -> int:
        """Return the per cent of an answer, 0 without answers."""
        return round(100 * self.counts.get(answer, 0) / self.total) if self.total else 0


def counted() -> QuerySet[RatingDay]:
    """Return the sums that count, without those set aside."""
    return RatingDay.objects.filter(is_set_aside=False)


def rates_of_month(day: dt.date, page: str) -> Rates:
    """Return the rates of a page in the month of `day`. One query."""
    rows = counted().filter(page=page, day__gte=day.replace(day=1), day__lte=day)
    return Rates(dict(rows.values_list("answer").annotate(Sum("count"))))
