"""What this floor registers with those below."""

from django.utils.translation import gettext_lazy as _

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.frame import NAMES
from network.core.start_page import START_PANELS
from network.desks.worklist import WORK
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS
from network.media.selectors import PASSES

from . import comment_mails, guarding
from .mailing import notifications, reminders
from .previewing.passes import shown_in_preview
from .review import panels
from .ruling.services import RULES_CHANGED


def register() -> None:
    GUARDED_KINDS.register(guarding.KINDS)
    GUARD_RULES.register(guarding.RULES)
    START_PANELS.register({"moderation": panels.panels_for})
    WORK.register({"moderation": panels.work_for})
    PASSES.register({"preview": shown_in_preview})
    NAMES.register({"preview_note": "moderation/preview_note.html"})
    JOURNAL_ACTIONS.register({RULES_CHANGED: _("Editorial rules changed")})
    MAIL_KINDS.register(comment_mails.MAILS | notifications.MAILS | reminders.MAILS)
    DIGEST_PARTS.register({"moderation": reminders.DIGEST})
