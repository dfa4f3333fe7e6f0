"""An event as an iCalendar file (RFC 5545)."""

import datetime as dt

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.core.feeds import entry_id
from sites.models import EventPage

# Length shown in calendars for an event without end time.
_USUAL_LENGTH = dt.timedelta(hours=2)


def calendar_of(event: EventPage, *, address: str) -> bytes:
    """Return a calendar with this event. Times are in UTC, so that no time zone definition is
    needed."""
    calendar = Calendar()
    calendar.add("prodid", "-//PBGDPL//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(event, address))
    return calendar.to_ical()


def _event(event: EventPage, address: str) -> Event:
    made = Event()
    made.add("uid", entry_id("su-kien", event.pk))
    stamp = event.last_published_at or event.begins
    made.add("dtstamp", stamp.astimezone(dt.UTC))
    made.add("dtstart", event.begins.astimezone(dt.UTC))
    made.add("dtend", (event.ends or event.begins + _USUAL_LENGTH).astimezone(dt.UTC))
    made.add("summary", event.title)
    if event.place or event.online_link:
        made.add("location", event.place or event.online_link)
    made.add("description", "\n\n".join(_description(event, address)))
    made.add("url", address)
    return made


def _description(event: EventPage, address: str) -> list[str]:
    organiser = event.organiser or event.agency_home.agency.name
    lines = [event.summary, _("Organiser: %s") % organiser]
    if event.online_link:
        lines.append(_("Join online: %s") % event.online_link)
    return [*lines, address]
