"""Guard rules of the hub's admin screens."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

_SITUATION = "hub_situation_modeladmin"
_WORD = "hub_everydayword_modeladmin"
_CONTACT = "hub_contact_modeladmin"
RULES = {
    f"{_CONTACT}_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    f"{_CONTACT}_create": Rule(UrlAudience.NETWORK, names_nothing()),
    f"{_CONTACT}_edit": Rule(UrlAudience.NETWORK, names_nothing("instance_pk")),
    f"{_CONTACT}_delete": Rule(UrlAudience.NETWORK, names_nothing("instance_pk")),
    f"{_WORD}_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    f"{_WORD}_create": Rule(UrlAudience.NETWORK, names_nothing()),
    f"{_WORD}_edit": Rule(UrlAudience.NETWORK, names_nothing("instance_pk")),
    f"{_WORD}_delete": Rule(UrlAudience.NETWORK, names_nothing("instance_pk")),
    "hub_unansweredquery_modeladmin_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    f"{_SITUATION}_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    f"{_SITUATION}_create": Rule(UrlAudience.NETWORK, names_nothing()),
    f"{_SITUATION}_edit": Rule(UrlAudience.NETWORK, names_nothing("instance_pk")),
}
