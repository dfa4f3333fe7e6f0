"""The only ways a page goes live: the finished workflow, and the installation itself.

Named in the settings (WAGTAIL_FINISH_WORKFLOW_ACTION), so imported while Wagtail's models load:
no model is imported here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_decided_revision(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publish, or schedule, the revision that was approved: Wagtail's own takes the newest.

    Runs in the transaction of the approval. The database asks for the approval once more.
    """
    workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)


@contextmanager
def published_by_install() -> Iterator[None]:
    """Let pages go live, or be deleted, without a decision: opening sections, loading data.

    For code of the installation alone, never behind a request. One transaction.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('network.published_by_install', 'on', true)")
        yield
        cursor.execute("SELECT set_config('network.published_by_install', '', true)")
