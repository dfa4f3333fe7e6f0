"""Calendar (RFC 5545) of the stops, to subscribe to."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.core.feeds import entry_id
from network.core.xml_text import xml_text

from .models import PlannedStop, StopState

CONTENT_TYPE = "text/calendar; charset=utf-8"
_ONCE_AN_HOUR = dt.timedelta(hours=1)


def calendar_of(stops: Iterable[PlannedStop], *, address: str) -> bytes:
    """Return a calendar with an event for each stop; one called off is marked as cancelled.

    Times are in UTC, so that no time zone definition is needed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//PBGDPL//Tam dung//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Stops of the system"))
    calendar.add("refresh-interval", _ONCE_AN_HOUR, parameters={"value": "DURATION"})
    for stop in stops:
        calendar.add_component(_event(stop, address))
    return bytes(calendar.to_ical())


def _event(stop: PlannedStop, address: str) -> Event:
    event = Event()
    event.add("uid", entry_id("tam-dung", stop.pk))
    changed = stop.changed_at.astimezone(dt.UTC)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", stop.begins_at.astimezone(dt.UTC))
    event.add("dtend", (stop.ended_at or stop.ends_at).astimezone(dt.UTC))
    event.add("summary", xml_text(_("Stop of the system: %s") % stop.reason))
    event.add("description", xml_text(f"{stop.works} {stop.overrun_reason}".strip()))
    event.add("url", address)
    cancelled = stop.state == StopState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
