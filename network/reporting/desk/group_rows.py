"""The lines of a period's totals by group, formatted for the screen and the workbook."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..comparisons import GroupComparison
from ..models import Indicator
from ..numbers import shown, signed
from ..totals import Total


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The total of one indicator for a group, and what it was a year before."""

    name: str
    whole: str
    before: str
    change: str
    unknown: str
    # Why there is no comparison.
    note: str


def group_row(name: str, group: GroupComparison, chosen: Indicator, *, names: bool) -> GroupRow:
    """Return a group's line for an indicator; with `names`, its note names agencies."""
    total = group.now.get(chosen.code, Total())
    return GroupRow(
        name,
        shown(total.whole, chosen.places),
        shown(group.earlier(chosen.code), chosen.places),
        _change(group, chosen),
        in_reports(total),
        group.why_not(names=names),
    )


def _change(group: GroupComparison, chosen: Indicator) -> str:
    """Return the change in per cent, or in points for a rate; "" if not comparable."""
    pair = group.pair(chosen.code)
    if pair is None:
        return ""
    before, now = pair
    if chosen.is_rate:
        return _("%s points") % signed(now - before)
    return f"{signed((now - before) * 100 / before)}%" if before else ""


def in_reports(total: Total) -> str:
    """Return how many reports lack the figure, and how many items in the others have no number."""
    if not total.uncounted:
        return str(total.unknown)
    words = _("%(reports)d, and %(things)d activities not known")
    return words % {"reports": total.unknown, "things": total.uncounted}
