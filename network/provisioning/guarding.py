"""Access rules of the provisioning views for the guard in front of /admin/."""

from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path

RULES = {
    "agencies_agency_modeladmin_create": Rule(UrlAudience.NETWORK, names_nothing()),
    "agencies_agency_modeladmin_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    "agencies_agency_modeladmin_inspect": Rule(
        UrlAudience.OVERSIGHT, path(instance_pk=ObjectKind.AGENCY)
    ),
    **{
        f"agencies_agency_modeladmin_{name}": Rule(
            UrlAudience.NETWORK, path(instance_pk=ObjectKind.AGENCY)
        )
        for name in ("edit", "delete", "history")
    },
    "provisioning:import": Rule(UrlAudience.NETWORK, names_nothing(), refuses_rights=True),
    "provisioning:people_file": Rule(UrlAudience.ADMINS, names_nothing()),
    "provisioning:people_template": Rule(UrlAudience.ADMINS, names_nothing()),
    "provisioning:open_section": Rule(
        UrlAudience.NETWORK, path(agency_id=ObjectKind.AGENCY), refuses_rights=True
    ),
}
