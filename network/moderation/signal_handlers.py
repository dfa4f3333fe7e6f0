"""Handlers of Wagtail's signals: step started, workflow cancelled, page unpublished."""

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

# Wagtail's mails are in English and ignore agencies; `mailing.notifications` replaces them.
_WAGTAIL_MAILS: tuple[tuple[Signal, Any, str], ...] = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def connect() -> None:
    """Connect our handlers and disconnect Wagtail's own workflow mails.

    These are connected already, because this app comes after wagtail.admin in INSTALLED_APPS.
    """
    for signal, sender, name in _WAGTAIL_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
    task_submitted.connect(step_began, sender=TaskState, dispatch_uid="moderation_step_began")
    workflow_cancelled.connect(
        workflow_was_cancelled, sender=WorkflowState, dispatch_uid="moderation_cancelled"
    )
    page_unpublished.connect(page_expired, dispatch_uid="moderation_expired")


def step_began(*, instance: TaskState, user: Any, **kwargs: Any) -> None:
    """Update our submission when Wagtail starts a step."""
    enter_step(task_state=instance, user=user, now=timezone.now())


def workflow_was_cancelled(*, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Close our submission when Wagtail's workflow is cancelled."""
    handle_cancellation(workflow_state=instance, user=user, now=timezone.now())


def page_expired(*, instance: Page, **kwargs: Any) -> None:
    """Log that a page has expired. Other unpublications are ignored."""
    if instance.expired:
        record_clock_event(
            page=instance,
            deed=Action.EXPIRED,
            revision_id=instance.live_revision_id,
            now=timezone.now(),
        )
