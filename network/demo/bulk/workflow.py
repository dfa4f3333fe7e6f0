"""Rows of Wagtail's workflow and our submissions, for articles that go through all steps."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowState

from network.accounts.models import User
from network.moderation.models import Submission
from network.moderation.stages import Stage
from network.moderation.workflow import NAME

from ..staff import RETURN_COMMENT, Staff
from .drafts import Draft, WorkflowStep

# Status of each step, by the stage that the article has reached.
_STEPS = {
    Stage.WAITING_APPRAISAL: (TaskState.STATUS_IN_PROGRESS,),
    Stage.RETURNED: (TaskState.STATUS_REJECTED,),
    Stage.WAITING_APPROVAL: (TaskState.STATUS_APPROVED, TaskState.STATUS_IN_PROGRESS),
    Stage.PUBLISHED: (TaskState.STATUS_APPROVED, TaskState.STATUS_APPROVED),
}
_STATUS = {
    Stage.RETURNED: WorkflowState.STATUS_NEEDS_CHANGES,
    Stage.PUBLISHED: WorkflowState.STATUS_APPROVED,
}


def lead_drafts(drafts: Sequence[Draft]) -> None:
    """Store the workflow runs of submitted articles. Seven statements.

    Sets each draft's steps, which the page's history logs.
    """
    workflow = Workflow.objects.get(name=NAME)
    tasks = list(workflow.tasks)
    led = [(draft, staff) for draft in drafts if (staff := draft.staff) and draft.stage in _STEPS]
    runs = WorkflowState.objects.bulk_create(_run(draft, workflow, staff) for draft, staff in led)
    steps = [
        _step(draft, run, tasks[place], status, (staff.appraiser, staff.approver)[place])
        for (draft, staff), run in zip(led, runs, strict=True)
        for place, status in enumerate(_STEPS[draft.stage])
    ]
    TaskState.objects.bulk_create(steps)
    for (draft, staff), run in zip(led, runs, strict=True):
        own = [step for step in steps if step.workflow_state is run]
        run.current_task_state, run.created_at = own[-1], draft.at
        for step in own:
            # Storing has set it to the current time.
            step.started_at = draft.at
        run.status = _STATUS.get(draft.stage, run.status)
        draft.steps = _history(run, own, tasks, staff)
    TaskState.objects.bulk_update(steps, ["started_at"])
    WorkflowState.objects.bulk_update(runs, ["current_task_state", "status", "created_at"])
    Submission.objects.bulk_create(
        _submission(draft, run, staff) for (draft, staff), run in zip(led, runs, strict=True)
    )


def _run(draft: Draft, workflow: Workflow, staff: Staff) -> WorkflowState:
    return WorkflowState(
        content_type=ContentType.objects.get_for_model(type(draft.page)),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(draft.page.pk),
        workflow=workflow,
        requested_by=staff.author,
    )


def _step(draft: Draft, run: WorkflowState, task: Task, status: str, user: User) -> TaskState:
    is_done = status != TaskState.STATUS_IN_PROGRESS
    return TaskState(
        workflow_state=run,
        revision=draft.revision,
        task=task,
        status=status,
        finished_at=draft.at if is_done else None,
        finished_by=user if is_done else None,
        comment=RETURN_COMMENT if status == TaskState.STATUS_REJECTED else "",
    )


def _submission(draft: Draft, run: WorkflowState, staff: Staff) -> Submission:
    is_closed = draft.is_published
    return Submission(
        page=draft.page,
        agency=draft.agency,
        workflow_state=run,
        revision=draft.revision,
        # A closed submission keeps the last stage in which it was waiting.
        stage=Stage.WAITING_APPROVAL if is_closed else draft.stage,
        submitted_by=staff.author,
        submitted_at=draft.at,
        since=draft.at,
        closed_at=draft.at if is_closed else None,
    )


def _history(
    run: WorkflowState, steps: Sequence[TaskState], tasks: Sequence[Task], staff: Staff
) -> list[WorkflowStep]:
    """Return the entries that Wagtail logs for a run: its start, and every finished step."""
    started = _facts(run, steps[0], status=WorkflowState.STATUS_IN_PROGRESS, next_task=tasks[0])
    history = [WorkflowStep("wagtail.workflow.start", staff.author, {"workflow": started})]
    for place, (step, user) in enumerate(
        zip(steps, (staff.appraiser, staff.approver), strict=False)
    ):
        if step.status == TaskState.STATUS_IN_PROGRESS:
            continue
        is_rejected = step.status == TaskState.STATUS_REJECTED
        # A returned article comes back to the step that returned it.
        following = [*tasks, None][place if is_rejected else place + 1]
        facts = _facts(run, step, status=step.status, next_task=following)
        facts["task"] = {"id": step.task_id, "title": step.task.name}
        action = f"wagtail.workflow.{'reject' if is_rejected else 'approve'}"
        history.append(WorkflowStep(action, user, {"workflow": facts, "comment": step.comment}))
    return history


def _facts(
    run: WorkflowState, step: TaskState, *, status: str, next_task: Task | None
) -> dict[str, Any]:
    return {
        "id": run.workflow_id,
        "title": run.workflow.name,
        "status": status,
        "task_state_id": step.pk,
        "next": {"id": next_task.pk, "title": next_task.name} if next_task else None,
    }
