"""Count activities and reporters by agency, with the rows behind each number.

An activity counts only for its leading agency, so numbers of agencies can be added up.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from .models import Activity, CountedAs, Reporter, ReporterKind
from .selectors import serving_on


def activities_in(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Activity]:
    """Return the activities that these agencies led from `first` to `last`, inclusive."""
    rows = Activity.objects.filter(agency__in=agencies, held_on__range=(first, last))
    return rows.select_related("form", "topic")


def costs_in(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Activity]:
    """Return these agencies' activities annotated with `cost`: budget plus other funds, in đồng."""
    cost = Coalesce(F("budget"), 0) + Coalesce(F("other_funds"), 0)
    return activities_in(agencies, first, last).annotate(cost=cost)


def reporters_in(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Reporter]:
    """Return the reporters of these agencies in office on the last day, regardless of `first`."""
    return serving_on(last).filter(agency__in=agencies)


class Counted(NamedTuple):
    """A counted row for a report: agency, label, URL, day, kind, topic and amount.

    `amount` is None if nobody counted.
    """

    agency: int
    label: str
    url: str
    day: dt.date
    kind: str
    topic: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the reports: a query, a condition, and the field to sum up ("" counts rows)."""

    rows: Callable[[Collection[int], dt.date, dt.date], QuerySet[Any]]
    condition: Q
    field: str = ""
    # Whether a missing number means "not counted". For money it means none.
    may_be_unknown: bool = False

    @property
    def uncounted(self) -> Aggregate:
        """Return the aggregate counting the rows without a number."""
        return Count("pk", filter=self.condition & Q(**{self.field: None}))

    @property
    def number(self) -> Aggregate:
        """Return the aggregate for the number: None if there is no known number, for money 0."""
        if self.field:
            default = None if self.may_be_unknown else 0
            return Sum(self.field, filter=self.condition, default=default)
        return Count("pk", filter=self.condition)

    def items(self, agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Any]:
        """Return the rows behind the number. Where a number may be unknown, these are all rows,
        so that a counted 0 beside unknown numbers remains a number."""
        rows = self.rows(agencies, first, last).filter(self.condition)
        if self.field and not self.may_be_unknown:
            rows = rows.filter(**{f"{self.field}__gt": 0})
        return rows

    def amount(self, row: Any) -> int | None:
        """Return the amount of a row of `items`, or None if nobody counted."""
        found = getattr(row, self.field) if self.field else 1
        return None if found is None else int(found)

    def counted(
        self, agencies: Collection[int], first: dt.date, last: dt.date
    ) -> Iterator[Counted]:
        """Yield the rows for a report. They contain no names of people, because reports store them
        permanently."""
        for row in self.items(agencies, first, last):
            about = (row.agency_id, *_described(row))
            yield Counted(*about, self.amount(row))

    def values(self, agencies: Collection[int], first: dt.date, last: dt.date) -> dict[int, int]:
        """Return the known number of each agency, 0 by default. One query."""
        rows = self.rows(agencies, first, last).order_by().values("agency")
        counted = dict(rows.annotate(number=self.number).values_list("agency", "number"))
        return {pk: counted.get(pk) or 0 for pk in agencies}


def uncounted_key(key: str) -> str:
    """Return the key for the number of a measure's rows without a number."""
    return f"{key}_uncounted"


def _described(row: Activity | Reporter) -> tuple[str, str, dt.date, str, str]:
    if isinstance(row, Activity):
        url = reverse("activities:activity", args=[row.pk])
        return row.title, url, row.held_on, row.form.name, row.topic.name if row.topic else ""
    url = reverse("reporters:reporter", args=[row.pk])
    return row.number, url, row.since, row.get_kind_display(), ""


def _activities(counted_as: CountedAs, field: str = "") -> Measure:
    return Measure(activities_in, Q(form__counted_as=counted_as), field, bool(field))


def _reporters(kind: ReporterKind, **condition: object) -> Measure:
    return Measure(reporters_in, Q(kind=kind, **condition))


