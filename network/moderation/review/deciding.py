"""Call the service for a decision posted at the review desk."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from network.accounts.models import User

from ..checklist import ItemAnswer
from ..exceptional_services import appraise_afterwards, fail_afterwards, publish_urgently
from ..models import DECIDING_ACTIONS, Decision, UrgentPublication
from ..moves import MoveRefused
from ..rules import MoveRefusal
from ..selectors import lock_page
from ..services import Timing, appraise_page, approve_page, return_page
from .forms import PostedMove


class AlreadyDecided(Exception):
    """Somebody, perhaps the same user, has decided since the form was shown. Nothing was
    changed."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision))
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Posted:
    """A decision as posted. `last` and `owed` are None if the form did not send them."""

    page_id: int
    user: User
    seen: str
    last: int | None
    owed: int | None
    answers: Mapping[str, ItemAnswer]
    comment: str
    now: dt.datetime
    publish_at: dt.datetime | None = None

    def who(self) -> dict[str, Any]:
        """Return the keyword arguments that all services share."""
        return {"page_id": self.page_id, "user": self.user, "now": self.now}


@transaction.atomic
def decide(choice: PostedMove, posted: Posted) -> Decision:
    """Execute the posted decision. Raises AlreadyDecided, and the exceptions of the services."""
    # Wait for a concurrent decision: it is committed when the lock is granted.
    lock_page(posted.page_id)
    _refuse_replayed(posted)
    return _DOERS[choice](posted)


def _refuse_replayed(posted: Posted) -> None:
    if posted.last is None:
        return
    since = Decision.objects.filter(
        page_id=posted.page_id, pk__gt=posted.last, deed__in=DECIDING_ACTIONS
    )
    decision = since.order_by("pk").first()
    if decision is not None:
        raise AlreadyDecided(decision)


def _require_owed(posted: Posted) -> None:
    """Raise MoveRefused(CHANGED_MEANWHILE) if the owed appraisal now concerns another revision.

    A second urgent publication replaces the first debt.
    """
    if posted.owed is None:
        return
    owed = UrgentPublication.objects.filter(page_id=posted.page_id, settled_at=None)
    if owed.exclude(revision_id=posted.owed).exists():
        raise MoveRefused(MoveRefusal.CHANGED_MEANWHILE)


def _pass_afterwards(posted: Posted) -> Decision:
    _require_owed(posted)
    return appraise_afterwards(**posted.who(), answers=posted.answers, comment=posted.comment)


def _fail_afterwards(posted: Posted) -> Decision:
    _require_owed(posted)
    return fail_afterwards(**posted.who(), comment=posted.comment)


def _approve(posted: Posted, timing: Timing) -> Decision:
    return approve_page(
        **posted.who(),
        seen=posted.seen,
        comment=posted.comment,
        timing=timing,
        publish_at=posted.publish_at,
    )


_DOERS: Mapping[PostedMove, Callable[[Posted], Decision]] = {
    PostedMove.APPRAISE: lambda posted: appraise_page(
        **posted.who(), seen=posted.seen, answers=posted.answers, comment=posted.comment
    ),
    PostedMove.APPROVE: lambda posted: _approve(posted, Timing.OF_TEXT),
    PostedMove.APPROVE_NOW: lambda posted: _approve(posted, Timing.AT_ONCE),
    PostedMove.APPROVE_AT: lambda posted: _approve(posted, Timing.AT_HOUR),
    PostedMove.RETURN: lambda posted: return_page(
        **posted.who(), seen=posted.seen, answers=posted.answers, comment=posted.comment
    ),
    PostedMove.PUBLISH_URGENTLY: lambda posted: publish_urgently(
        **posted.who(), seen=posted.seen, reason=posted.comment
    ),
    PostedMove.APPRAISE_AFTERWARDS: _pass_afterwards,
    PostedMove.FAIL_AFTERWARDS: _fail_afterwards,
}
