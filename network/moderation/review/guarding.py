"""What the guard in front of /admin/ must know of these screens."""

from network.agencies.guard.owners import Kind, Named, page_owner
from network.agencies.guard.rules import Audience, Rule, names_nothing, path

from .access import reaches_desk

# A page on its way, for the appraisers of a shared board too.
REVIEWED_PAGE = "reviewed_page"
KINDS = {REVIEWED_PAGE: Kind(reaches_desk, page_owner)}
_PAGE = path(page_id=REVIEWED_PAGE)
_DESK = Rule(refs=_PAGE)
RULES = {
    # Only readers of the log of several agencies type an agency: it names nothing by its key.
    **{
        f"moderation:{name}": Rule(Audience.AGENCY_AND_OVERSEER, names_nothing())
        for name in ("decisions", "decisions_results", "decisions_export")
    },
    **{
        f"moderation:{name}": _DESK
        for name in (
            "desk",
            "revision",
            "page_decisions",
            "page_decisions_results",
            "page_decisions_export",
            "preview_links",
        )
    },
    # Revisions and links are looked for among those of the page.
    "moderation:earlier_revision": Rule(refs=_PAGE + names_nothing("revision_id")),
    "moderation:revoke_preview": Rule(refs=_PAGE + names_nothing("link_id")),
    **{
        f"moderation:{name}": Rule(Audience.AGENCY, names_nothing())
        for name in ("waiting", "submitted", "returned", "drafts", "urgent")
    },
    "moderation:agency": Rule(Audience.AGENCY_ADMIN, names_nothing()),
    **{
        f"moderation:{name}": Rule(Audience.OVERSEER, names_nothing())
        for name in ("open", "overdue")
    },
    "moderation:waive": Rule(Audience.AGENCY, _PAGE),
    # The rules say who of the agency withdraws.
    "moderation:withdraw": Rule(refs=_PAGE, overseer_act=True),
    **{
        f"moderation_rules:{name}": Rule(Audience.OVERSIGHT, names_nothing())
        for name in ("index", "results")
    },
    "moderation_rules:urgent": Rule(
        Audience.OVERSEER, path(agency_id=Named.AGENCY), overseer_act=True
    ),
    "moderation_rules:board": Rule(Audience.NETWORK, path(agency_id=Named.AGENCY)),
}
