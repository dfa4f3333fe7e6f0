"""Texts about directives and tasks for lists and pages."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.agencies.models import AgencyKind
from network.core.dates import format_day
from network.core.working_days import working_days

from ..models import Assignment, DirectiveTask, Rhythm

_SHOWN = 140


def beginning(text: str) -> str:
    """Return the text on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rsplit(' ', 1)[0]}…"


def kind_names(kinds: Iterable[str]) -> str:
    """Return the labels of the kinds of agencies."""
    return ", ".join(str(AgencyKind(kind).label) for kind in kinds)


def who_does(task: DirectiveTask) -> str:
    """Return who has to do a task."""
    named = ", ".join(filter(None, [kind_names(task.kinds), ", ".join(task.agency_codes)]))
    return named or _("All who carry it out")


def until_when(task: DirectiveTask) -> str:
    """Return the deadline of a task as entered: rhythm, day or working days."""
    if task.rhythm:
        return str(Rhythm(task.rhythm).label)
    if task.due_on:
        return format_day(task.due_on)
    days = task.working_days or 0
    return ngettext("%d working day", "%d working days", days) % days


def is_late(row: Assignment, day: dt.date) -> bool:
    """Return whether an open task was due before `day`."""
    return row.is_open and row.due_on < day


def time_left(row: Assignment, day: dt.date) -> str:
    """Return the working days left or overdue as text, or "" for a task that is not open."""
    if not row.is_open:
        return ""
    if row.due_on < day:
        days = working_days(row.due_on, day)
        return ngettext("%d working day late", "%d working days late", days) % days
    days = working_days(day, row.due_on)
    return ngettext("%d working day left", "%d working days left", days) % days
