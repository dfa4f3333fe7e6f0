"""Panels of the start page: its head, and what waits for the user."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.agencies.scope import scope_now
from network.core.start_page import StartColumn

from .wording import days_late, days_since_day
from .worklist import WORKING, PersonalWork, WorkItem, WorkShare

# Tasks of one section of the start page; the worklist has all.
TASKS_SHOWN = 5
# Newest tasks behind the bell.
NEWS_SHOWN = 8
# Names of agencies in the heading; people who serve more read their number.
NAMES_SHOWN = 2


class HeadPanel(Component):
    """Heading of the start page: whose page it is, today's date, and how much waits."""

    name, order, column = "head", 0, StartColumn.TOP
    template_name = "desks/head_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add title, date and counts."""
        work = PersonalWork.of_start_page(self.request)
        late = sum(task.is_late for task in work.tasks)
        return {
            "title": self.title(),
            "day": date_format(timezone.localdate(), "l, d/m/Y"),
            "late": ngettext("%d task overdue", "%d tasks overdue", late) % late if late else "",
            "waiting": _("%s tasks wait") % work.total if work.tasks else "",
            "url": reverse("work:index"),
            "news": newest(work),
            "user_key": self.request.user.pk,
        }

    def title(self) -> str:
        """Return the names of the user's agencies, or what the user does for the network."""
        scope = scope_now(self.request)
        if Role.OVERSEER in scope.roles:
            return _("Sở Tư pháp: oversight of the network")
        if Role.NETWORK_ADMIN in scope.roles:
            return _("Administration of the network")
        names = sorted(scope.agency_names.values())
        if len(names) > NAMES_SHOWN:
            return _("%d agencies") % len(names)
        return ", ".join(names) or _("Start page")


def newest(work: PersonalWork) -> list[tuple[WorkItem, dt.datetime]]:
    """Return the tasks that came last, newest first, each with the time. No query.

    The browser remembers when the user last looked, so that nothing about visits is stored here.
    """
    came = [(task, task.item.came_at) for task in work.tasks if task.item.came_at]
    return sorted(came, key=lambda each: each[1], reverse=True)[:NEWS_SHOWN]


class TasksPanel(Component):
    """A section of tasks, each with one button. The first button is filled."""

    column = StartColumn.MAIN
    template_name = "desks/work_panel.html"

    def __init__(
        self,
        name: str,
        *,
        heading: str | Promise,
        order: int,
        tasks: Sequence[WorkItem],
        note: str | Promise = "",
    ) -> None:
        self.name, self.heading, self.order, self.tasks = name, heading, order, tasks
        self.note, self.number = note, len(tasks)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the first tasks with what is overdue in words, and the link to all if there are
        more."""
        day = timezone.localdate()
        return {
            "panel": self,
            "tasks": [(task, _warning(task, day)) for task in self.tasks[:TASKS_SHOWN]],
            "more": len(self.tasks) - TASKS_SHOWN,
            "url": reverse("work:index"),
        }


class KindsPanel(Component):
    """One row per kind of work, overdue kinds first, then those that wait longest."""

    name, order, column = "kinds", 100, StartColumn.MAIN
    template_name = "desks/kinds_panel.html"

    def __init__(self, work: PersonalWork) -> None:
        self.work = work
        self.heading, self.number = _("Waits for a decision"), work.total
        self.note = _("one row per kind, longest waiting first")

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the kinds of work, each with what is said about its most urgent task."""
        day = timezone.localdate()
        shares = sorted(
            self.work.shares, key=lambda share: (share.first.order, share.since or dt.date.max)
        )
        return {
            "panel": self,
            "rows": [
                (share, _target(share), _warning(share.first, day), _facts(share, day))
                for share in shares
            ],
        }


def panels_for(request: HttpRequest) -> Iterator[Component]:
    """Yield the head for everybody, and sections of tasks for roles that have any.

    Overseers see kinds of work; approvers see decisions before what others owe; all others see
    what is overdue before what waits.
    """
    yield HeadPanel(request)
    roles = roles_now(request)
    if roles.isdisjoint(WORKING):
        return
    work = PersonalWork.of_start_page(request)
    if Role.OVERSEER in roles:
        yield KindsPanel(work)
    elif Role.APPROVER in roles:
        yield from _leaders_sections(work)
    else:
        yield from _sections(work)


def _leaders_sections(work: PersonalWork) -> Iterator[Component]:
    decisions = [task for task in work.tasks if task.item.is_decision]
    others = [task for task in work.tasks if not task.item.is_decision]
    yield TasksPanel(
        "decisions",
        heading=_("Waits for your decision"),
        order=100,
        tasks=decisions,
        note=_("longest waiting first"),
    )
    if others:
        yield TasksPanel(
            "agency-tasks",
            heading=_("What the agency owes"),
            order=101,
            tasks=others,
            note=_("others do it"),
        )


def _sections(work: PersonalWork) -> Iterator[Component]:
    first = [task for task in work.tasks if task.is_late or task.item.goes_first]
    waiting = [task for task in work.tasks if not (task.is_late or task.item.goes_first)]
    if first:
        yield TasksPanel("late", heading=_("Overdue"), order=100, tasks=first)
    if waiting or not first:
        yield TasksPanel("waiting", heading=_("Waiting for me"), order=101, tasks=waiting)


def _warning(task: WorkItem, day: dt.date) -> str:
    """Return what is alarming about a task: the days overdue, else its own warning."""
    if task.is_late and task.item.due and not task.item.goes_first:
        return days_late(task.item.due, day)
    return task.item.warning


def _target(share: WorkShare) -> str:
    """Return the URL of the only task of a kind, else that of the list."""
    return share.first.item.url if share.number == 1 else share.url


def _facts(share: WorkShare, day: dt.date) -> str:
    """Return how long the oldest task of a kind waits, and what the most urgent one is about."""
    waits = _("longest: %s") % days_since_day(share.since, day) if share.since else ""
    return " · ".join(filter(None, (waits, share.first.item.title)))
