"""Registrations of topics to write with lower layers."""

from network.agencies.figures import FIGURES
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS, Role

from .guarding import KINDS, RULES
from .screens import topics_figure
from .services import TopicAction


def register() -> None:
    """Register the screens, the figure of the start page, and the actions of the audit log."""
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    JOURNAL_ACTIONS.register(dict(TopicAction.choices))
    FIGURES.register(
        {"wanted": (frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN}), topics_figure)}
    )
