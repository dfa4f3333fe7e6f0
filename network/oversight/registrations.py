"""Registrations of this app with lower layers, and of its own checks and outreach functions."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS
from network.core.start_page import START_PANELS
from network.desks.rows import ROW_NOTICES
from network.desks.worklist import WORK
from network.directives.selectors import REQUIREMENTS
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from .actions import OversightAction
from .checks import ALL
from .guarding import KINDS, RULES
from .outcomes import CHECKS
from .outreach.selectors import OUTREACH, SEEN
from .panels import panels_for, work_for
from .reminding.letters import MAILS
from .selectors import keys_on
from .support import services
from .verdicts.notices import notices_of
from .weekly import DIGEST


def register() -> None:
    """Register all contributions of this app. Called once at start."""
    CHECKS.register(ALL)
    REQUIREMENTS.register({"oversight": keys_on})
    OUTREACH.register(SEEN)
    GUARDED_KINDS.register(KINDS)
    GUARD_RULES.register(RULES)
    START_PANELS.register({"oversight": panels_for})
    WORK.register({"oversight": work_for})
    ROW_NOTICES.register({"verdicts": notices_of})
    JOURNAL_ACTIONS.register(dict(OversightAction.choices))
    MAIL_KINDS.register(MAILS | services.MAILS)
    DIGEST_PARTS.register({"week": DIGEST})
