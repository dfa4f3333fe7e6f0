"""Totals of two periods by group, and why some groups cannot be compared with a year before.

Used by the screen of totals, its charts and its workbook.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from network.agencies.lineage import Break, Cause, Lineage, in_words
from network.agencies.models import Agency
from network.agencies.territories import breaks_across

from .models import LOCKED_STATES, Period
from .totals import GROUPS, PROVINCE, Total, Totals, totals_of

# A kind of agency is no body: its figures are shown side by side, whoever reported.
_UNJUDGED = "kind"


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """The totals of one group now and a year before, by indicator code."""

    now: Mapping[str, Total] = field(default_factory=dict)
    before: Mapping[str, Total] = field(default_factory=dict)
    breaks: frozenset[Break] = frozenset()

    def why_not(self, *, names: bool) -> str:
        """Return the sentence that says why the group is not comparable, or ""."""
        return in_words(self.breaks, names=names)

    @property
    def is_reorganised(self) -> bool:
        """Return whether a reorganisation, and not only a missing report, prevents it."""
        missing = {Cause.NO_REPORT_BEFORE, Cause.NO_REPORT_NOW}
        return any(each.cause not in missing for each in self.breaks)

    def earlier(self, code: str) -> Decimal | None:
        """Return the figure of a year before, None if unknown or not comparable."""
        total = self.before.get(code)
        return None if self.breaks or total is None or total.unknown else total.whole

    def pair(self, code: str) -> tuple[Decimal, Decimal] | None:
        """Return the figures (before, now), None unless every report of the group knows them."""
        before, total = self.earlier(code), self.now.get(code)
        if before is None or total is None or total.unknown or total.whole is None:
            return None
        return before, total.whole


type Comparisons = dict[str, GroupComparison]


def comparisons(period: Period, earlier: Period | None, key: str) -> Comparisons:
    """Return the groups of a period with their totals now and a year before. At most eleven
    queries, regardless of the number of agencies.

    A merged agency is compared with the sum of its predecessors, a district with the communes of
    its territory.
    """
    lineage = Lineage(timezone.localdate())
    group_of = GROUPS[key](lineage)
    now = totals_of(period, group_of)
    before: Totals = totals_of(earlier, group_of) if earlier else {}
    breaks = _breaks(lineage, group_of, period, earlier, key) if earlier else {}
    return {
        group: GroupComparison(
            now.get(group, {}), before.get(group, {}), frozenset(breaks.get(group, ()))
        )
        for group in sorted({PROVINCE, *now, *before})
    }


def _breaks(
    lineage: Lineage, group_of: Callable[[Agency], str], period: Period, earlier: Period, key: str
) -> dict[str, set[Break]]:
    """Return why groups of totals are not comparable. Two queries."""
    if key == _UNJUDGED:
        return {}
    since, until = earlier.first_day, period.last_day
    found: dict[str, set[Break]] = defaultdict(set)
    if key == "district":
        found.update(breaks_across(lineage.changes(since, until), group_of))
    else:
        found.update(lineage.breaks(group_of, since=since, until=until))
    asked: dict[Cause, set[Agency]] = {}
    for each, cause in ((earlier, Cause.NO_REPORT_BEFORE), (period, Cause.NO_REPORT_NOW)):
        reports = list(each.reports.select_related("agency"))
        asked[cause] = {report.agency for report in reports}
        for report in reports:
            if report.state not in LOCKED_STATES:
                found[group_of(report.agency)].add(Break(cause, report.agency.name))
    if key != "district":
        for former in _never_asked(lineage, asked[Cause.NO_REPORT_BEFORE], earlier, until):
            found[group_of(former)].add(Break(Cause.NO_REPORT_BEFORE, former.name))
    return found


def _never_asked(
    lineage: Lineage, asked: set[Agency], earlier: Period, until: dt.date
) -> set[Agency]:
    """Return the former agencies that existed in the earlier period, but were not asked for a
    report of it."""
    changes = lineage.changes(earlier.first_day, until)
    former = {link.predecessor for link in changes if link.predecessor}
    return {
        agency
        for agency in former - asked
        if agency.valid_from is None or agency.valid_from <= earlier.last_day
    }


@dataclass(frozen=True, slots=True)
class ComparedTotals:
    """What grew within a year, over the agencies of today that can be compared."""

    agencies: int
    # Agencies that a reorganisation has made incomparable.
    left_out: int
    # Totals (before, now) by indicator code.
    sums: Mapping[str, tuple[Decimal, Decimal]]


def compared(period: Period, earlier: Period) -> ComparedTotals:
    """Return the totals of the agencies of today that know both figures, so that additional reports
    are no growth."""
    found = comparisons(period, earlier, "successor")
    del found[PROVINCE]
    comparable = [each for each in found.values() if each.now and each.before and not each.breaks]
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for code in {code for each in comparable for code in each.now.keys() & each.before.keys()}:
        if pairs := [pair for each in comparable if (pair := each.pair(code))]:
            before, now = (sum(column, Decimal(0)) for column in zip(*pairs, strict=True))
            sums[code] = before, now
    left_out = sum(bool(each.now) and each.is_reorganised for each in found.values())
    return ComparedTotals(len(comparable), left_out, sums)
