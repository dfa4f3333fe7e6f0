"""Which days a form can mean: the first day of each kind of date, and how far it may lie ahead.

The rules are data (`data/day_rules.csv`): a day before `first_day` or more than `years_ahead` years
after today cannot be meant; one before `asked_before` needs a reason. Used by `DayField`, the page
editor and the import of people.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from .dates import format_day

_FILE = Path(__file__).resolve().parent / "data" / "day_rules.csv"
_DAYS_OF_YEAR = 366


@dataclass(frozen=True, slots=True)
class DayRule:
    """The limits of one kind of date. `asked_before` is None if no early day needs a reason."""

    first_day: dt.date
    asked_before: dt.date | None
    years_ahead: int


@cache
def day_rules() -> dict[str, DayRule]:
    """Return the rules by kind. Cached."""
    day = dt.date.fromisoformat
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return {
            row["kind"]: DayRule(
                day(row["first_day"]),
                day(row["asked_before"]) if row["asked_before"] else None,
                int(row["years_ahead"]),
            )
            for row in csv.DictReader(rows)
        }


def why_impossible(kind: str, day: dt.date, *, today: dt.date) -> str:
    """Return the sentence that refuses a day which cannot be meant, "" if it can."""
    rule = day_rules()[kind]
    if day < rule.first_day:
        return _("Such a day cannot be before %s: check the year.") % format_day(rule.first_day)
    if rule.years_ahead and (day - today).days > rule.years_ahead * _DAYS_OF_YEAR:
        return _("This day is more than %d years ahead: check the year.") % rule.years_ahead
    return ""
