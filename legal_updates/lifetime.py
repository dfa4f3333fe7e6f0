"""What a document's dates say of its life. Pure: values in, values out.

Days are days in Vietnam (`django.utils.timezone.localdate`), never moments: a decree that is in
force from 1 January is so from midnight in Hà Nội, seven hours before midnight in Greenwich.
"""

import datetime as dt
import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .choices import Validity

# What ends when the last day is over; "undetermined" and "no longer suitable" are said by people.
_ENDS = frozenset(
    {Validity.NOT_YET, Validity.IN_FORCE, Validity.PARTLY_EXPIRED, Validity.SUSPENDED}
)
# The state's first decrees.
_FIRST_DAY = dt.date(1945, 9, 2)
_YEAR_IN_NUMBER = re.compile(r"[/-]((?:19|20)\d\d)/")


class DateWarning(TextChoices):
    """What a person should look at again; nothing is put right by itself (domain brief 4.6)."""

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
    """Return the validity on `day` of a document of which `validity` was said.

    It comes into force on `effective_on` and ends on `expires_on`, the first day without force.
    "Undetermined" is never guessed from dates, "no longer suitable" and "expired" stay.
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
    """Return what does not fit in the dates of a document as seen on `day`; [] when all does."""
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
