"""Guard rules of the screens for acting on behalf of an agency."""

from ..guard.owners import ObjectKind
from ..guard.rules import Rule, UrlAudience, names_nothing, path

RULES = {
    # An overseer, who may not change anything yet, must be able to start an act.
    **{
        f"agencies_acts:{name}": Rule(UrlAudience.OVERSEER, names_nothing(), self_service=True)
        for name in ("index", "results")
    },
    # During an act the overseer has only the agency's roles, and may still end the act or start
    # another one. `OverseerMixin` refuses everybody else.
    "agencies_acts:end": Rule(UrlAudience.AGENCY_AND_OVERSEER, names_nothing(), self_service=True),
    "agencies_acts:start": Rule(
        UrlAudience.AGENCY_AND_OVERSEER, path(agency_id=ObjectKind.AGENCY), self_service=True
    ),
}
