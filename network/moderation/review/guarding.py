"""Guard rules of the moderation screens: who may open each admin URL."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess, page_owner
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path

from .access import reaches_desk
from .decision_views import DecisionsView
from .list_views import OWN_LISTS, AgencyView, OpenView, OverdueView

# A page in the workflow. Appraisers of a shared board may reach it too.
REVIEWED_PAGE = "reviewed_page"
KINDS = {REVIEWED_PAGE: ObjectAccess(reaches_desk, page_owner)}
_PAGE = path(page_id=REVIEWED_PAGE)
_DESK = Rule(refs=_PAGE)
RULES = {
    # The decision list has an agency filter only for readers of several agencies; it names no
    # object by primary key.
    **list_rules(DecisionsView),
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
    # The views look up revisions and links only among those of the page.
    "moderation:earlier_revision": Rule(refs=_PAGE + names_nothing("revision_id")),
    "moderation:revoke_preview": Rule(refs=_PAGE + names_nothing("link_id")),
    **list_rules(*OWN_LISTS, audience=UrlAudience.AGENCY),
    **list_rules(AgencyView, audience=UrlAudience.AGENCY_ADMIN),
    **list_rules(OpenView, OverdueView, audience=UrlAudience.OVERSEER),
    "moderation:waive": Rule(UrlAudience.AGENCY, _PAGE),
    "moderation:resubmit": Rule(UrlAudience.AGENCY, _PAGE),
    "moderation:delegate": Rule(UrlAudience.AGENCY, _PAGE),
    "moderation:remind": Rule(UrlAudience.AGENCY, _PAGE),
    # The move rules decide who of the agency may withdraw.
    "moderation:withdraw": Rule(refs=_PAGE, overseer_act=True),
}
