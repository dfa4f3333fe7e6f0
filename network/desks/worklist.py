"""The user's tasks from all desks in one list, sorted by urgency and due date.

Each app registers the desks that may have rows for the current user.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any, Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from network.agencies.guard.menu import roles_now
from network.agencies.models import AGENCY_ROLES, Role
from network.core.registry import Registry

from .delegation import with_delegations
from .lists import DeskList
from .panels import COUNTED, PanelRow

# Each desk costs one query for its rows, and one more to count rows that are too many to show.
WORK = Registry[Callable[[HttpRequest], Iterable[type[DeskList]]]]("what waits for a person")
# Rows per desk that the start page loads: enough for its figures of overdue tasks.
ROWS_LOADED = 30
# Roles whose start page also shows an empty worklist.
WORKING = frozenset({*AGENCY_ROLES, Role.OVERSEER})


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One task, with its kind of work."""

    kind: str
    item: PanelRow
    is_late: bool
    action: str | Promise

    @property
    def order(self) -> tuple[bool, bool, bool, dt.date, dt.date]:
        """Return the sort key: `goes_first`, then overdue, then by due date and by age.

        What a colleague was asked to do comes after the rest, rows without a due date last.
        """
        item = self.item
        return (
            not item.goes_first,
            not self.is_late,
            item.is_elsewhere,
            item.due or dt.date.max,
            item.since or dt.date.max,
        )


@dataclass(frozen=True, slots=True)
class WorkShare:
    """Number of tasks of one kind, with the link to their list and its most urgent task."""

    kind: str
    number: int
    url: str
    first: WorkItem
    action: str | Promise
    # Since when the oldest of the loaded tasks waits, None if unknown.
    since: dt.date | None


class PersonalWork:
    """Tasks of the signed-in user, at most `most` rows per desk."""

    _cached_as = "personal_work"

    def __init__(self, request: HttpRequest, *, most: int = COUNTED) -> None:
        self.request, self.most = request, most
        self.day = timezone.localdate()

    @classmethod
    def of_start_page(cls, request: HttpRequest) -> Self:
        """Return the tasks that the panels of the start page share, loaded once per request."""
        known: Self | None = getattr(request, cls._cached_as, None)
        if known is None:
            known = cls(request, most=ROWS_LOADED)
            setattr(request, cls._cached_as, known)
        return known

    @cached_property
    def found(self) -> list[tuple[DeskList, list[Any]]]:
        """Return each desk with its rows, including one extra row if there are more than `most`."""
        desks = (each.of(self.request) for of in WORK.values() for each in of(self.request))
        return [(desk, list(desk.panel_rows()[: self.most + 1])) for desk in desks]

    @cached_property
    def items(self) -> list[list[PanelRow]]:
        """Return the panel rows of each desk, with the words on who has them. At most one query."""
        rows = [[desk.item(row) for row in rows[: self.most]] for desk, rows in self.found]
        worded = iter(with_delegations([*chain.from_iterable(rows)], self.request.user))
        return [[*islice(worded, len(each))] for each in rows]

    @cached_property
    def by_desk(self) -> list[tuple[DeskList, list[WorkItem]]]:
        """Return each desk that has tasks with its sorted tasks."""
        return [
            (desk, sorted(self._items(desk, items), key=lambda task: task.order))
            for (desk, _rows), items in zip(self.found, self.items, strict=True)
            if items
        ]

    def _items(self, desk: DeskList, items: Iterable[PanelRow]) -> Iterator[WorkItem]:
        for item in items:
            late = item.due is not None and item.due < self.day
            yield WorkItem(desk.kind, item, late, item.action or desk.action)

    @cached_property
    def tasks(self) -> list[WorkItem]:
        """Return the tasks of all desks, sorted."""
        tasks = (task for _desk, tasks in self.by_desk for task in tasks)
        return sorted(tasks, key=lambda task: task.order)

    @cached_property
    def shares(self) -> list[WorkShare]:
        """Return the number of tasks per kind."""
        numbers = {id(desk): len(rows) for desk, rows in self.found}
        return [
            WorkShare(
                kind=desk.kind,
                number=desk.count() if numbers[id(desk)] > self.most else numbers[id(desk)],
                url=desk.work_url,
                first=tasks[0],
                action=desk.action,
                since=min((t.item.since for t in tasks if t.item.since), default=None),
            )
            for desk, tasks in self.by_desk
        ]

    @property
    def total(self) -> str:
        """Return the total number of tasks as text, "more than" if a desk has too many to count."""
        numbers = [share.number for share in self.shares]
        shown = sum(min(number, COUNTED) for number in numbers)
        return _("more than %d") % shown if max(numbers, default=0) > COUNTED else str(shown)


def own_desks(request: HttpRequest, *desks: type[DeskList]) -> tuple[type[DeskList], ...]:
    """Return `desks` for users who serve an agency, else none."""
    return () if roles_now(request).isdisjoint(AGENCY_ROLES) else desks


def overseen_desks(request: HttpRequest, *desks: type[DeskList]) -> tuple[type[DeskList], ...]:
    """Return `desks` for overseers, else none."""
    return desks if Role.OVERSEER in roles_now(request) else ()
