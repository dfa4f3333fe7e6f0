"""The parts of a plan: one for each agency that it concerns."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import PartState, ReorganisationPart, ReorganisationPlan
from .planning import AgencyChange


def keep_parts(plan: ReorganisationPlan, changes: Sequence[AgencyChange]) -> None:
    """Give each agency of the plan a part, in the order of `changes`. An agency that a plan which
    was taken back no longer concerns keeps its part, with its opinion, as left out."""
    concerned = [change.agency.pk for change in changes]
    parts = [ReorganisationPart(plan=plan, agency=change.agency) for change in changes]
    ReorganisationPart.objects.bulk_create(parts, ignore_conflicts=True)
    again = plan.parts.filter(agency__in=concerned, state=PartState.LEFT_OUT)
    again.update(state=PartState.WAITING, left_out_because="")
    text = _("The reorganisation no longer concerns this agency.")
    gone = plan.parts.exclude(agency__in=concerned)
    gone.update(state=PartState.LEFT_OUT, left_out_because=text)


def unanswered_parts(plan: ReorganisationPlan) -> QuerySet[ReorganisationPart]:
    """Return the parts of a plan whose agencies wait for the answer to their objection."""
    waiting = plan.parts.filter(answered_at=None).exclude(objection="")
    return waiting.exclude(state=PartState.LEFT_OUT)


def waits_for_answer(part: ReorganisationPart) -> bool:
    """Return whether the agency of a part waits for the answer to its objection."""
    is_concerned = part.state != PartState.LEFT_OUT
    return is_concerned and bool(part.objection) and part.answered_at is None
