"""The only two ways to publish a page: the finished workflow, and the installation itself.

Named in the settings (WAGTAIL_FINISH_WORKFLOW_ACTION), so it is imported while Wagtail's models
load and may not import models.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from wagtail.models import Revision, WorkflowState

# Key in the detail of an approval: the hour that the approver set, "" for at once. Without it, the
# hour in the text applies.
PUBLISH_AT = "publish_at"


def publish_decided_revision(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publish or schedule the approved revision. Wagtail's own action would take the newest one.

    Runs in the transaction of the approval. A database trigger checks again that the approval
    exists.
    """
    from .models import Action, Decision

    revision = workflow_state.current_task_state.revision
    approvals = Decision.objects.filter(
        page_id=revision.object_id, revision_id=revision.pk, deed=Action.APPROVED
    )
    approval = approvals.order_by("-pk").first()
    publish_at = approval.detail.get(PUBLISH_AT) if approval else None
    if publish_at is None:
        revision.publish(user=user, skip_permission_checks=True)
    else:
        hour = dt.datetime.fromisoformat(publish_at) if publish_at else None
        publish_revision(revision, user=user, hour=hour)


def publish_revision(
    revision: "Revision",
    *,
    user: Any = None,
    hour: dt.datetime | None = None,
    log_action: bool | str = True,
) -> None:
    """Publish a revision now, or schedule it for `hour`, whatever hour its content names.

    The content stays as it was appraised, so its digest still matches the decision log.
    """
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction

    action = PublishPageRevisionAction(revision, user=user, log_action=log_action)
    action.object.go_live_at = hour
    action.execute(skip_permission_checks=True)


_BY_INSTALL: ContextVar[bool] = ContextVar("published_by_install", default=False)


@contextmanager
def published_by_install() -> Iterator[None]:
    """Allow publishing and deleting pages without a decision, e.g. to create sections or load data.

    Sends no mails. For installation code only, never during a request. Opens one transaction.
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
    """Return whether the current code runs inside `published_by_install`."""
    return _BY_INSTALL.get()
