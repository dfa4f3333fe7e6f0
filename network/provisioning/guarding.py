"""What the guard in front of /admin/ must know of the screens of provisioning."""

from network.agencies.guard.owners import Named
from network.agencies.guard.rules import Audience, Rule, names_nothing, path

RULES = {
    "provisioning:import": Rule(Audience.NETWORK, names_nothing(), refuses_rights=True),
    "provisioning:open_section": Rule(
        Audience.NETWORK, path(agency_id=Named.AGENCY), refuses_rights=True
    ),
}
