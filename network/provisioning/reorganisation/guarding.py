"""Access rules of the reorganisation. A plan belongs to the network, a part to its agency."""

from django.db.models import Q

from network.accounts.models import User
from network.agencies.guard.owners import ObjectAccess, ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope
from network.desks.guarding import rows_in_scope

from ..models import ReorganisationPart, ReorganisationStep

PART, STEP = "reorganisation_part", "reorganisation_step"


def _step(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user oversees the network or serves an agency of the step."""
    steps = ReorganisationStep.objects.filter(pk=pk)
    if not scope.roles & UrlAudience.OVERSIGHT.value:
        own = list(scope.agency_roles)
        steps = steps.filter(Q(predecessor__in=own) | Q(successor__in=own))
    return steps.exists()


KINDS = {PART: rows_in_scope(ReorganisationPart), STEP: ObjectAccess(_step)}
_PLAN = names_nothing("reorganisation_id")
RULES = {
    "reorganisation:index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    "reorganisation:plan": Rule(UrlAudience.OVERSIGHT, _PLAN),
    "reorganisation:xlsx": Rule(UrlAudience.OVERSIGHT, _PLAN),
    "reorganisation:change": Rule(
        UrlAudience.OVERSIGHT, (*_PLAN, *path(agency_id=ObjectKind.AGENCY))
    ),
    **{
        f"reorganisation:{name}": Rule(UrlAudience.NETWORK, names_nothing(), refuses_rights=True)
        for name in ("begin", "add", "names", "outside", "outside_undo", "template")
    },
    **{
        f"reorganisation:{name}": Rule(UrlAudience.NETWORK, _PLAN, refuses_rights=True)
        for name in (
            *("edit", "delete", "add_step", "add_file", "add_linked"),
            *("show", "take_back", "start", "try_again", "undo"),
        )
    },
    **{
        f"reorganisation:{name}": Rule(
            UrlAudience.NETWORK, path(agency_id=ObjectKind.AGENCY), refuses_rights=True
        )
        for name in ("agency", "keeper")
    },
    **{
        f"reorganisation:{name}": Rule(
            UrlAudience.NETWORK, (*_PLAN, *names_nothing("step_id")), refuses_rights=True
        )
        for name in ("new_name", "remove_step")
    },
    **{
        f"reorganisation:{name}": Rule(
            UrlAudience.NETWORK, names_nothing("part_id"), refuses_rights=True
        )
        for name in ("answer", "leave_out")
    },
    "reorganisation:former_name": Rule(UrlAudience.EVERYONE, path(step_id=STEP)),
    "reorganisation:own": Rule(UrlAudience.AGENCY_ADMIN, names_nothing()),
    "reorganisation:object": Rule(UrlAudience.AGENCY_ADMIN, path(part_id=PART)),
}
