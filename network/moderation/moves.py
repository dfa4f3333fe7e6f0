"""Shared first and last steps of the services: check the move rules, write the log."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.models import Revision, TaskState

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role

from .chain import record_decision
from .checklist import ItemAnswer, items_for, refused_items
from .contents import blocking_codes
from .earlier_answers import earlier_answers
from .models import Action, Decision, Submission, Withdrawal
from .private_numbers import open_numbers
from .rules import Move, MoveRefusal, refusal_of
from .selectors import EditorialCase, case_of, memberships_for
from .stages import Stage

# The role recorded for a move if the person has several.
ROLE_OF_MOVE = {
    Move.APPRAISE: Role.APPRAISER,
    Move.APPROVE: Role.APPROVER,
    Move.PUBLISH_URGENTLY: Role.APPROVER,
    Move.APPRAISE_AFTERWARDS: Role.APPRAISER,
    Move.WITHDRAW: Role.APPROVER,
    Move.TAKE_DOWN: Role.OVERSEER,
}
WRITING_ROLES = (Role.AUTHOR, Role.AGENCY_ADMIN, Role.APPRAISER, Role.APPROVER)


class MoveRefused(Exception):
    """The rules refuse the move (`refusal` says why). Nothing was changed."""

    def __init__(self, refusal: MoveRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class AnswersRefused(Exception):
    """The checklist has open or failed questions (their keys in `keys`). Nothing was changed."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


class CommentMissing(Exception):
    """The move needs a reason, but the comment was empty. Nothing was changed."""


def allowed_case(
    move: Move, page_id: int, user: User, now: dt.datetime, seen: str = ""
) -> EditorialCase:
    """Lock a page and return its case. Raises MoveRefused unless `user` may make `move`."""
    case = locked_case(page_id, user, now, seen)
    check_move(move, case)
    return case


def locked_case(page_id: int, user: User, now: dt.datetime, seen: str = "") -> EditorialCase:
    """Lock a page until the end of the transaction and return its case.

    Raises MoveRefused(WRONG_STAGE) if the page has no agency or no revision.
    """
    case = case_of(page_id=page_id, user=user, now=now, seen=seen, lock=True)
    if case is None:
        raise MoveRefused(MoveRefusal.WRONG_STAGE)
    return case


def check_move(move: Move, case: EditorialCase) -> None:
    """Raise MoveRefused if a rule forbids the move."""
    refusal = refusal_of(move, case.situation)
    if refusal is not None:
        raise MoveRefused(refusal)


def require_comment(comment: str) -> str:
    """Return the stripped comment. Raises CommentMissing if it is empty."""
    if not comment.strip():
        raise CommentMissing
    return comment.strip()


def completed_checklist(
    case: EditorialCase,
    revision: Revision,
    answers: Mapping[str, ItemAnswer],
    *,
    user: User,
    now: dt.datetime,
) -> list[dict[str, Any]]:
    """Return the checklist rows for the log. Raises AnswersRefused unless every question is passed.

    Raises MoveRefused if the text of `revision` lacks its source, a credit or an alt text, or shows
    private numbers without a waiver.
    """
    if blocking_codes(revision.as_object()):
        raise MoveRefused(MoveRefusal.TEXT_BLOCKED)
    refuse_private_numbers(revision)
    rows, refused = _checklist(case, revision, answers, user, now)
    if refused:
        raise AnswersRefused(refused)
    return rows


def refuse_private_numbers(revision: Revision) -> None:
    """Raise MoveRefused(PRIVATE_NUMBERS) if the revision shows a private number without a
    waiver."""
    if open_numbers(revision.as_object()):
        raise MoveRefused(MoveRefusal.PRIVATE_NUMBERS)


def partial_checklist(
    case: EditorialCase, answers: Mapping[str, ItemAnswer], *, user: User, now: dt.datetime
) -> list[dict[str, Any]]:
    """Return the rows of the questions answered so far, for the next appraisal of a returned
    page."""
    rows, _refused = _checklist(case, case.revision, answers, user, now)
    return [row for row in rows if row["answer"]]


def _checklist(
    case: EditorialCase,
    revision: Revision,
    answers: Mapping[str, ItemAnswer],
    user: User,
    now: dt.datetime,
) -> tuple[list[dict[str, Any]], list[str]]:
    items = items_for(page=case.page, day=timezone.localdate(now))
    earlier = earlier_answers(user=user, revision=revision, items=items, now=now)
    return refused_items(items=items, answers=answers, kept=earlier.kept, kept_from=earlier.at)


def record(
    case: EditorialCase,
    deed: Action,
    move: Move,
    *,
    user: User,
    now: dt.datetime,
    revision_id: int | None = None,
    **told: Any,
) -> Decision:
    """Append a row to the decision log, with the role and decision number the person acts under."""
    return record_decision(
        agency=case.agency,
        page=case.page,
        deed=deed,
        now=now,
        revision_id=revision_id or case.revision.pk,
        actor=user,
        membership=case.memberships.get(ROLE_OF_MOVE[move]),
        **told,
    )


def task_state_of(case: EditorialCase) -> TaskState:
    """Return the current task state of the open submission.

    The state is reached through the submission, so that Wagtail's methods work on one set of linked
    objects in memory.
    """
    submission = submission_of(case)
    return submission.workflow_state.current_task_state


def submission_of(case: EditorialCase) -> Submission:
    """Return the open submission. The move rules guarantee that it exists."""
    assert case.submission  # noqa: S101
    return case.submission


def move_to(submission: Submission, stage: Stage, now: dt.datetime) -> None:
    """Set the stage of the submission, starting at `now`."""
    submission.stage, submission.since = stage, now
    submission.save(update_fields=["stage", "since"])


def close(case: EditorialCase, now: dt.datetime) -> None:
    """Close the page's open submission and lift its withdrawal, because a new version is
    published."""
    Submission.objects.filter(page_id=case.page.pk, closed_at=None).update(closed_at=now)
    Withdrawal.objects.filter(page_id=case.page.pk, lifted_at=None).update(lifted_at=now)


def writing_membership(user: User | None, agency: Agency, now: dt.datetime) -> Membership | None:
    """Return the membership under which `user` writes in `agency` today, preferring the author's
    role.

    None without a user or without a writing role.
    """
    if user is None:
        return None
    held = memberships_for(user=user, agency=agency, board=None, now=now)
    return next((held[role] for role in WRITING_ROLES if role in held), None)
