"""Select warnings and events of all agencies."""

import datetime as dt

from sites.models import EventPage, WarningPage
from sites.querysets import ArticleQuerySet


def warnings() -> ArticleQuerySet:
    """Return all warnings, newest first, with their agency."""
    return WarningPage.objects.published().with_agency().as_links("level")


def current_warnings(day: dt.date) -> ArticleQuerySet:
    """Return the warnings shown on the front page on a day, newest first."""
    return warnings().filter(shown_until__gte=day)


def coming_events(day: dt.date) -> ArticleQuerySet:
    """Return the events that end on `day` or later with their agency, soonest first."""
    return EventPage.coming(day).with_agency().as_links("begins", "ends", "place")
