"""Totals of accepted reports: sums, and rates computed from their parts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.lineage import Lineage
from network.agencies.models import Agency, AgencyKind
from network.agencies.territories import former_districts

from .models import LOCKED_STATES, Period, Value
from .numbers import whole_of_rate

PROVINCE = ""
COMMUNE_KINDS = {AgencyKind.UBND_XA, AgencyKind.UBND_PHUONG}
# Groupings that name agencies: for overseers only.
NAMING = {"commune", "agency", "successor"}


@dataclass(frozen=True, slots=True)
class Total:
    """The total of one indicator. None if no report knows the figure."""

    actual: Decimal | None = None
    whole: Decimal | None = None
    # Number of reports without a figure, for a rate without both parts; unknown is not zero.
    unknown: int = 0
    # Number of items without a number in the other reports.
    uncounted: int = 0

    def stored(self) -> dict[str, str | int | None]:
        """Return the total as JSON data for a version."""
        known = {"actual": self.actual, "whole": self.whole}
        return {
            **{key: None if each is None else str(each) for key, each in known.items()},
            "unknown": self.unknown,
            "uncounted": self.uncounted,
        }

    @classmethod
    def of(cls, stored: Mapping[str, str | int | None]) -> "Total":
        """Return the total from the JSON data of a version."""
        actual, whole = (
            None if stored[key] is None else Decimal(str(stored[key]))
            for key in ("actual", "whole")
        )
        # Versions from before have no such count.
        return cls(actual, whole, int(stored["unknown"] or 0), int(stored.get("uncounted") or 0))


# By group (PROVINCE for all), then by indicator code.
type Totals = dict[str, dict[str, Total]]


class Grouping(Protocol):
    """Makes the function that gives an agency's group; it may share loaded successions."""

    def __call__(self, lineage: Lineage | None = None, /) -> Callable[[Agency], str]: ...


def totals_of(period: Period, group_of: Callable[[Agency], str] | None = None) -> Totals:
    """Return the totals of a period's accepted reports, by group. Three queries.

    No item counts twice: a joint activity belongs to its leading agency.
    """
    reports = {
        row.pk: row
        for row in period.reports.filter(state__in=LOCKED_STATES).select_related("agency")
    }
    rows: dict[tuple[str, int], list[Value]] = defaultdict(list)
    for value in Value.objects.filter(report__in=reports).defer("why", "items"):
        groups = {PROVINCE, group_of(reports[value.report_id].agency) if group_of else PROVINCE}
        for group in groups:
            rows[group, value.indicator_id].append(value)
    indicators = list(period.indicator_set.indicators.all())
    found: Totals = {}
    for group in sorted({PROVINCE, *(group for group, _pk in rows)}):
        found[group] = {
            each.code: _rate(
                rows[group, each.numerator_id or 0], rows[group, each.denominator_id or 0]
            )
            if each.is_rate
            else _sum(rows[group, each.pk])
            for each in indicators
        }
    return found


def _sum(values: Iterable[Value]) -> Total:
    found = list(values)
    known = [each for each in found if each.actual is not None]
    unknown = len(found) - len(known)
    if not known:
        return Total(unknown=unknown)
    columns = zip(*((each.actual, each.whole) for each in known), strict=True)
    actual, whole = (sum((n for n in column if n is not None), Decimal(0)) for column in columns)
    return Total(actual, whole, unknown, sum(each.uncounted for each in known))


def _rate(tops: Collection[Value], bottoms: Iterable[Value]) -> Total:
    """Return the rate of two sums over the same reports: those that know both parts."""
    known = {each.report_id: each for each in bottoms if each.actual is not None}
    pairs = [
        (top, known[top.report_id])
        for top in tops
        if top.actual is not None and top.report_id in known
    ]
    top, bottom = _sum(top for top, _bottom in pairs), _sum(bottom for _top, bottom in pairs)
    return Total(
        whole_of_rate(top.actual, bottom.actual),
        whole_of_rate(top.whole, bottom.whole),
        unknown=len(tops) - len(pairs),
    )


def kind_of(agency: Agency) -> str:
    """Return an agency's kind, as a group of totals."""
    return agency.get_kind_display()


def agency_of(agency: Agency) -> str:
    """Return an agency's name, as a group of totals."""
    return agency.name


def successors_today(lineage: Lineage | None = None) -> Callable[[Agency], str]:
    """Return a function that gives the agency, or its successors of today. One query."""
    lineage = lineage or Lineage(timezone.localdate())
    return lambda agency: _names(lineage.carried_on(agency))


def communes_today(lineage: Lineage | None = None) -> Callable[[Agency], str]:
    """Return a function that gives an agency's commune of today; other agencies form one group.
    One query."""
    lineage = lineage or Lineage(timezone.localdate())

    def name(agency: Agency) -> str:
        heirs = lineage.carried_on(agency)
        return _names(each for each in heirs if each.kind in COMMUNE_KINDS) or _("Not in a commune")

    return name


def _names(agencies: Iterable[Agency]) -> str:
    return ", ".join(sorted({each.name for each in agencies}))


def _alike(group_of: Callable[[Agency], str]) -> Grouping:
    """Return a grouping that needs no successions."""

    def grouping(_lineage: Lineage | None = None) -> Callable[[Agency], str]:
        return group_of

    return grouping


GROUPS: dict[str, Grouping] = {
    "kind": _alike(kind_of),
    "district": former_districts,
    "commune": communes_today,
    "agency": _alike(agency_of),
    "successor": successors_today,
}
