"""Run Wagtail's own background tasks (django_tasks) in the project's one queue, procrastinate."""

import importlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json

from .queues import ORDINARY, task

# Who may open a file hangs on what published pages use: that must not lag behind the page.
AT_ONCE = frozenset({"wagtail.tasks.update_reference_index_task"})


@task(ORDINARY, name="network.core.run_background_task", label=_("Background work of the editor"))
def run_background_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call the module-level django_tasks task named by `path` ("package.module.function")."""
    module, _, name = path.rpartition(".")
    task: Task[..., Any] = getattr(importlib.import_module(module), name)
    task.call(*args, **kwargs)


class ProcrastinateBackend(BaseTaskBackend):
    """Defers a task once the transaction that asked for it is committed.

    The tasks in AT_ONCE run inside that transaction instead: they hold as soon as what they
    follow holds, and the row that was just written keeps two of them from crossing.
    """

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue or run the task; the arguments of a queued one must be JSON."""
        self.validate_task(task)
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        path = f"{task.func.__module__}.{task.func.__name__}"
        if path in AT_ONCE:
            task.call(*args, **kwargs)
        else:
            job = {
                "path": path,
                "args": normalize_json(list(args)),
                "kwargs": normalize_json(kwargs),
            }
            transaction.on_commit(lambda: run_background_task.defer(**job))
        task_enqueued.send(type(self), task_result=result)
        return result
