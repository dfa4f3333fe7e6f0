"""Derive a document's status from its dates. Pure functions.

Dates are days in Vietnam (`django.utils.timezone.localdate`), never moments: a decree in force from
1 January is so from midnight in Hà Nội, seven hours before midnight in Greenwich.
"""

import datetime as dt
import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .choices import Validity

# States that end with the last day; UNDETERMINED and OBSOLETE are set by people only.
_ENDS = frozenset(
    {Validity.NOT_YET, Validity.IN_FORCE, Validity.PARTLY_EXPIRED, Validity.SUSPENDED}
)
# The day of the state's first decrees.
_FIRST_DAY = dt.date(1945, 9, 2)
_YEAR_IN_NUMBER = re.compile(r"[/-]((?:19|20)\d\d)/")


class DateWarning(TextChoices):
    """Implausible dates that a person should check. Nothing is corrected automatically (domain
    brief 4.6)."""

    BEFORE_THE_STATE = "before_the_state", _("The date of issue lies before 2 September 1945.")
    ISSUED_LATER = "issued_later", _("The date of issue lies in the future.")
    OTHER_YEAR = "other_year", _("The date of issue is not of the year in the number.")
    EFFECT_BEFORE_ISSUE = (
        "effect_before_issue",
        _("It comes into force before it is issued: rare, but allowed."),
    )
    EXPIRY_BEFORE_EFFECT = (
        "expiry_before_effect",
        _("It stops being in force before it comes into force."),
    )
    GAZETTE_BEFORE_ISSUE = (
        "gazette_before_issue",
        _("The gazette published it before it was issued."),
    )
    OVER_BUT_IN_FORCE = (
        "over_but_in_force",
        _("It is said to be in force although its last day is over."),
    )
    IN_FORCE_TOO_EARLY = (
        "in_force_too_early",
        _("It is said to be in force although its first day has not come."),
    )


def validity_on(
    validity: str, *, effective_on: dt.date | None, expires_on: dt.date | None, day: dt.date
) -> Validity:
    """Return the status on `day` of a document recorded with status `validity`.

    It takes effect on `effective_on` and expires on `expires_on`, the first day without effect.
    UNDETERMINED is never changed by dates; EXPIRED and OBSOLETE stay.
    """
    known = Validity(validity)
    if known in _ENDS and expires_on and expires_on <= day:
        return Validity.EXPIRED
    if known is Validity.NOT_YET and effective_on and effective_on <= day:
        return Validity.IN_FORCE
    return known


def date_warnings(
    *,
    number: str,
    issued_on: dt.date | None,
    effective_on: dt.date | None,
    expires_on: dt.date | None,
    gazette_on: dt.date | None,
    validity: str,
    day: dt.date,
) -> list[DateWarning]:
    """Return the implausible dates of a document as of `day`, or []."""
    year = _YEAR_IN_NUMBER.search(number)
    holds = validity in (Validity.IN_FORCE, Validity.PARTLY_EXPIRED)
    found = {
        DateWarning.BEFORE_THE_STATE: bool(issued_on and issued_on < _FIRST_DAY),
        DateWarning.ISSUED_LATER: bool(issued_on and issued_on > day),
        DateWarning.OTHER_YEAR: bool(year and issued_on and int(year[1]) != issued_on.year),
        DateWarning.EFFECT_BEFORE_ISSUE: _before(effective_on, issued_on),
        DateWarning.EXPIRY_BEFORE_EFFECT: _before(expires_on, effective_on or issued_on),
        DateWarning.GAZETTE_BEFORE_ISSUE: _before(gazette_on, issued_on),
        DateWarning.OVER_BUT_IN_FORCE: bool(holds and expires_on and expires_on <= day),
        DateWarning.IN_FORCE_TOO_EARLY: bool(holds and effective_on and effective_on > day),
    }
    return [warning for warning, is_so in found.items() if is_so]


def _before(first: dt.date | None, second: dt.date | None) -> bool:
    return bool(first and second and first < second)
