"""Questions in the words of lists and mails of officers."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Question

_SHOWN = 140


def beginning(question: Question) -> str:
    """Return the beginning of what was asked."""
    line = " ".join(question.text.split())
    if not line:
        return _("(erased)")
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rsplit(' ', 1)[0]}…"


def about(question: Question, *, agency: bool = False) -> str:
    """Return what and whom it concerns: topic and place, and whose it is where that is asked."""
    whose = question.agency.short_name if agency else ""
    return " · ".join(filter(None, (str(question.topic or ""), question.place, whose)))


def days_since(moment: dt.datetime, *, now: dt.datetime) -> str:
    """Return how many days ago something was."""
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    return ngettext("%d day", "%d days", days) % days if days else _("today")


def shown_day(day: dt.date) -> str:
    """Return a day as lists show it."""
    return date_format(day, "SHORT_DATE_FORMAT")


def due(question: Question, *, day: dt.date) -> str:
    """Return until when a question should be answered, and that it is late."""
    if not question.is_open:
        return "–"
    shown = shown_day(question.due_on)
    return _("%s, overdue") % shown if is_late(question, day=day) else shown


def is_late(question: Question, *, day: dt.date) -> bool:
    """Return whether a question should have been answered before this day."""
    return question.is_open and question.due_on < day
