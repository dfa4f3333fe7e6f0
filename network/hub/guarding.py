"""What the guard in front of /admin/ must know of the hub's own rows."""

from network.agencies.guard.rules import Audience, Rule, names_nothing

_SITUATION = "hub_situation_modeladmin"
RULES = {
    f"{_SITUATION}_index": Rule(Audience.OVERSIGHT, names_nothing()),
    f"{_SITUATION}_create": Rule(Audience.NETWORK, names_nothing()),
    f"{_SITUATION}_edit": Rule(Audience.NETWORK, names_nothing("instance_pk")),
}
