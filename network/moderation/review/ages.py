"""Format how long ago something happened, shown beside the date."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.dates import format_moment

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def age(since: dt.datetime, now: dt.datetime) -> str:
    """Return the formatted time with its age in the largest unit up to days."""
    return f"{format_moment(since)} ({_ago(int((now - since).total_seconds()))})"


def _ago(seconds: int) -> str:
    """Return the age in words. Django's own wording has no Vietnamese translation."""
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        number = seconds // MINUTE
        return ngettext("%d minute ago", "%d minutes ago", number) % number
    if seconds < DAY:
        number = seconds // HOUR
        return ngettext("%d hour ago", "%d hours ago", number) % number
    number = seconds // DAY
    return ngettext("%d day ago", "%d days ago", number) % number
