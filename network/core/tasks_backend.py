"""Run Wagtail's background tasks (django_tasks) with procrastinate."""

import importlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json

from .queues import ORDINARY, task

# Access to a file depends on its uses in published pages, so the reference index must be updated
# together with the page.
AT_ONCE = frozenset({"wagtail.tasks.update_reference_index_task"})


@task(ORDINARY, name="network.core.run_background_task", label=_("Background work of the editor"))
def run_background_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call the module-level django_tasks task at `path` ("package.module.function")."""
    module, _, name = path.rpartition(".")
    task: Task[..., Any] = getattr(importlib.import_module(module), name)
    task.call(*args, **kwargs)


class ProcrastinateBackend(BaseTaskBackend):
    """Queues a task after the current transaction has been committed.

    Tasks in AT_ONCE run inside the transaction: their results are committed together with the
    change, and the lock on the written row prevents two of them from running concurrently.
    """

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue or run the task. Arguments of a queued task must be JSON."""
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
