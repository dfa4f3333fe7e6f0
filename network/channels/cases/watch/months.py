"""Names and last days of months."""

import calendar
import datetime as dt

from django.utils.translation import gettext as _


def month_name(month: dt.date) -> str:
    """Return "Tháng 11/2026"."""
    return _("Month %s") % f"{month:%m/%Y}"


def last_day(month: dt.date) -> dt.date:
    """Return the last day of the month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
