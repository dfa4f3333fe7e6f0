"""Guard rules of the editorial rules: overseers and network admins change them."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, path

from .views import RulesView

RULES = {
    **list_rules(RulesView, audience=UrlAudience.OVERSIGHT),
    "moderation_rules:urgent": Rule(
        UrlAudience.OVERSEER, path(agency_id=ObjectKind.AGENCY), overseer_act=True
    ),
    "moderation_rules:board": Rule(UrlAudience.NETWORK, path(agency_id=ObjectKind.AGENCY)),
}
