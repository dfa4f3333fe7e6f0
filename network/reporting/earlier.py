"""What a report is compared with: the figures of a year before, also those of its predecessors."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from network.agencies.lineage import Break, Cause, Lineage, in_words
from network.agencies.models import Agency

from .models import RECEIVED_STATES, Period, Report, Value


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """An agency's figures of a year before, by indicator code."""

    wholes: dict[str, Decimal] = field(default_factory=dict)
    # The former agencies whose figures are added up.
    former: list[Agency] = field(default_factory=list)
    # Why there is nothing to compare with, in one sentence.
    why_not: str = ""

    @property
    def in_words(self) -> str:
        """Return whose figures are added up, or why there are none; "" for the agency's own."""
        names = ", ".join(each.name for each in self.former)
        return self.why_not or (names and _("sum of %s") % names)


def earlier_figures(report: Report, earlier: Period | None) -> EarlierFigures:
    """Return what an agency, or all agencies that it alone continues, handed in a year before.
    Three queries.

    A figure that one of them does not know is left out. Nothing is compared if work was divided,
    came from outside, or passed within the period, since then each report holds another part of it.
    """
    if earlier is None:
        return EarlierFigures()
    lineage = Lineage(report.last_day)
    agency = report.agency
    groups = lineage.breaks(
        lambda each: frozenset(heir.pk for heir in lineage.carried_on(each)),
        since=earlier.first_day,
        until=report.last_day,
    )
    breaks = groups.get(frozenset({agency.pk}), set()) | _within(lineage, report)
    asked = {row.agency for row in earlier.reports.select_related("agency")}
    former = lineage.former_of([agency.pk])[agency.pk]
    known = lineage.changes(earlier.first_day, report.last_day)
    changed = {link.predecessor for link in known if link.predecessor}
    members = {each for each in changed if each.pk in former}
    breaks |= {
        Break(Cause.NO_REPORT_BEFORE, each.name)
        for each in members - asked
        if each.valid_from is None or each.valid_from <= earlier.last_day
    }
    if breaks:
        return EarlierFigures(why_not=in_words(breaks))
    required = (members | {agency}) & asked
    former_ones = sorted(required - {agency}, key=lambda each: each.name)
    return EarlierFigures(_sums(required, earlier), former_ones)


def _within(lineage: Lineage, report: Report) -> set[Break]:
    """Return the agencies whose work came to the report's agency after the period had begun."""
    return {
        Break(Cause.WITHIN_PERIOD, link.predecessor.name)
        for link in lineage.changes(report.period.first_day, report.last_day)
        if link.predecessor and link.successor == report.agency
    }


def _sums(agencies: set[Agency], period: Period) -> dict[str, Decimal]:
    """Return the sums, by code, of the figures that all of the agencies have handed in."""
    rows = Value.objects.filter(
        report__agency__in=agencies,
        report__period=period,
        report__state__in=RECEIVED_STATES,
        actual__isnull=False,
    )
    found: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows.select_related("indicator").defer("items"):
        if row.whole is not None:
            found[row.indicator.code].append(row.whole)
    return {
        code: sum(wholes, Decimal(0))
        for code, wholes in found.items()
        if len(wholes) == len(agencies)
    }
