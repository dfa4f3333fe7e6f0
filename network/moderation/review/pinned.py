"""Notes kept visible until dealt with: why a page came back, was withdrawn, or is to be
corrected."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.core.dates import format_moment

from ..models import Action, Decision, Submission, Withdrawal, WithdrawalReason
from ..stages import Stage
from .correction_requests import request_for


@dataclass(frozen=True, slots=True)
class PinnedNote:
    """A reason given for a return, withdrawal or correction, with author and time."""

    heading: str
    reason: str
    who: str
    at: str


def pinned_notes(page_id: int) -> list[PinnedNote]:
    """Return the notes for everybody who writes, appraises or approves this page.

    At most five queries. A return and a request to correct the page are shown until it is submitted
    again, a withdrawal until it is published again.
    """
    return [*_taken_from_citizens(page_id), *_to_correct(page_id), *_returned(page_id)]


def _to_correct(page_id: int) -> Iterator[PinnedNote]:
    request = request_for(page_id)
    if request is not None:
        yield PinnedNote(
            heading=_("%s is asked to correct this page") % request.to.shown_name,
            reason=request.note,
            who=request.by.shown_name if request.by else "",
            at=format_moment(request.at),
        )


def _taken_from_citizens(page_id: int) -> Iterator[PinnedNote]:
    """Yield notes about the takedown of a page by the overseer, or else about its open withdrawals.
    At most two queries."""
    takedown = Decision.objects.standing_takedown(page_id)
    if takedown is not None:
        reason = WithdrawalReason(takedown.detail["reason"]).label
        yield PinnedNote(
            heading=_("Taken down by the Justice Department: a new appraisal is needed"),
            reason=f"{reason}. {takedown.comment}",
            who=takedown.shown_name,
            at=format_moment(takedown.at),
        )
        return
    open_ones = Withdrawal.objects.filter(page_id=page_id, lifted_at=None)
    for withdrawal in open_ones.select_related("withdrawn_by"):
        yield PinnedNote(
            heading=_("Withdrawn: citizens no longer see this page"),
            reason=f"{withdrawal.get_reason_display()}. {withdrawal.comment}",
            who=withdrawal.withdrawn_by.shown_name if withdrawal.withdrawn_by else "",
            at=format_moment(withdrawal.withdrawn_at),
        )


def _returned(page_id: int) -> Iterator[PinnedNote]:
    came_back = Submission.objects.filter(page_id=page_id, closed_at=None, stage=Stage.RETURNED)
    returned = came_back.select_related("page").first()
    if returned is None:
        return
    returns = Decision.objects.filter(page_id=page_id, deed=Action.RETURNED).order_by("-pk")
    for decision in returns[:1]:
        yield PinnedNote(
            heading=_heading(decision, is_live=returned.page.live),
            reason=decision.comment,
            who=decision.shown_name,
            at=format_moment(decision.at),
        )


def _heading(decision: Decision, *, is_live: bool) -> str:
    """Return the heading of a return. One without a person came with the end of the agency."""
    if decision.actor_name or is_live:
        return _("Returned: mend this, then hand the page in again")
    return _("Returned because the agency has ended: nothing new is published here")
