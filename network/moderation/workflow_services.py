"""Follow what Wagtail's own screens and jobs do to a page: update submissions, write the log."""

import datetime as dt

from django.db import transaction
from wagtail.models import Page, TaskState, WorkflowState

from network.accounts.models import User
from network.agencies.selectors import agency_of_page

from .chain import record_decision
from .models import Action, Submission
from .moves import writing_membership
from .private_numbers import PrivateNumbersFound, open_numbers
from .stages import WAITING, Stage


@transaction.atomic
def enter_step(*, task_state: TaskState, user: User | None, now: dt.datetime) -> None:
    """Create or update the submission for the workflow step that has just started.

    Logs a submission or resubmission, and an edit that moves a page from approval back to
    appraisal. Raises PrivateNumbersFound if the submitted text shows private numbers without a
    waiver. Does nothing for pages without an agency.
    """
    page = task_state.workflow_state.content_object
    agency = agency_of_page(page)
    if agency is None:
        return
    stage = task_state.task.specific.stage
    submission = Submission.objects.filter(page_id=page.pk, closed_at=None).first()
    if submission and submission.workflow_state_id != task_state.workflow_state_id:
        # The process that cancelled the earlier workflow died before it sent the signal.
        handle_cancellation(workflow_state=submission.workflow_state, user=None, now=now)
        submission = None
    before = Stage(submission.stage) if submission else None
    if submission is None:
        submission = Submission(
            page_id=page.pk,
            agency=agency,
            workflow_state=task_state.workflow_state,
            submitted_by=user,
            submitted_at=now,
            since=now,
        )
    elif before is Stage.RETURNED:
        submission.submitted_by, submission.submitted_at = user, now
    submission.revision = task_state.revision
    if before is stage:
        submission.save()
        return
    submission.stage, submission.since = stage, now
    submission.save()
    deed = _action_between(before, stage)
    if deed is Action.SUBMITTED and open_numbers(task_state.revision.as_object()):
        raise PrivateNumbersFound
    if deed:
        record_decision(
            agency=agency,
            page=page,
            deed=deed,
            now=now,
            revision_id=task_state.revision_id,
            actor=user,
            membership=writing_membership(user, agency, now),
        )


def _action_between(before: Stage | None, stage: Stage) -> Action | None:
    if before not in WAITING:
        return Action.SUBMITTED
    return Action.REOPENED if stage is Stage.WAITING_APPRAISAL else None


@transaction.atomic
def handle_edit(*, page: Page, user: User | None) -> None:
    """Return a waiting page to its appraisal after an edit. Does nothing if the page is not
    waiting."""
    state = (
        WorkflowState.objects.for_instance(page)
        .filter(status=WorkflowState.STATUS_IN_PROGRESS)
        .select_related("current_task_state")
        .first()
    )
    if state is not None and state.current_task_state is not None:
        # Cancelling the task makes the workflow choose the first step this revision has not passed:
        # the appraisal.
        state.current_task_state.cancel(user=user)


@transaction.atomic
def handle_cancellation(
    *, workflow_state: WorkflowState, user: User | None, now: dt.datetime
) -> None:
    """Close the submission of a cancelled workflow and log who took it back.

    Does nothing if a decision has closed it already.
    """
    submission = (
        Submission.objects.filter(workflow_state=workflow_state, closed_at=None)
        .select_related("agency", "page")
        .first()
    )
    if submission is None:
        return
    submission.closed_at = now
    submission.save(update_fields=["closed_at"])
    record_decision(
        agency=submission.agency,
        page=submission.page,
        deed=Action.TAKEN_BACK,
        now=now,
        revision_id=submission.revision_id,
        actor=user,
        membership=writing_membership(user, submission.agency, now),
    )


@transaction.atomic
def record_clock_event(
    *, page: Page, deed: Action, revision_id: int | None, now: dt.datetime
) -> None:
    """Log an action of the clock: published at its time, held back, or expired. Does nothing
    without an agency."""
    agency = agency_of_page(page)
    if agency is not None:
        record_decision(agency=agency, page=page, deed=deed, now=now, revision_id=revision_id)
