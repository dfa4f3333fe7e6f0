"""Registrations of the moderation app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.backup.rehearsing import PROOFS
from network.core.frame import NAMES
from network.core.start_page import START_PANELS
from network.core.system_checks.findings import SYSTEM_CHECKS, SystemCheck
from network.core.two_people import OTHER_PAIRS, PeoplePair
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS
from network.media.selectors import PASSES

from . import comment_mails, guarding
from .mailing import notifications, reminders
from .previewing.passes import shown_in_preview
from .review import panels
from .ruling.services import RULES_CHANGED
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
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"moderation": panels.panels_for})
    WORK.register({"moderation": panels.work_for})
    PASSES.register({"preview": shown_in_preview})
    PROOFS.register({"decisions": ("verify_decisions",)})
    NAMES.register({"preview_note": "moderation/preview_note.html"})
    JOURNAL_ACTIONS.register({RULES_CHANGED: _("Editorial rules changed")})
    MAIL_KINDS.register(comment_mails.MAILS | notifications.MAILS | reminders.MAILS)
    DIGEST_PARTS.register({"moderation": reminders.DIGEST})
    SYSTEM_CHECKS.register({RECORD: SystemCheck(_("Decision log"), check_decision_chain)})
    OTHER_PAIRS.register(
        {
            name: PeoplePair("moderation.Decision", *steps, guard="moderation_two_people")
            for name, steps in PAIRS.items()
        }
    )
