"""Calendar (RFC 5545) of the days on which documents take effect or expire."""

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.core.xml_text import xml_text

from ..models import LegalDocument, Topic
from . import selectors

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//PBGDPL//Lich hieu luc van ban//VI"
ONCE_A_DAY = dt.timedelta(days=1)


def coming_days(*, day: dt.date, base: str) -> bytes:
    """Return the calendar of all documents. Two queries."""
    found = selectors.with_coming_days(day)
    return _written(_("Days on which legal documents take effect"), found, day, base)


def coming_days_of_topic(*, slug: str, day: dt.date, base: str) -> bytes:
    """Return the calendar of a topic's documents. Three queries. Raises Http404 for an unknown
    topic."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise Http404
    found = selectors.with_coming_days(day, [topic])
    name = _("Days on which legal documents take effect: %s") % topic.name
    return _written(name, found, day, base)


def _written(name: str, documents: Iterable[LegalDocument], day: dt.date, base: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", name)
    # Calendar applications read these instead of NAME and REFRESH-INTERVAL (RFC 7986).
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", ONCE_A_DAY, parameters={"value": "DURATION"})
    for document in documents:
        for event in _events(document, day, base):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(document: LegalDocument, day: dt.date, base: str) -> Iterator[Event]:
    if document.effective_on and document.effective_on >= day:
        words = _("Comes into force: %s") % document
        yield _event(document, document.effective_on, "hieu-luc", words, base)
    if document.expires_on and document.expires_on >= day:
        words = _("No longer in force: %s") % document
        yield _event(document, document.expires_on, "het-hieu-luc", words, base)


def _event(document: LegalDocument, day: dt.date, what: str, words: str, base: str) -> Event:
    """Return the event for one day. Its UID does not depend on the date, so a changed date moves
    the event."""
    changed = max(document.created_at, document.updated_at).astimezone(dt.UTC)
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    event = Event()
    event.add("uid", f"van-ban-{document.pk}-{what}@{host}")
    # Without METHOD, DTSTAMP is the last revision of the event (RFC 5545, 3.8.7.2). So an unchanged
    # calendar stays identical byte for byte.
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", day)
    event.add("summary", xml_text(words))
    event.add("description", xml_text(document.title))
    event.add("url", base + document.get_absolute_url())
    # The event does not block the day as busy.
    event.add("transp", "TRANSPARENT")
    return event
