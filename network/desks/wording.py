"""Dates and durations for lists, panels and row pages."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.dates import format_day


def days_since(moment: dt.datetime, *, now: dt.datetime) -> str:
    """Return the number of days since a moment, as text."""
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    return ngettext("%d day", "%d days", days) % days if days else _("today")


def due(day: dt.date, *, late: bool) -> str:
    """Return the due date as text, marked if it is overdue."""
    shown = format_day(day)
    return _("%s, overdue") % shown if late else shown
