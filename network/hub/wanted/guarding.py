"""Guard rules of topics to write. What was searched for belongs to no agency until one takes it."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing
from network.desks.guarding import row_rules, rows_in_scope

from .models import WantedTopic
from .screens import OpenTopicsView, TakenTopicsView

TOPIC = "wanted_topic"
KINDS = {TOPIC: rows_in_scope(WantedTopic)}
RULES = {
    **list_rules(OpenTopicsView, TakenTopicsView),
    "wanted:take": Rule(UrlAudience.AGENCY, names_nothing("digest")),
    **row_rules("wanted", TOPIC, "topic_id", changed=["give_back"]),
}
