"""What this floor registers with those below."""

from network.mailing.kinds import MAIL_KINDS

from .notifications import MAILS


def register() -> None:
    MAIL_KINDS.register(MAILS)
