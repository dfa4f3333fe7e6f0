"""Questions in the words of lists and mails of officers."""

import datetime as dt

from django.utils.translation import gettext as _

from ..models import Question

_SHOWN = 140


def beginning(question: Question) -> str:
    line = " ".join(question.text.split())
    if not line:
        return _("(erased)")
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rsplit(' ', 1)[0]}…"


def about(question: Question, *, agency: bool = False) -> str:
    """Return what and whom it concerns: topic and place, and whose it is where that is asked."""
    whose = question.agency.short_name if agency else ""
    return " · ".join(filter(None, (str(question.topic or ""), question.place, whose)))


def is_late(question: Question, *, day: dt.date) -> bool:
    """Return whether a question should have been answered before this day."""
    return question.is_open and question.due_on < day
