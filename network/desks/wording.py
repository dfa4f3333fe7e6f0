"""Days, as lists, panels and pages of rows show them."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.dates import format_day


def days_since(moment: dt.datetime, *, now: dt.datetime) -> str:
    """Return how many days ago something was."""
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    return ngettext("%d day", "%d days", days) % days if days else _("today")


def due(day: dt.date, *, late: bool) -> str:
    """Return until when something should be done, and that it is late."""
    shown = format_day(day)
    return _("%s, overdue") % shown if late else shown
