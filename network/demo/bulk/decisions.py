"""Decision log entries of many articles, hashed like `moderation.chain` does."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.moderation.chain import hash_of
from network.moderation.checklist import Answer, ItemAnswer, items_for, refused_items
from network.moderation.models import Action, ChainEnd, ChecklistItem, Decision, LegalBasis
from network.moderation.revisions import digests_of
from network.moderation.stages import Stage

from ..staff import RETURN_COMMENT
from .drafts import Draft

# Number of the decision that gives a user the role, by agency and role.
type Numbers = dict[tuple[int, str], str]


class _Deed(NamedTuple):
    action: Action
    user: User
    role: Role
    comment: str = ""
    is_appraisal: bool = False


def record_decisions(drafts: Sequence[Draft]) -> None:
    """Append the decisions on the drafts to their agencies' logs, in the order of the drafts.

    Locks the last entries of these logs. Seven statements, plus two per kind of article.
    """
    digests = digests_of([draft.revision.pk for draft in drafts])
    ends = _lock_ends({draft.agency for draft in drafts if _deeds_on(draft)})
    numbers, checklists = _decision_numbers(), _Checklists()
    decisions = []
    for draft in drafts:
        for deed in _deeds_on(draft):
            end = ends[draft.agency.pk]
            decision = _link(draft, deed, numbers, end)
            decision.digest = digests[draft.revision.pk]
            decision.checklist = checklists.of(draft) if deed.is_appraisal else []
            decision.hash = hash_of(decision, draft.agency.code)
            end.sequence, end.hash = decision.sequence, decision.hash
            decisions.append(decision)
    Decision.objects.bulk_create(decisions)
    ChainEnd.objects.bulk_update(ends.values(), ["sequence", "hash"])


def _deeds_on(draft: Draft) -> list[_Deed]:
    staff = draft.staff
    if staff is None or draft.stage is Stage.DRAFT:
        return []
    submitted = _Deed(Action.SUBMITTED, staff.author, Role.AUTHOR)
    appraised = _Deed(Action.APPRAISED, staff.appraiser, Role.APPRAISER, is_appraisal=True)
    approved = _Deed(Action.APPROVED, staff.approver, Role.APPROVER)
    returned = _Deed(Action.RETURNED, staff.appraiser, Role.APPRAISER, RETURN_COMMENT)
    if not draft.is_led:
        return [appraised, approved]
    return {
        Stage.WAITING_APPRAISAL: [submitted],
        Stage.RETURNED: [submitted, returned],
        Stage.WAITING_APPROVAL: [submitted, appraised],
        Stage.PUBLISHED: [submitted, appraised, approved],
    }[draft.stage]


def _link(draft: Draft, deed: _Deed, numbers: Numbers, end: ChainEnd) -> Decision:
    # Decisions outside of the workflow are recorded without a membership.
    number = numbers[draft.agency.pk, deed.role] if draft.is_led else ""
    return Decision(
        agency=draft.agency,
        sequence=end.sequence + 1,
        at=draft.at,
        deed=deed.action,
        page_id=draft.page.pk,
        page_title=draft.page.title,
        revision_id=draft.revision.pk,
        actor=deed.user,
        actor_name=deed.user.logged_name,
        role=deed.role,
        decision_number=number,
        comment=deed.comment,
        previous_hash=end.hash,
    )


def _lock_ends(agencies: Iterable[Agency]) -> dict[int, ChainEnd]:
    keys = sorted(agency.pk for agency in agencies)
    ChainEnd.objects.bulk_create((ChainEnd(agency_id=key) for key in keys), ignore_conflicts=True)
    rows = ChainEnd.objects.select_for_update().filter(agency__in=keys).order_by("agency")
    return {row.agency_id: row for row in rows}


def _decision_numbers() -> Numbers:
    rows = Membership.objects.exclude(agency=None).order_by("valid_from", "pk")
    return {(row.agency_id or 0, row.role): row.decision_number for row in rows}


class _Checklists:
    """Answered checklist of each kind of article, for each span of days with the same questions.

    Two queries, and two for each kind and span.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[type, int], list[dict[str, Any]]] = {}
        self._turns = _turning_days()

    def of(self, draft: Draft) -> list[dict[str, Any]]:
        """Return the checklist rows for the log, with every item answered by yes."""
        day = timezone.localdate(draft.at)
        span = type(draft.page), bisect_right(self._turns, day)
        if span not in self._rows:
            items = items_for(page=draft.page, day=day)
            answers = {item.key: ItemAnswer(Answer.YES) for item in items}
            self._rows[span], _open = refused_items(
                items=items, answers=answers, kept={}, kept_from=None
            )
        return self._rows[span]


def _turning_days() -> list[dt.date]:
    """Return the days, in order, on which a question or legal basis may begin or no longer hold."""
    days = set()
    for rows in (ChecklistItem.objects.all(), LegalBasis.objects.all()):
        for begins, ends in rows.values_list("valid_from", "valid_to"):
            days |= {begins, ends and ends + dt.timedelta(days=1)}
    return sorted(day for day in days if day)
