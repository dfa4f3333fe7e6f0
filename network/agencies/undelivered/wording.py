"""What is said of an undelivered mail; never the address of a citizen."""

from network.mailing.kinds import MAIL_KINDS
from network.mailing.models import Delivery


def kind_of(row: Delivery) -> str:
    """Return what kind of mail it is; the bare name of one that is sent no more."""
    try:
        return str(MAIL_KINDS[row.mail.kind].label)
    except KeyError:
        return row.mail.kind


def recipient_of(row: Delivery) -> str:
    """Return the name of an officer, "" for anybody else."""
    return row.user.shown_name if row.user else ""
