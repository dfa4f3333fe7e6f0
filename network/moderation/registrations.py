"""Registrations of the moderation app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.core.backup.rehearsing import PROOFS
from network.core.frame import NAMES
from network.core.system_checks.findings import SYSTEM_CHECKS, SystemCheck
from network.core.two_people import OTHER_PAIRS, PeoplePair
from network.mailing.kinds import MAIL_KINDS

from . import comment_mails
from .models import Submission
from .verification import RECORD, check_decision_chain

# Pairs of steps for one text that two different people must do, as (first, second). The trigger
# reads them from revisions and decisions.
PAIRS = {
    "moderation_written_appraised": ("revision.user", "actor of “appraised”"),
    "moderation_written_approved": ("revision.user", "actor of “approved”"),
    "moderation_written_urgent": ("revision.user", "actor of “published_urgently”"),
    "moderation_written_afterwards": ("revision.user", "actor of “appraised_afterwards”"),
    "moderation_appraised_approved": ("actor of “appraised”", "actor of “approved”"),
    "moderation_urgent_afterwards": (
        "actor of “published_urgently”",
        "actor of “appraised_afterwards”",
    ),
}


def register() -> None:
    HOLDINGS.register(
        {
            **staying("moderation", "decision", "chainend", "urgentpublication", "withdrawal"),
            "moderation.previewlink": Holding(RowFate.ENDS),
            "moderation.editorialrules": Holding(RowFate.STAYS, ("agency", "board")),
            "moderation.submission": Holding(
                RowFate.RETURNED,
                rows=lambda: Submission.objects.filter(closed_at=None),
                label=_("texts that wait"),
            ),
        }
    )
    PROOFS.register({"decisions": ("verify_decisions",)})
    NAMES.register({"preview_note": "moderation/preview_note.html"})
    MAIL_KINDS.register(comment_mails.MAILS)
    SYSTEM_CHECKS.register({RECORD: SystemCheck(_("Decision log"), check_decision_chain)})
    OTHER_PAIRS.register(
        {
            name: PeoplePair("moderation.Decision", *steps, guard="moderation_two_people")
            for name, steps in PAIRS.items()
        }
    )
