"""How long ago: beside the date, never instead of it."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


def moment(at: dt.datetime | None) -> str:
    """Return a moment as offices write it, "14:05 20/11/2026"; "" for none."""
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""


def age(since: dt.datetime, now: dt.datetime) -> str:
    """Return a moment with how long ago it was, in its largest unit."""
    if now - since < dt.timedelta(minutes=1):
        return _("%(moment)s (just now)") % {"moment": moment(since)}
    return _("%(moment)s (%(duration)s ago)") % {
        "moment": moment(since),
        "duration": timesince(since, now, depth=1),
    }
