"""Lanes of background jobs, and the decorator that declares tasks.

A lane is a queue with its own job slots: jobs waiting in one lane do not delay the others
(docs/adr/0068). Each task declares its lane and its label with `task`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from .registry import Registry


@dataclass(frozen=True, slots=True)
class Lane:
    """A queue, and the number of its jobs that one worker runs at the same time.

    The priority orders the lanes for a worker that serves all of them.
    """

    queue: str
    slots: int
    priority: int


# Visible to readers: publication on time, expiry, search.
URGENT = Lane("urgent", slots=2, priority=30)
ORDINARY = Lane("default", slots=2, priority=20)
# Jobs that mostly wait for foreign servers.
FETCHING = Lane("fetching", slots=4, priority=10)
MAIL = Lane("mail", slots=2, priority=0)
# Conversions: each uses a core for seconds, and a large office file for a minute.
HEAVY = Lane("rendering", slots=1, priority=-10)
# Text recognition: five seconds per page, hundreds of pages per file.
SCANS = Lane("scans", slots=1, priority=-20)
LANES = (URGENT, ORDINARY, FETCHING, MAIL, HEAVY, SCANS)

# Labels of the tasks, by task name.
TASK_LABELS: Registry[str | Promise] = Registry("background tasks")


def task(
    lane: Lane, *, name: str, label: str | Promise, later: int = 0, **options: Any
) -> Callable[[Callable[..., Any]], Task[..., Any, ...]]:
    """Declare a function as a task of `lane`. `later` lowers its priority within the lane.

    Other options are those of procrastinate's `App.task`.
    """
    TASK_LABELS.register({name: label})
    return app.task(name=name, queue=lane.queue, priority=lane.priority - later, **options)
