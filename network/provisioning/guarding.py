"""What the guard in front of /admin/ must know of the screens of provisioning."""

from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.rules import Audience, GuardRule, names_nothing, path

RULES = {
    "agencies_agency_modeladmin_create": GuardRule(Audience.NETWORK, names_nothing()),
    "agencies_agency_modeladmin_index": GuardRule(Audience.OVERSIGHT, names_nothing()),
    "agencies_agency_modeladmin_inspect": GuardRule(
        Audience.OVERSIGHT, path(instance_pk=ObjectKind.AGENCY)
    ),
    **{
        f"agencies_agency_modeladmin_{name}": GuardRule(
            Audience.NETWORK, path(instance_pk=ObjectKind.AGENCY)
        )
        for name in ("edit", "delete", "history")
    },
    "provisioning:import": GuardRule(Audience.NETWORK, names_nothing(), refuses_rights=True),
    "provisioning:open_section": GuardRule(
        Audience.NETWORK, path(agency_id=ObjectKind.AGENCY), refuses_rights=True
    ),
}
