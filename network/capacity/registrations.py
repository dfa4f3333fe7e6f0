"""Registrations of this app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.agencies.people.views import PEOPLE_LISTS
from network.core.erasures.services import ERASABLE, Erasable

from . import guarding
from .actions import CapacityAction


def register() -> None:
    """Register all contributions of this app. Called once at start."""
    HOLDINGS.register(staying("capacity", "qualification", "assignmentdecision", "resource"))
    ERASABLE.register({"capacity.Qualification": Erasable()})
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    JOURNAL_ACTIONS.register(dict(CapacityAction.choices))
    PEOPLE_LISTS.register(
        {
            "capacity:people": _("Qualifications and training"),
            "capacity:decisions": _("Decisions of assignment"),
        }
    )
