"""Registrations of the mails of the workflow."""

from wagtail import hooks

from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from . import notifications, reminders, tasks  # noqa: F401  # importing tasks registers them
from .preferences import MailPreferencePanel


def register() -> None:
    """Register the mails, the part of the daily digest, and the switch on the account page."""
    MAIL_KINDS.register(notifications.MAILS | reminders.MAILS)
    DIGEST_PARTS.register({"moderation": reminders.DIGEST})
    hooks.register("register_account_settings_panel", MailPreferencePanel)