# By the key of the report's indicator, if there is one.
MEASURES: dict[str, Measure] = {
    "so_hoat_dong": Measure(activities_in, Q()),
    "so_cuoc_truc_tiep": _activities(CountedAs.DIRECT),
    "so_luot_nguoi": _activities(CountedAs.DIRECT, "attendances"),
    "so_luot_nguoi_nu": _activities(CountedAs.DIRECT, "women"),
    "so_luot_nguoi_dtts": _activities(CountedAs.DIRECT, "minority"),
    "so_cuoc_thi": _activities(CountedAs.CONTEST),
    "so_luot_du_thi": _activities(CountedAs.CONTEST, "attendances"),
    "so_tai_lieu": _activities(CountedAs.HANDOUT, "quantity"),
    "so_tai_lieu_dtts": _activities(CountedAs.HANDOUT, "quantity_minority"),
    "so_lan_phat_thanh": _activities(CountedAs.BROADCAST, "quantity"),
    "so_tin_bai_bao_chi": _activities(CountedAs.PRESS, "quantity"),
    "kinh_phi": Measure(costs_in, Q(), "cost"),
    "kinh_phi_ngan_sach": Measure(activities_in, Q(), "budget"),
    "kinh_phi_xa_hoi_hoa": Measure(activities_in, Q(), "other_funds"),
    "so_bcv": _reporters(ReporterKind.REPORTER),
    "so_bcv_nu": _reporters(ReporterKind.REPORTER, is_woman=True),
    "so_bcv_cu_nhan_luat": _reporters(ReporterKind.REPORTER, degree="law"),
    "so_ttv": _reporters(ReporterKind.PROPAGATOR),
}


# The measures of activities, counted together in one query.
SUMS = {key: each.number for key, each in MEASURES.items() if each.rows is activities_in}
# Number of activities without a number, per measure.
UNCOUNTED = {
    uncounted_key(key): each.uncounted for key, each in MEASURES.items() if each.may_be_unknown
}


type Span = tuple[dt.date, dt.date]
# By the keys of SUMS and UNCOUNTED; None if nobody counted.
type Sums = dict[str, int | None]


class CountedPart(NamedTuple):
    """Activities and attendances for one form, topic or commune; `before` counts the activities of
    the compared period."""

    key: Any
    activities: int
    attendances: int
    before: int


def parts_of(agencies: Collection[int], span: Span, before: Span, *, by: str) -> list[CountedPart]:
    """Return the parts grouped by column `by`, largest first. Two queries."""

    def found(days: Span) -> dict[Any, tuple[int, int]]:
        rows = activities_in(agencies, *days).order_by().values(by)
        sums = rows.annotate(number=SUMS["so_hoat_dong"], people=Sum("attendances", default=0))
        listed = sums.values_list(by, "number", "people")
        return {key: (number, people) for key, number, people in listed}

    now, then = found(span), found(before)
    parts = [
        CountedPart(key, *now.get(key, (0, 0)), then.get(key, (0, 0))[0]) for key in {*now, *then}
    ]
    return sorted(parts, key=lambda part: (-part.activities, -part.before, str(part.key)))


def sums_of(rows: QuerySet[Activity]) -> Sums:
    """Return the sums of these activities. One query."""
    return rows.order_by().aggregate(**SUMS, **UNCOUNTED)


def counts(agencies: Collection[int], first: dt.date, last: dt.date) -> dict[int, Sums]:
    """Return the sums of each agency, including agencies without activities. One query."""
    sums = {**SUMS, **UNCOUNTED}
    rows = activities_in(agencies, first, last).order_by().values("agency").annotate(**sums)
    found: dict[int, Sums] = {}
    for agency, *numbers in rows.values_list("agency", *sums):
        found[int(agency)] = dict(zip(sums, numbers, strict=True))
    return {pk: found.get(pk) or dict.fromkeys(sums, 0) for pk in agencies}
