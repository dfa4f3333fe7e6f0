"""Texts about an undelivered mail. They never contain a citizen's address."""

from network.mailing.kinds import MAIL_KINDS
from network.mailing.models import Delivery


def kind_of(row: Delivery) -> str:
    """Return the label of the mail's kind, or its key if the kind no longer exists."""
    try:
        return str(MAIL_KINDS[row.mail.kind].label)
    except KeyError:
        return row.mail.kind


def recipient_of(row: Delivery) -> str:
    """Return the name of the officer, or "" for any other recipient."""
    return row.user.shown_name if row.user else ""
