"""Dates and times in the format of Vietnamese offices."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format


def format_day(day: dt.date | None) -> str:
    """Return a date as "20/11/2026", or "" for None."""
    return date_format(day, "d/m/Y") if day else ""


def format_moment(at: dt.datetime | None) -> str:
    """Return a time as "14:05 20/11/2026", or "" for None."""
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""
