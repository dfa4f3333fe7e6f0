"""Totals of accepted reports: sums, and rates computed from their parts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.models import Agency, AgencyKind, Succession

from .models import LOCKED_STATES, Period, Report, Value
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


def totals_of(period: Period, group_of: Callable[[Report], str] | None = None) -> Totals:
    """Return the totals of a period's accepted reports, by group. Three queries.

    No item counts twice: a joint activity belongs to its leading agency.
    """
    reports = {
        row.pk: row
        for row in period.reports.filter(state__in=LOCKED_STATES).select_related("agency")
    }
    rows: dict[tuple[str, int], list[Value]] = defaultdict(list)
    for value in Value.objects.filter(report__in=reports).defer("why", "items"):
        groups = {PROVINCE, group_of(reports[value.report_id]) if group_of else PROVINCE}
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


def kind_of(report: Report) -> str:
    """Return the kind of the report's agency, as a group of totals."""
    return report.agency.get_kind_display()


def former_districts() -> Callable[[Report], str]:
    """Return a function that gives the former district(s) of a report's agency."""
    areas: dict[int, set[str]] = defaultdict(set)
    rows = Succession.objects.exclude(predecessor_area="")
    for agency, area in rows.values_list("successor", "predecessor_area"):
        areas[agency].add(area)
    return lambda report: ", ".join(sorted(areas[report.agency_id])) or _("Not in a district")


def agency_of(report: Report) -> str:
    """Return the name of the report's agency, as a group of totals."""
    return report.agency.name


def successors_today() -> Callable[[Report], str]:
    """Return a function that gives the agency, or its successors of today, for a report."""
    carried_on = _carried_on()
    return lambda report: _names(carried_on(report.agency))


def communes_today() -> Callable[[Report], str]:
    """Return a function that gives today's commune for a report; other agencies form one group."""
    carried_on = _carried_on()

    def name(report: Report) -> str:
        found = [each for each in carried_on(report.agency) if each.kind in COMMUNE_KINDS]
        return _names(found) or _("Not in a commune")

    return name


def _names(agencies: Iterable[Agency]) -> str:
    return ", ".join(sorted({each.name for each in agencies}))


def _carried_on() -> Callable[[Agency], list[Agency]]:
    """Return a function that gives the agencies continuing an ended agency's work. One query."""
    following: dict[int, list[Agency]] = defaultdict(list)
    ended = Succession.objects.filter(predecessor__valid_to__lt=timezone.localdate())
    for row in ended.select_related("successor"):
        following[row.predecessor_id or 0].append(row.successor)

    def carried_on(agency: Agency, above: frozenset[int] = frozenset()) -> list[Agency]:
        # The set of visited agencies stops a cycle of successions.
        ways = [] if agency.pk in above else following[agency.pk]
        return [last for each in ways for last in carried_on(each, above | {agency.pk})] or [agency]

    return carried_on


GROUPS: dict[str, Callable[[], Callable[[Report], str]]] = {
    "kind": lambda: kind_of,
    "district": former_districts,
    "commune": communes_today,
    "agency": lambda: agency_of,
    "successor": successors_today,
}


def compared(period: Period, earlier: Period) -> tuple[int, dict[str, tuple[Decimal, Decimal]]]:
    """Return how many of today's agencies reported in both periods, and their totals (before, now)
    by code.

    Only agencies that know both figures count, so that additional reports are no growth. A merged
    agency is compared with all its predecessors.
    """
    group_of = successors_today()
    old, new = (totals_of(each, group_of) for each in (earlier, period))
    both = (old.keys() & new.keys()) - {PROVINCE}
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for code in new[PROVINCE].keys() & old[PROVINCE].keys():
        pairs = [(old[each][code].whole, new[each][code].whole) for each in both]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        if known:
            before, now = (sum(column, Decimal(0)) for column in zip(*known, strict=True))
            found[code] = before, now
    return len(both), found
