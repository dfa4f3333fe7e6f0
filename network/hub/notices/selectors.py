"""Select warnings and events of all agencies."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from sites.models import EventPage, WarningPage
from sites.querysets import ArticleQuerySet


def warnings() -> ArticleQuerySet:
    """Return all warnings, newest first, with their agency."""
    return WarningPage.objects.published().with_agency().as_links("level")


def current_warnings(day: dt.date) -> ArticleQuerySet:
    """Return the warnings shown on the front page on a day, newest first."""
    return warnings().filter(shown_until__gte=day)


def coming_events(day: dt.date) -> ArticleQuerySet:
    """Return the events that end on `day` or later, soonest first."""
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    events = EventPage.objects.live().with_agency().as_links("begins", "ends", "place")
    return (
        events.alias(over=Coalesce("ends", "begins"))
        .filter(over__gte=morning)
        .order_by(F("begins"), F("id"))
    )
