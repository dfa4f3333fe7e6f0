"""What the guard in front of /admin/ must know of these screens."""

from network.agencies.guard.owners import Named, register_owner
from network.agencies.guard.rules import Audience, Rule, path, register_rules

from .access import reaches_desk

_DESK = Rule(Audience.AGENCY_AND_OVERSEER, path(page_id=Named.REVIEWED_PAGE))
RULES = {
    # Only readers of the log of several agencies type an agency: it names nothing by its key.
    **{
        f"moderation:{name}": Rule(Audience.AGENCY_AND_OVERSEER)
        for name in ("decisions", "decisions_results", "decisions_export")
    },
    **{
        f"moderation:{name}": _DESK
        for name in (
            "desk",
            "revision",
            "earlier_revision",
            "page_decisions",
            "page_decisions_results",
            "page_decisions_export",
            "preview_links",
            "revoke_preview",
        )
    },
    **{
        f"moderation:{name}": Rule(Audience.AGENCY)
        for name in ("waiting", "submitted", "returned", "drafts")
    },
    **{f"moderation:{name}": Rule(Audience.OVERSEER) for name in ("open", "overdue")},
    # The overseer, who changes nothing else, takes pages down; the rules say who else withdraws.
    "moderation:withdraw": Rule(
        Audience.AGENCY_AND_OVERSEER, path(page_id=Named.REVIEWED_PAGE), self_service=True
    ),
    **{f"moderation_rules:{name}": Rule(Audience.OVERSIGHT) for name in ("index", "results")},
    "moderation_rules:urgent": Rule(
        Audience.OVERSEER, path(agency_id=Named.AGENCY), self_service=True
    ),
    "moderation_rules:board": Rule(Audience.NETWORK, path(agency_id=Named.AGENCY)),
}


def register() -> None:
    """Tell the guard."""
    register_owner(Named.REVIEWED_PAGE, reaches_desk)
    register_rules(RULES)
