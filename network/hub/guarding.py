"""What the guard in front of /admin/ must know of the hub's own rows."""

from network.agencies.guard.rules import Audience, Rule, names_nothing

_SITUATION = "hub_situation_modeladmin"
_WORD = "hub_everydayword_modeladmin"
RULES = {
    f"{_WORD}_index": Rule(Audience.OVERSIGHT, names_nothing()),
    f"{_WORD}_create": Rule(Audience.NETWORK, names_nothing()),
    f"{_WORD}_edit": Rule(Audience.NETWORK, names_nothing("instance_pk")),
    f"{_WORD}_delete": Rule(Audience.NETWORK, names_nothing("instance_pk")),
    "hub_unansweredquery_modeladmin_index": Rule(Audience.OVERSIGHT, names_nothing()),
    f"{_SITUATION}_index": Rule(Audience.OVERSIGHT, names_nothing()),
    f"{_SITUATION}_create": Rule(Audience.NETWORK, names_nothing()),
    f"{_SITUATION}_edit": Rule(Audience.NETWORK, names_nothing("instance_pk")),
}
