"""How long ago: beside the date, never instead of it."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.dates import format_moment

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def age(since: dt.datetime, now: dt.datetime) -> str:
    """Return a moment with how long ago it was, in its largest unit up to days."""
    return f"{format_moment(since)} ({_ago(int((now - since).total_seconds()))})"


def _ago(seconds: int) -> str:
    """Django's own words for it are not translated into Vietnamese."""
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
