"""Warnings and events of all agencies; never writes."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from sites.models import EventPage, WarningPage
from sites.querysets import ArticleQuerySet


def warnings() -> ArticleQuerySet:
    """Return every warning, the newest first, with its agency."""
    return WarningPage.objects.published().with_agency().as_entries()


def current_warnings(day: dt.date) -> ArticleQuerySet:
    """Return the warnings that the front page shows on a day, the newest first."""
    return warnings().filter(shown_until__gte=day)


def coming_events(day: dt.date) -> ArticleQuerySet:
    """Return the events whose last day is not before `day`, the soonest first."""
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    events = EventPage.objects.live().with_agency().as_entries()
    return (
        events.alias(over=Coalesce("ends", "begins"))
        .filter(over__gte=morning)
        .order_by(F("begins"), F("id"))
    )
