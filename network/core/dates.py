"""Days and moments as offices write them."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format


def format_day(day: dt.date | None) -> str:
    """Return a day, "20/11/2026"; "" for none."""
    return date_format(day, "d/m/Y") if day else ""


def format_moment(at: dt.datetime | None) -> str:
    """Return a moment, "14:05 20/11/2026"; "" for none."""
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""
