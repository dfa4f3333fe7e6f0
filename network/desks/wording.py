"""Dates and durations for lists, panels and row pages."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.dates import format_day


def days_since(moment: dt.datetime, *, now: dt.datetime) -> str:
    """Return the number of days since a moment, as text."""
    return days_since_day(timezone.localdate(moment), timezone.localdate(now))


def days_since_day(day: dt.date, today: dt.date) -> str:
    """Return the number of days from `day` to `today`, as text."""
    days = (today - day).days
    return ngettext("%d day", "%d days", days) % days if days else _("today")


def days_late(due_on: dt.date, today: dt.date) -> str:
    """Return the number of days since a due date that has passed, as text."""
    days = (today - due_on).days
    return ngettext("%d day overdue", "%d days overdue", days) % days


def due(day: dt.date, *, late: bool) -> str:
    """Return the due date as text, marked if it is overdue."""
    shown = format_day(day)
    return _("%s, overdue") % shown if late else shown
