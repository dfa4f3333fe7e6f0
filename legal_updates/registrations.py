"""Registrations of the legal documents app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.figures import FIGURES
from network.agencies.guard.by_model import SHARED_WORDS
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS, Role
from network.core.frame import MAIN_MENU, MenuEntry
from network.core.start_page import START_PANELS
from network.core.two_people import OTHER_PAIRS, PeoplePair
from network.desks.worklist import WORK
from network.mailing.kinds import MAIL_KINDS
from network.media.selectors import PUBLIC_USES

from . import guarding
from .citing import mailing
from .citing.reviews import guarding as reviews_guarding
from .citing.reviews import panels
from .citing.reviews.actions import ReviewAction
from .drafts.cited import sightings_on_pages
from .drafts.sightings import SIGHTINGS
from .figures import register_figures
from .models import Topic
from .public.selectors import shows_file

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
    OTHER_PAIRS.register(PAIRS)
    GUARDED_KINDS.register(reviews_guarding.KINDS)
    GUARD_RULES.register(reviews_guarding.RULES)
    GUARD_RULES.register(guarding.RULES)
    SHARED_WORDS.register({Topic._meta.label_lower: Topic})
    JOURNAL_ACTIONS.register(dict(ReviewAction.choices))
    START_PANELS.register({"page reviews": panels.panels_for})
    WORK.register({"page reviews": panels.work_for})
    FIGURES.register({"legal documents": (frozenset({Role.NETWORK_ADMIN}), register_figures)})
    # All records are public, and so are their files.
    PUBLIC_USES.register({"legal documents": shows_file})
    hint = _("Laws, decrees, whether they are in force")
    MAIN_MENU.register(
        {"legal_updates:index": MenuEntry(_("Documents of law"), 20, "file-text", hint)}
    )
    SIGHTINGS.register({"pages": sightings_on_pages})
    MAIL_KINDS.register(mailing.MAILS)
