"""Which plans concern the agencies of a person who administers them."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.scope import Scope, scope_now

from .models import UNDO_TIME, ReorganisationPart, ReorganisationPlan, ReorganisationState

_GOING_ON = (
    ReorganisationState.ANNOUNCED,
    ReorganisationState.RUNNING,
    ReorganisationState.UNDOING,
)
_KEPT = "own_reorganisations"


def own_parts(scope: Scope) -> QuerySet[ReorganisationPart]:
    """Return the parts of the agencies that the person administers, in plans that were shown to the
    agencies or carried out."""
    administered = [
        agency for agency, roles in scope.agency_roles.items() if Role.AGENCY_ADMIN in roles
    ]
    return ReorganisationPart.objects.filter(agency__in=administered)


def own_plans(request: HttpRequest) -> list[ReorganisationPlan]:
    """Return the plan of each of these parts. Kept on the request: the menu of each page and the
    start page ask for it. One query."""
    plans: list[ReorganisationPlan] | None = getattr(request, _KEPT, None)
    if plans is None:
        rows = own_parts(scope_now(request)).select_related("plan").only("plan")
        plans = [part.plan for part in rows]
        setattr(request, _KEPT, plans)
    return plans


def concerns_own_agency(request: HttpRequest) -> bool:
    """Return whether a plan for an agency of the user goes on now, or can still be undone."""
    oldest = timezone.now() - UNDO_TIME
    return any(
        plan.state in _GOING_ON
        or (plan.state == ReorganisationState.DONE and (plan.finished_at or oldest) > oldest)
        for plan in own_plans(request)
    )
