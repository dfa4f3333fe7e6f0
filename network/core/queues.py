"""Lanes of background work, and the declaration of its tasks.

A lane is a queue with slots of its own: however much waits in one lane, the others go on
(docs/adr/0068). Each task declares its lane and what people call it with `task`.
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
    """A queue, and how many of its jobs one worker does at the same time.

    The priority orders the lanes for a worker that takes jobs of all of them.
    """

    queue: str
    slots: int
    priority: int


# What readers see: publication at its hour, expiry, search.
URGENT = Lane("urgent", slots=2, priority=30)
ORDINARY = Lane("default", slots=2, priority=20)
# Waits for the servers of others most of the time.
FETCHING = Lane("fetching", slots=4, priority=10)
MAIL = Lane("mail", slots=2, priority=0)
# Conversions: each takes a core for minutes.
HEAVY = Lane("rendering", slots=1, priority=-10)
LANES = (URGENT, ORDINARY, FETCHING, MAIL, HEAVY)

# What people call the tasks, by name.
TASK_LABELS: Registry[str | Promise] = Registry("background tasks")


def task(
    lane: Lane, *, name: str, label: str | Promise, later: int = 0, **options: Any
) -> Callable[[Callable[..., Any]], Task[..., Any, ...]]:
    """Declare a function as a task of `lane`. `later` puts it behind the other tasks of its lane.

    The options are those of procrastinate's `App.task`.
    """
    TASK_LABELS.register({name: label})
    return app.task(name=name, queue=lane.queue, priority=lane.priority - later, **options)
