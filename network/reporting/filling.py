"""Create the expected reports of a period, and fill in counted figures until they are frozen."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from network.agencies.models import Agency

from .models import OPEN_STATES, Indicator, IndicatorKind, Period, Report, Value
from .numbers import rounded
from .sources import SOURCES, CountedItem

_BATCH = 500


@transaction.atomic
def fill_period(*, period_id: int, now: dt.datetime) -> None:
    """Create missing reports and recount.

    Freezes the period after the last count, on the day after actual figures. The number of queries
    depends on the sources, not on the agencies.
    """
    period = Period.objects.select_for_update().get(pk=period_id)
    if period.frozen_at:
        return
    today = timezone.localdate(now)
    _expect(period)
    # Locked until the end: a report submitted meanwhile must not change, and the database would
    # refuse the whole update.
    rows = period.reports.select_for_update().order_by("pk")
    rows = rows.filter(state__in=OPEN_STATES, on_paper=False)
    by_days: dict[tuple[dt.date, dt.date], list[Report]] = defaultdict(list)
    for report in rows:
        until = min(report.last_day, period.actual_until, today)
        by_days[report.first_day, until].append(report)
    for (first, last), reports in by_days.items():
        _count(period, reports, first, last)
    if today > period.actual_until:
        period.frozen_at = now
        period.save(update_fields=["frozen_at"])


def _expect(period: Period) -> None:
    """Create the reports of agencies that exist in the period, each for the part in which it
    exists."""
    lived = Q(valid_from=None) | Q(valid_from__lte=period.last_day)
    lived &= Q(valid_to=None) | Q(valid_to__gte=period.first_day)
    agencies = Agency.objects.filter(lived, kind__in=period.indicator_set.kinds)
    dues = {kind: row.due_on for row in period.deadlines.all() for kind in row.kinds}
    new = [
        Report(
            period=period,
            agency=agency,
            first_day=max(agency.valid_from or period.first_day, period.first_day),
            last_day=min(agency.valid_to or period.last_day, period.last_day),
            due_on=dues[agency.kind],
        )
        for agency in agencies.exclude(pk__in=period.reports.values("agency"))
        if agency.kind in dues
    ]
    made = Report.objects.bulk_create(new)
    indicators = [each for each in period.indicator_set.indicators.all() if not each.is_rate]
    values = [Value(report=report, indicator=each) for report in made for each in indicators]
    for value in values:
        value.is_counted = value.indicator.source in SOURCES and not value.indicator.is_proposed
        # The same values as `_fill` sets without items.
        value.actual = Decimal(0) if value.is_counted else None
    Value.objects.bulk_create(values, batch_size=_BATCH)


def _count(period: Period, reports: Sequence[Report], first: dt.date, last: dt.date) -> None:
    agencies = {report.agency_id: report.pk for report in reports}
    told = Q(is_counted=True) | Q(indicator__kind=IndicatorKind.MONEY)
    values = Value.objects.filter(told, report__in=agencies.values())
    by_place = {(row.report_id, row.indicator_id): row for row in values}
    before = {place: _told(row) for place, row in by_place.items()}
    for indicator in period.indicator_set.indicators.exclude(source=""):
        if indicator.source not in SOURCES:
            continue
        found = counted(indicator, agencies, first, last)
        for agency, report in agencies.items():
            row = by_place.get((report, indicator.pk))
            if row:
                _fill(row, indicator, found[agency])
    changed = [row for place, row in by_place.items() if _told(row) != before[place]]
    Value.objects.bulk_update(changed, ["actual", "uncounted", "items"], batch_size=_BATCH)


def _told(value: Value) -> tuple[Decimal | None, int, list[Any]]:
    return value.actual, value.uncounted, value.items


def _fill(value: Value, indicator: Indicator, found: Sequence[CountedItem]) -> None:
    """Store the counted figure and its items. A proposed figure that somebody changed is kept."""
    proposed = _figure(indicator, [item["amount"] for item in value.items])
    figure = _figure(indicator, [item.amount for item in found])
    if value.is_counted:
        # 0 if nothing happened, unknown if the items have no number.
        value.actual = figure if found else Decimal(0)
    elif value.actual in {None, proposed}:
        value.actual = figure
    value.uncounted = sum(item.amount is None for item in found)
    value.items = [item.stored() for item in found]


def _figure(indicator: Indicator, amounts: Sequence[int | None]) -> Decimal | None:
    """Return the sum in the indicator's unit, or None without known amounts: costs not entered are
    not zero."""
    known = [each for each in amounts if each is not None]
    if not known:
        return None
    return rounded(Decimal(sum(known)) / indicator.per_unit, indicator.places)


def counted(
    indicator: Indicator, agencies: Collection[int], first: dt.date, last: dt.date
) -> dict[int, list[CountedItem]]:
    """Return {agency id: items} counted in these days; empty if `first` is after `last`."""
    found: dict[int, list[CountedItem]] = defaultdict(list)
    if first <= last:
        for agency, item in SOURCES[indicator.source](agencies, first, last):
            found[agency].append(item)
    return found
