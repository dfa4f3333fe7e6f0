"""Guard rules of the drafts desk: the register belongs to the network."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

from .views import DraftsView

RULES = {
    **list_rules(DraftsView, audience=UrlAudience.NETWORK),
    **{
        f"legal_drafts:{name}": Rule(UrlAudience.NETWORK, names_nothing("draft_id"))
        for name in ("confirm", "refuse")
    },
}
