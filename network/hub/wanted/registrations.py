"""Registrations of topics to write with lower layers."""

from network.agencies.figures import FIGURES
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, HandOver, Holding, RowFate
from network.agencies.models import JOURNAL_ACTIONS, Role
from sites.reported_pages import heir_of

from .guarding import KINDS, RULES
from .screens import topics_figure
from .selectors import unanswered_topics
from .services import TopicAction, pass_on_topic


def register() -> None:
    """Register the screens, the figure of the start page, the actions of the audit log, and what
    becomes of topics when their agency ends."""
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    JOURNAL_ACTIONS.register(dict(TopicAction.choices))
    hand_over = HandOver(unanswered_topics, heir_of, pass_on_topic)
    HOLDINGS.register({"hub.wantedtopic": Holding(RowFate.MOVES, hand_over=hand_over)})
    FIGURES.register({"wanted": (frozenset({Role.AGENCY_ADMIN}), topics_figure)})
