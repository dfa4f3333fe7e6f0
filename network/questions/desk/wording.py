"""Texts about questions for lists and mails."""

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
    """Return topic and place of the question, and with `agency` also its agency."""
    whose = question.agency.short_name if agency else ""
    return " · ".join(filter(None, (str(question.topic or ""), question.place, whose)))


def is_late(question: Question, *, day: dt.date) -> bool:
    """Return whether an open question was due before `day`."""
    return question.is_open and question.due_on < day
