"""Services for urgent publication, the appraisal owed afterwards, and withdrawal."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from network.accounts.models import User

from .checklist import ItemAnswer
from .foreign_rows import require_own_rows
from .models import Action, Decision, UrgentPublication, Withdrawal, WithdrawalReason
from .moves import (
    MoveRefused,
    allowed_case,
    check_move,
    close,
    completed_checklist,
    locked_case,
    record,
    refuse_private_numbers,
    require_comment,
    submission_of,
)
from .read_files import require_readable_files
from .revisions import revisions_of
from .rules import Move, MoveRefusal, withdrawing_move
from .selectors import EditorialCase
from .stages import Stage
from .workflow_services import handle_edit


@transaction.atomic
def publish_urgently(
    *, page_id: int, user: User, seen: str, reason: str, now: dt.datetime
) -> Decision:
    """Publish a page before its appraisal, if the overseer allows this for the agency.

    The appraisal is then owed. `seen` is the digest of the text that the user read. Raises
    MoveRefused or CommentMissing.
    """
    reason = require_comment(reason)
    case = allowed_case(Move.PUBLISH_URGENTLY, page_id, user, now, seen)
    require_own_rows(case.revision)
    refuse_private_numbers(case.revision)
    files = require_readable_files(case.revision)
    due_at = now + dt.timedelta(hours=case.rules.urgent_hours)
    decision = record(
        case,
        Action.PUBLISHED_URGENTLY,
        Move.PUBLISH_URGENTLY,
        user=user,
        now=now,
        comment=reason,
        due_at=due_at.isoformat(),
        **files,
    )
    # A second urgent publication replaces the first debt: one appraisal covers the text that is
    # live now.
    end_appraisal_debt(case, now)
    UrgentPublication.objects.create(
        page=case.page,
        agency=case.agency,
        revision_id=case.revision.pk,
        published_by=user,
        reason=reason,
        published_at=now,
        due_at=due_at,
    )
    close(case, now)
    submission_of(case).workflow_state.cancel(user=user)
    case.revision.publish(user=user, skip_permission_checks=True)
    return decision


@transaction.atomic
def appraise_afterwards(
    *,
    page_id: int,
    user: User,
    answers: Mapping[str, ItemAnswer],
    now: dt.datetime,
    comment: str = "",
) -> Decision:
    """Record a passed appraisal for an urgently published page. Raises MoveRefused or
    AnswersRefused."""
    case = allowed_case(Move.APPRAISE_AFTERWARDS, page_id, user, now)
    revision = Revision.objects.get(pk=_urgent(case).revision_id)
    rows = completed_checklist(case, revision, answers, user=user, now=now)
    end_appraisal_debt(case, now)
    return _record_afterwards(case, Action.APPRAISED_AFTERWARDS, user, now, comment, rows)


@transaction.atomic
def fail_afterwards(*, page_id: int, user: User, comment: str, now: dt.datetime) -> Decision:
    """Record a failed appraisal for an urgently published page and withdraw the page at once.

    Raises MoveRefused or CommentMissing.
    """
    comment = require_comment(comment)
    case = allowed_case(Move.APPRAISE_AFTERWARDS, page_id, user, now)
    end_appraisal_debt(case, now)
    decision = _record_afterwards(case, Action.FAILED_AFTERWARDS, user, now, comment, [])
    _take_away(
        case, Withdrawal(reason=WithdrawalReason.ERROR, comment=comment, withdrawn_by=user), now
    )
    return decision


@transaction.atomic
def withdraw_page(
    *,
    page_id: int,
    user: User,
    reason: WithdrawalReason,
    comment: str,
    now: dt.datetime,
    public_note: str = "",
    replacement: Page | None = None,
) -> Decision:
    """Withdraw a published page, by the agency's approver, or by the overseer for any agency.

    `replacement` is a live page of the same section to which readers are redirected. A withdrawal
    by the overseer also sends a text waiting for approval back to appraisal. Raises MoveRefused
    (also if live pages exist below) or CommentMissing.
    """
    comment = require_comment(comment)
    case = locked_case(page_id, user, now)
    move = withdrawing_move(case.situation)
    by_overseer = move is Move.TAKE_DOWN
    check_move(move, case)
    if case.page.get_descendants().live().exists():
        raise MoveRefused(MoveRefusal.PAGES_BELOW)
    decision = record(
        case,
        Action.TAKEN_DOWN if by_overseer else Action.WITHDRAWN,
        move,
        user=user,
        now=now,
        revision_id=case.page.live_revision_id,
        comment=comment,
        reason=reason.value,
        public_note=public_note,
        replacement=replacement.pk if replacement else None,
    )
    end_appraisal_debt(case, now)
    withdrawal = Withdrawal(
        reason=reason,
        comment=comment,
        public_note=public_note,
        replacement=replacement,
        withdrawn_by=user,
    )
    _take_away(case, withdrawal, now)
    if move is Move.TAKE_DOWN:
        _return_to_appraisal(case)
    return decision


def end_appraisal_debt(case: EditorialCase, now: dt.datetime) -> None:
    """Settle the page's open urgent publications, if there are any."""
    UrgentPublication.objects.filter(page=case.page, settled_at=None).update(settled_at=now)


def _return_to_appraisal(case: EditorialCase) -> None:
    """Send a text that waits for approval back to appraisal, because its appraiser did not know the
    overseer's reason.

    The log names no actor, since nobody edited the text.
    """
    if case.situation.stage is Stage.WAITING_APPROVAL:
        handle_edit(page=case.page, user=None)


def _record_afterwards(
    case: EditorialCase,
    deed: Action,
    user: User,
    now: dt.datetime,
    comment: str,
    rows: list[dict[str, str]],
) -> Decision:
    return record(
        case,
        deed,
        Move.APPRAISE_AFTERWARDS,
        user=user,
        now=now,
        revision_id=_urgent(case).revision_id,
        comment=comment,
        checklist=rows,
    )


def _urgent(case: EditorialCase) -> UrgentPublication:
    assert case.urgent  # noqa: S101  # the rules have made sure of it
    return case.urgent


def _take_away(case: EditorialCase, withdrawal: Withdrawal, now: dt.datetime) -> None:
    Withdrawal.objects.filter(page=case.page, lifted_at=None).update(lifted_at=now)
    withdrawal.page, withdrawal.agency, withdrawal.withdrawn_at = case.page, case.agency, now
    withdrawal.save()
    # Clear the schedule, so that a text approved for a later time does not bring the page back.
    revisions_of(case.page.pk).update(approved_go_live_at=None)
    if case.page.live:
        # Nobody has Wagtail's unpublish permission for moderated pages; the move rules were checked
        # above.
        UnpublishPageAction(case.page.specific, user=withdrawal.withdrawn_by).execute(
            skip_permission_checks=True
        )
