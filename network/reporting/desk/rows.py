"""The lines of a report, formatted for its page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..models import Indicator, Report
from ..numbers import UNKNOWN, shown, signed
from ..selectors import ReportLine
from ..sources import SOURCES
from .forms import FiguresForm


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A formatted line with its form fields."""

    line: ReportLine
    actual: str
    estimate: str
    whole: str
    before: str
    change: str
    origin: str
    fields: dict[str, Any] = field(default_factory=dict)
    # The counted items, if the line is expanded.
    items: Sequence[dict[str, Any]] | None = None
    # Whether there are items to show.
    opens: bool = False

    @property
    def is_missing(self) -> bool:
        """Return whether a figure to be entered by hand is unknown."""
        value = self.line.value
        return value is not None and not value.is_counted and self.line.actual is None


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The lines below one heading of the form."""

    heading: str
    lines: list[ShownLine]


def parts_of(
    report: Report, lines: Sequence[ReportLine], form: FiguresForm, *, opened: str = ""
) -> list[ReportPart]:
    """Return the lines grouped by heading. `opened` is the code of the expanded line."""
    found: list[ReportPart] = []
    for line in lines:
        if not found or found[-1].heading != line.indicator.group:
            found.append(ReportPart(line.indicator.group, []))
        found[-1].lines.append(_shown(report, line, form, opened))
    return found


def _shown(report: Report, line: ReportLine, form: FiguresForm, opened: str) -> ShownLine:
    """Return a line of a report formatted for its page; the counted items are listed for the line
    `opened`."""
    each, is_counted = line.indicator, line.value is not None and line.value.is_counted
    unknown = _("number not known") if is_counted else UNKNOWN
    names = ("actual", "estimate", "why")
    opens = is_counted or (line.value is not None and _is_proposed(report, each))
    items = None
    if each.code == opened and line.value and opens:
        items = [_item(row, each) for row in line.value.items]
    return ShownLine(
        line,
        unknown if line.actual is None else shown(line.actual, each.places),
        shown(line.value.estimate if line.value else None, each.places),
        unknown if line.whole is None else shown(line.whole, each.places),
        shown(line.before, each.places),
        change_in_words(line),
        _origin(report, line),
        {name: form.field(name, line) for name in names} if line.value else {},
        items,
        opens,
    )


def change_in_words(line: ReportLine) -> str:
    """Return the change since the year before: "+33,3%", or points for a rate."""
    if line.change is None:
        return "–"
    number = line.change if line.indicator.is_rate else line.change * 100
    words = signed(number)
    return _("%s points") % words if line.indicator.is_rate else f"{words}%"


def _origin(report: Report, line: ReportLine) -> str:
    each = line.indicator
    if each.numerator and each.denominator:
        return f"{each.numerator.code} / {each.denominator.code}"
    if line.value and line.value.is_counted:
        unknown = line.value.uncounted
        return _("counted, without %d that nobody counted") % unknown if unknown else _("counted")
    if _is_proposed(report, each):
        return _("by hand; proposed from what is counted")
    if each.source and each.source not in SOURCES and not report.on_paper:
        return _("by hand: not counted by the system yet")
    return _("by hand")


def _is_proposed(report: Report, each: Indicator) -> bool:
    return each.is_proposed and each.source in SOURCES and not report.on_paper


def _item(row: dict[str, Any], each: Indicator) -> dict[str, Any]:
    if row["amount"] is None:
        return row | {"day": _day(row["day"]), "amount": _("number not known")}
    many = "" if row["amount"] == 1 else shown(Decimal(row["amount"]))
    amount = f"{many} đồng" if many and each.is_proposed else many
    return row | {"day": _day(row["day"]), "amount": amount}


def _day(stored: str | None) -> str:
    return "/".join(reversed(stored.split("-"))) if stored else ""
