"""Registrations of the legal documents app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.figures import FIGURES
from network.agencies.guard.by_model import SHARED_WORDS
from network.agencies.holdings import HOLDINGS, staying
from network.agencies.models import Role
from network.core.frame import MAIN_MENU, MenuEntry
from network.core.two_people import OTHER_PAIRS, PeoplePair

from .figures import register_figures
from .models import Topic

PAIRS = {
    "relation_confirmed": PeoplePair(
        "legal_updates.Relation", "proposed_by", "confirmed_by", "relation_second_person"
    ),
    "status_confirmed": PeoplePair(
        "legal_updates.StatusProposal",
        "proposed_by",
        "decided_by",
        "status_proposal_second_person",
    ),
}


def register() -> None:
    """Register this app's contributions."""
    HOLDINGS.register(staying("legal_updates", "pagereview"))
    OTHER_PAIRS.register(PAIRS)
    SHARED_WORDS.register({Topic._meta.label_lower: Topic})
    FIGURES.register({"legal documents": (frozenset({Role.NETWORK_ADMIN}), register_figures)})
    hint = _("Laws, decrees, whether they are in force")
    MAIN_MENU.register(
        {"legal_updates:index": MenuEntry(_("Documents of law"), 20, "file-text", hint)}
    )
