"""Dates and times in the format of Vietnamese offices, and the check that a date has come."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

FUTURE_DAY = _("This day is still to come.")


def format_day(day: dt.date | None) -> str:
    """Return a date as "20/11/2026", or "" for None."""
    return date_format(day, "d/m/Y") if day else ""


def format_moment(at: dt.datetime | None) -> str:
    """Return a time as "14:05 20/11/2026", or "" for None."""
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""


def refuse_future(today: dt.date, **days: dt.date | None) -> None:
    """Raise ValidationError if one of `days`, given by form field, lies after `today`."""
    wrong = {name: FUTURE_DAY for name, day in days.items() if day and day > today}
    if wrong:
        raise ValidationError(wrong)
