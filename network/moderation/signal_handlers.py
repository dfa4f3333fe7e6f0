"""What Wagtail alone announces: a step begun, a workflow cancelled, a page's time come or over."""

from typing import Any

from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_unpublished,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from .models import Action
from .workflow_services import enter_step, handle_cancellation, record_clock_event

# Wagtail's mails are English and know no agency; `notifications` writes ours.
_WAGTAIL_MAILS: tuple[tuple[Signal, Any, str], ...] = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def connect() -> None:
    """Listen; and let Wagtail's own workflow mails rest.

    They are connected by now: our application stands behind wagtail.admin in the settings.
    """
    for signal, sender, name in _WAGTAIL_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
    task_submitted.connect(step_began, sender=TaskState, dispatch_uid="moderation_step_began")
    workflow_cancelled.connect(
        workflow_was_cancelled, sender=WorkflowState, dispatch_uid="moderation_cancelled"
    )
    page_unpublished.connect(page_expired, dispatch_uid="moderation_expired")


def step_began(*, instance: TaskState, user: Any, **kwargs: Any) -> None:
    """Keep our submission beside Wagtail's step."""
    enter_step(task_state=instance, user=user, now=timezone.now())


def workflow_was_cancelled(*, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Close our submission with Wagtail's workflow."""
    handle_cancellation(workflow_state=instance, user=user, now=timezone.now())


def page_expired(*, instance: Page, **kwargs: Any) -> None:
    """Write down that the time a page was to be shown is over."""
    if instance.expired:
        record_clock_event(
            page=instance,
            deed=Action.EXPIRED,
            revision_id=instance.live_revision_id,
            now=timezone.now(),
        )
