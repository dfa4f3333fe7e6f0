"""Read the results of communes: one commune's screen, and the table of all."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from network.agencies.models import Agency
from network.oversight.models import Status

from .computing import communes_on
from .models import CommuneIndicator, CommuneResult, HandFigure
from .wording import PLACES


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of an indicator as the screen shows it."""

    indicator: CommuneIndicator
    status: Status
    good: int
    total: int
    figure: HandFigure | None = None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """An indicator with a commune's result of the year."""

    indicator: CommuneIndicator
    status: Status
    good: int = 0
    total: int = 0
    missing: int = 0
    items: Sequence[dict[str, Any]] = ()
    parts: Sequence[PartLine] = ()
    figure: HandFigure | None = None

    @property
    def may_be_entered(self) -> bool:
        """Return whether the commune enters a figure, or declares that nothing arose because the
        system has counted nothing."""
        return self.indicator.is_entered and not (self.indicator.is_declared and self.total)

    @property
    def place(self) -> tuple[Any, str] | None:
        """Return label and URL name of where the commune does what is missing."""
        return PLACES.get(self.indicator.act)

    @property
    def ease(self) -> tuple[int, int, int, int]:
        """Return the sort key for "easiest first": effort, missing steps, heavier ones first."""
        one = self.indicator
        return one.effort, self.missing, -one.weight, one.order


@dataclass(frozen=True, slots=True)
class CommuneStanding:
    """A commune's results of a year, in the order of the standard."""

    agency: Agency
    lines: Sequence[ResultLine] = field(default_factory=list)
    computed_at: dt.datetime | None = None

    @property
    def counts(self) -> Counter[str]:
        """Return the number of indicators by state."""
        return Counter(line.status.value for line in self.lines)

    @property
    def met(self) -> int:
        """Return the number of met indicators."""
        return self.counts[Status.MET]

    @property
    def weights(self) -> tuple[int, int] | None:
        """Return the sums of the weights of the met and of all indicators, None if all weigh 1."""
        weights = [(line.indicator.weight, line.status == Status.MET) for line in self.lines]
        if all(weight == 1 for weight, _met in weights):
            return None
        met = sum(weight for weight, is_met in weights if is_met)
        return met, sum(weight for weight, _met in weights)

    def of(self, *statuses: Status) -> list[ResultLine]:
        """Return the lines in these states, the easiest first."""
        found = [line for line in self.lines if line.status in statuses]
        return sorted(found, key=lambda line: line.ease)

    def by_criterion(self) -> list[tuple[str, int, int]]:
        """Return (criterion, met, all) in the order of the standard."""
        found: dict[str, list[ResultLine]] = {}
        for line in self.lines:
            found.setdefault(line.indicator.criterion, []).append(line)
        return [
            (name, sum(line.status == Status.MET for line in lines), len(lines))
            for name, lines in found.items()
        ]


def lines_of_year(year: int, today: dt.date) -> list[CommuneIndicator]:
    """Return the indicators and parts by which a year is judged: those in force on its last day,
    or today in the current year. One query."""
    day = min(dt.date(year, 12, 31), today) if year <= today.year else today
    return list(CommuneIndicator.objects.valid_on(day))


def is_provisional(lines: Sequence[CommuneIndicator]) -> bool:
    """Return whether a line has not been compared with the circular's annex."""
    return any(not line.annex for line in lines)


def standing_of(agency: Agency, year: int, lines: Sequence[CommuneIndicator]) -> CommuneStanding:
    """Return a commune's results with the figures entered by hand. Two queries."""
    rows = CommuneResult.objects.filter(agency=agency, year=year)
    figures = {each.key: each for each in HandFigure.objects.filter(agency=agency, year=year)}
    return _standing(agency, {row.key: row for row in rows}, lines, figures)


def all_standings(
    year: int, day: dt.date, lines: Sequence[CommuneIndicator]
) -> list[CommuneStanding]:
    """Return the results of all communes, by name. Two queries, whatever their number."""
    agencies = communes_on(day)
    found: dict[int, dict[str, CommuneResult]] = {agency.pk: {} for agency in agencies}
    for row in CommuneResult.objects.filter(year=year, agency__in=agencies).defer("detail"):
        found[row.agency_id][row.key] = row
    return [_standing(agency, found[agency.pk], lines) for agency in agencies]


def _standing(
    agency: Agency,
    results: dict[str, CommuneResult],
    lines: Sequence[CommuneIndicator],
    figures: Mapping[str, HandFigure] | None = None,
) -> CommuneStanding:
    """Return the standing. Without `figures` it is brief: without parts and missing items."""
    parts: dict[str, list[CommuneIndicator]] = {}
    for line in lines:
        if line.parent:
            parts.setdefault(line.parent, []).append(line)
    found = [
        _result_line(each, results.get(each.key), parts.get(each.key, []), figures)
        for each in lines
        if not each.parent
    ]
    moments = [row.computed_at for row in results.values()]
    return CommuneStanding(agency, found, max(moments, default=None))


def _result_line(
    indicator: CommuneIndicator,
    result: CommuneResult | None,
    parts: Sequence[CommuneIndicator],
    figures: Mapping[str, HandFigure] | None,
) -> ResultLine:
    if result is None:
        return ResultLine(indicator, Status.UNKNOWN)
    numbers = (Status(result.status), result.good, result.total, result.missing)
    if figures is None:
        return ResultLine(indicator, *numbers)
    stored = result.detail["parts"]
    shown = [
        PartLine(
            part,
            Status(stored[part.key]["status"]),
            *_numbers(stored[part.key]),
            figures.get(part.key),
        )
        for part in parts
        if part.key in stored
    ]
    figure = figures.get(indicator.key)
    return ResultLine(indicator, *numbers, result.detail["items"], shown, figure)


def _numbers(part: dict[str, Any]) -> tuple[int, int]:
    return part["good"], part["total"]
