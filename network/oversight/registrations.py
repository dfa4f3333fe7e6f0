"""Registrations of this app with lower layers. Its folders have their own."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.directives.selectors import REQUIREMENTS
from network.mailing.digests import DIGEST_PARTS

from .actions import OversightAction
from .guarding import KINDS, RULES
from .panels import panels_for, work_for
from .selectors import keys_on
from .weekly import DIGEST


def register() -> None:
    """Register all contributions of this app. Called once at start."""
    HOLDINGS.register(
        staying(
            "oversight",
            *("evidenceverdict", "auditcell", "outreach", "reminder", "helprequest", "finding"),
            *("declaration", "dispute"),
        )
    )
    REQUIREMENTS.register({"oversight": keys_on})
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    START_PANELS.register({"oversight": panels_for})
    WORK.register({"oversight": work_for})
    JOURNAL_ACTIONS.register(dict(OversightAction.choices))
    DIGEST_PARTS.register({"week": DIGEST})
