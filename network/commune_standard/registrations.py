"""Registrations of this app with lower layers."""

from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.oversight.outcomes import CHECKS
from network.oversight.verdicts.services import COMPUTED

from .actions import CommuneAction
from .basis import CHECK_KEY, check
from .computing import compute_communes
from .guarding import RULES
from .panels import panels_for


def register() -> None:
    """Register all contributions of this app. Called once at start."""
    HOLDINGS.register(staying("commune_standard", "handfigure", "communeresult"))
    GUARD_RULES.register(RULES)
    START_PANELS.register({"commune_standard": panels_for})
    JOURNAL_ACTIONS.register(dict(CommuneAction.choices))
    CHECKS.register({CHECK_KEY: check})
    COMPUTED.register({"commune_standard": compute_communes})
