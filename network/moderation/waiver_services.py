"""Submit a page, and record waivers for private numbers that stay in it."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import WorkflowState

from network.accounts.models import User

from .chain import record_decision
from .models import Action, Decision
from .moves import CommentMissing, MoveRefused, locked_case, require_comment, writing_membership
from .private_numbers import open_numbers
from .rules import MoveRefusal
from .selectors import EditorialCase
from .stages import WAITING


@transaction.atomic
def waive_numbers(
    *, page_id: int, user: User, reasons: Mapping[str, str], now: dt.datetime
) -> list[Decision]:
    """Record for each private number of the newest revision why it may stay; `reasons` by number
    key.

    Called before submission by a person who may submit. Raises CommentMissing if a number lacks a
    reason, MoveRefused if the page is waiting already.
    """
    case = _case_to_submit(page_id, user, now)
    found = open_numbers(case.revision.as_object())
    if any(not reasons.get(number.key, "").strip() for number in found):
        raise CommentMissing
    return [
        record_decision(
            agency=case.agency,
            page=case.page,
            deed=Action.NUMBER_WAIVED,
            now=now,
            revision_id=case.revision.pk,
            actor=user,
            membership=writing_membership(user, case.agency, now),
            comment=require_comment(reasons[number.key]),
            number=number.key,
            shown=number.shown,
            field=number.field,
        )
        for number in found
    ]


@transaction.atomic
def submit_page(*, page_id: int, user: User, now: dt.datetime) -> None:
    """Submit the newest revision, or resubmit it after a return.

    Raises PrivateNumbersFound if it shows private numbers without a waiver, MoveRefused if the page
    is waiting already, or was never published by an agency that has ended.
    """
    case = _case_to_submit(page_id, user, now)
    state = WorkflowState.objects.active().for_instance(case.page).first()
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
    else:
        page = case.page.specific
        page.get_workflow().start(page, user)


def _case_to_submit(page_id: int, user: User, now: dt.datetime) -> EditorialCase:
    case = locked_case(page_id, user, now)
    if not case.page.specific.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied
    if case.situation.stage in WAITING:
        raise MoveRefused(MoveRefusal.WRONG_STAGE)
    if case.situation.is_ended:
        raise MoveRefused(MoveRefusal.AGENCY_ENDED)
    return case
