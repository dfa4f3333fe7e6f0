"""The usual workflow: appraise, approve or return a page.

Each service locks the page, checks the rules, writes the log and advances Wagtail's workflow in one
transaction.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from network.accounts.models import User

from .checklist import ItemAnswer
from .foreign_rows import require_own_rows
from .models import Action, Decision
from .moves import (
    allowed_case,
    close,
    completed_checklist,
    move_to,
    partial_checklist,
    record,
    refuse_private_numbers,
    require_comment,
    submission_of,
    task_state_of,
)
from .publication import PUBLISH_AT
from .read_files import require_appraised_files, require_readable_files
from .rules import Move
from .selectors import EditorialCase
from .stages import Stage


class Timing(StrEnum):
    """When an approved page is published."""

    OF_TEXT = "of_text"
    AT_ONCE = "at_once"
    AT_HOUR = "at_hour"


@transaction.atomic
def appraise_page(
    *,
    page_id: int,
    user: User,
    seen: str,
    answers: Mapping[str, ItemAnswer],
    now: dt.datetime,
    comment: str = "",
) -> Decision:
    """Record a passed appraisal with its checklist. The page then waits for approval.

    `seen` is the digest of the text that was read. Raises MoveRefused or AnswersRefused.
    """
    case = allowed_case(Move.APPRAISE, page_id, user, now, seen)
    rows = completed_checklist(case, case.revision, answers, user=user, now=now)
    files = require_readable_files(case.revision)
    told = {"comment": comment, "checklist": rows} | files
    decision = record(case, Action.APPRAISED, Move.APPRAISE, user=user, now=now, **told)
    task_state_of(case).approve(user=user, comment=comment)
    return decision


@transaction.atomic
def approve_page(
    *,
    page_id: int,
    user: User,
    seen: str,
    now: dt.datetime,
    comment: str = "",
    timing: Timing = Timing.OF_TEXT,
    publish_at: dt.datetime | None = None,
) -> Decision:
    """Approve a page. The finished workflow publishes or schedules it, depending on `timing`.

    Raises MoveRefused, or ValidationError for an hour that has passed or lies after the page's end.
    """
    case = allowed_case(Move.APPROVE, page_id, user, now, seen)
    require_own_rows(case.revision)
    refuse_private_numbers(case.revision)
    told = {"comment": comment} | require_appraised_files(case)
    told |= _chosen_hour(case, timing, publish_at, now)
    task_state = task_state_of(case)
    decision = record(case, Action.APPROVED, Move.APPROVE, user=user, now=now, **told)
    close(case, now)
    task_state.approve(user=user, comment=comment)
    return decision


def _chosen_hour(
    case: EditorialCase, timing: Timing, publish_at: dt.datetime | None, now: dt.datetime
) -> dict[str, str]:
    """Return the approver's hour for the detail of the decision, {} to follow the text."""
    if timing is Timing.OF_TEXT:
        return {}
    if timing is Timing.AT_ONCE:
        return {PUBLISH_AT: ""}
    if publish_at is None or publish_at <= now:
        raise ValidationError(_("Choose an hour that is still to come."))
    end = case.revision.as_object().expire_at
    if end is not None and end <= publish_at:
        raise ValidationError(_("The page ends before this hour."))
    return {PUBLISH_AT: publish_at.isoformat()}


@transaction.atomic
def return_page(
    *,
    page_id: int,
    user: User,
    seen: str,
    comment: str,
    now: dt.datetime,
    answers: Mapping[str, ItemAnswer] | None = None,
) -> Decision:
    """Return a waiting page to its author with a reason. Raises MoveRefused or CommentMissing.

    The appraiser's answers so far are logged, to be offered again at the next appraisal.
    """
    comment = require_comment(comment)
    case = allowed_case(Move.RETURN, page_id, user, now, seen)
    submission = submission_of(case)
    appraising = submission.stage == Stage.WAITING_APPRAISAL
    decision = record(
        case,
        Action.RETURNED,
        Move.APPRAISE if appraising else Move.APPROVE,
        user=user,
        now=now,
        comment=comment,
        checklist=partial_checklist(case, answers or {}, user=user, now=now) if appraising else [],
    )
    move_to(submission, Stage.RETURNED, now)
    task_state_of(case).reject(user=user, comment=comment)
    return decision
