"""Read-only queries about ratings of past days."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from network.agencies.models import Role
from network.agencies.scope import Scope
from network.core.sorting import SortKey

from .models import DissatisfactionReason, RatingDay, RatingReason, Satisfaction

_RECENT_DAYS = 30
# Comments shown per page, and pages of the list.
_MOST_TEXTS, _MOST_PAGES = 20, 100


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
        return [(str(Satisfaction(key).label), self.share(key)) for key in Satisfaction.values]

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


def rates_by_month(first: dt.date, until: dt.date) -> dict[dt.date, Rates]:
    """Return the rates of all pages by month, for the days from `first` to before `until`. One
    query."""
    rows = counted().filter(day__gte=first, day__lt=until).order_by()
    found: dict[dt.date, dict[str, int]] = defaultdict(dict)
    sums = rows.values_list(TruncMonth("day"), "answer").annotate(Sum("count"))
    for month, answer, number in sums:
        found[month][answer] = number
    return {month: Rates(counts) for month, counts in found.items()}


def public_rates_of_agencies(first: dt.date, until: dt.date) -> QuerySet[RatingDay, Any]:
    """Return the answers by agency for the days from `first` to before `until`, of those with
    enough answers to publish shares, by name."""
    rows = counted().filter(day__gte=first, day__lt=until, agency__isnull=False)
    amounts = {
        answer: Coalesce(Sum("count", filter=Q(answer=answer)), 0) for answer in Satisfaction.values
    }
    sums = rows.order_by().values("agency__name").annotate(total=Sum("count"), **amounts)
    return sums.filter(total__gte=settings.RATES_PUBLIC_FROM).order_by(SortKey("agency__name"))


@dataclass(frozen=True, slots=True)
class RatedPage:
    """The answers of the last days about a page, and why people were not satisfied."""

    path: str
    agency_name: str
    rates: Rates
    reasons: list[tuple[str, int]]
    texts: list[str]

    @property
    def is_weak(self) -> bool:
        """Return whether the page is a task for its agency."""
        dissatisfied = self.rates.counts.get(Satisfaction.DISSATISFIED, 0)
        return (
            self.rates.total >= settings.WEAK_PAGE_ANSWERS
            and 100 * dissatisfied >= settings.WEAK_PAGE_PER_CENT * self.rates.total
        )


def readable_by(scope: Scope) -> Q:
    """Return the filter for ratings that a user may read: of the user's agencies, or all."""
    return Q() if Role.OVERSEER in scope.roles else Q(agency__in=scope.agency_roles)


def totals(scope: Scope, *, day: dt.date) -> QuerySet[RatingDay, Any]:
    """Return the answers of the last days by page, those with most dissatisfied visitors first."""
    rows = counted().filter(readable_by(scope), day__gt=day - dt.timedelta(days=_RECENT_DAYS))
    amounts = {
        answer: Coalesce(Sum("count", filter=Q(answer=answer)), 0) for answer in Satisfaction.values
    }
    sums = rows.order_by().values("page", "agency__name").annotate(**amounts)
    share = 100 * F(Satisfaction.DISSATISFIED) / F("total")
    return sums.annotate(total=Sum("count")).order_by(share.desc(), "-total", "page")


def count_weak_pages(scope: Scope, *, day: dt.date) -> int:
    """Return how many pages of the user's agencies are tasks. One query."""
    limit = settings.WEAK_PAGE_PER_CENT * F("total")
    rows: QuerySet[Any] = totals(scope, day=day).annotate(
        per_cent=100 * F(Satisfaction.DISSATISFIED)
    )
    return rows.filter(total__gte=settings.WEAK_PAGE_ANSWERS, per_cent__gte=limit).count()


def rated_pages(scope: Scope, *, day: dt.date) -> list[RatedPage]:
    """Return the rated pages of the last days with their reasons, the weakest first. Two
    queries."""
    sums = list(totals(scope, day=day)[:_MOST_PAGES])
    said = RatingReason.objects.filter(
        readable_by(scope),
        page__in=[row["page"] for row in sums],
        day__gt=day - dt.timedelta(days=_RECENT_DAYS),
    )
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, list[str]] = defaultdict(list)
    for row in said.order_by("-day", "-pk"):
        reasons[row.page].update(row.reasons)
        if row.text and len(texts[row.page]) < _MOST_TEXTS:
            texts[row.page].append(row.text)
    return [
        RatedPage(
            path=row["page"],
            agency_name=row["agency__name"] or "",
            rates=Rates({answer: row[answer] for answer in Satisfaction.values}),
            reasons=[
                (str(DissatisfactionReason(key).label), n)
                for key, n in reasons[row["page"]].most_common()
            ],
            texts=texts[row["page"]],
        )
        for row in sums
    ]


def number_set_aside(scope: Scope, *, day: dt.date) -> int:
    """Return how many recent answers do not count because a network gave very many."""
    rows = RatingDay.objects.filter(readable_by(scope), is_set_aside=True)
    since = day - dt.timedelta(days=_RECENT_DAYS)
    return rows.filter(day__gt=since).aggregate(sum=Sum("count"))["sum"] or 0
