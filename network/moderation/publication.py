"""The only ways a page goes live: the finished workflow, and the installation itself.

Named in the settings (WAGTAIL_FINISH_WORKFLOW_ACTION), so imported while Wagtail's models load:
no model is imported here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_decided_revision(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publish, or schedule, the revision that was approved: Wagtail's own takes the newest.

    Runs in the transaction of the approval. The database asks for the approval once more.
    """
    workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)


_BY_INSTALL: ContextVar[bool] = ContextVar("published_by_install", default=False)


@contextmanager
def published_by_install() -> Iterator[None]:
    """Let pages go live, or be deleted, without a decision: opening sections, loading data.

    Nobody is told by mail of what happens inside. For code of the installation alone, never
    behind a request. One transaction.
    """
    token = _BY_INSTALL.set(True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('network.published_by_install', 'on', true)")
            yield
            cursor.execute("SELECT set_config('network.published_by_install', '', true)")
    finally:
        _BY_INSTALL.reset(token)


def is_by_install() -> bool:
    """Return whether the code that runs is the installation's own."""
    return _BY_INSTALL.get()
