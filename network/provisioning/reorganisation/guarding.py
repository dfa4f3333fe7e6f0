"""Access rules of the reorganisation. A plan belongs to the network, a part to its agency."""

from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.desks.guarding import rows_in_scope

from ..models import ReorganisationPart

PART = "reorganisation_part"
KINDS = {PART: rows_in_scope(ReorganisationPart)}
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
    "reorganisation:remove_step": Rule(
        UrlAudience.NETWORK, (*_PLAN, *names_nothing("step_id")), refuses_rights=True
    ),
    **{
        f"reorganisation:{name}": Rule(
            UrlAudience.NETWORK, names_nothing("part_id"), refuses_rights=True
        )
        for name in ("answer", "leave_out")
    },
    "reorganisation:own": Rule(UrlAudience.AGENCY_ADMIN, names_nothing()),
    "reorganisation:object": Rule(UrlAudience.AGENCY_ADMIN, path(part_id=PART)),
}
