"""Guard rules of the screens of views. Sums without names of agencies are open to all roles."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, path

from .lists import AgenciesView, PagesView, TopicsView

RULES = {
    **list_rules(PagesView, AgenciesView),
    **list_rules(TopicsView, audience=UrlAudience.EVERYONE),
    "usage:page": Rule(refs=path(page_id=ObjectKind.PAGE)),
}
