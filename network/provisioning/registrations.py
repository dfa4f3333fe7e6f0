"""Registrations of this app with lower floors."""

from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.agencies.models import JOURNAL_ACTIONS, Role
from network.core.frame import NAMES
from network.desks.finding import FINDERS

from .actions import ProvisioningAction
from .figures import agency_figures, own_changes
from .finding import find_agencies
from .guarding import RULES


def register() -> None:
    GUARD_RULES.register(RULES)
    FIGURES.register(
        {
            "agencies": (frozenset({Role.NETWORK_ADMIN}), agency_figures),
            "own_changes": (frozenset({Role.AGENCY_ADMIN}), own_changes),
        }
    )
    FINDERS.register({"agencies": find_agencies})
    NAMES.register({"agencies": "agencies_agency_modeladmin_index"})
    JOURNAL_ACTIONS.register(dict(ProvisioningAction.choices))
    HOLDINGS.register(
        {
            # A dry run does not count plans: it would count its own steps.
            "provisioning.reorganisationplan": Holding(RowFate.STAYS, ("board",), is_shown=False),
            "provisioning.reorganisationstep": Holding(
                RowFate.STAYS, ("predecessor", "successor", "keeper"), is_shown=False
            ),
            "provisioning.reorganisationpart": Holding(RowFate.STAYS, is_shown=False),
        }
    )
