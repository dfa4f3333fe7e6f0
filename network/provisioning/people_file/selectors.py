"""Read-only queries of imports of people."""

import datetime as dt
from dataclasses import dataclass

from network.accounts.models import User
from network.agencies.models import AuditEntry, Invitation
from network.mailing.models import Delivery, MailOutcome, QueuedMail

from .services import PEOPLE_IMPORTED


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """A past import and its mails: how many there are, were sent, and cannot be delivered."""

    at: dt.datetime
    filename: str
    letters: int
    sent: int
    undelivered: int

    @property
    def waiting(self) -> int:
        """Return the number of mails that are still to be sent."""
        return self.letters - self.sent - self.undelivered


def last_import(user: User) -> ImportProgress | None:
    """Return the last import of `user` with the state of its mails, or None. Four queries."""
    entry = AuditEntry.objects.filter(actor=user, action=PEOPLE_IMPORTED).first()
    if entry is None:
        return None
    invited = Invitation.objects.filter(invited_by=user, invited_at=entry.at)
    mails = QueuedMail.objects.filter(
        kind="agencies.invitation",
        arguments__invitation_id__in=list(invited.values_list("pk", flat=True)),
    )
    done = Delivery.objects.filter(mail__in=mails)
    sent = done.filter(outcome=MailOutcome.SENT).count()
    lost = done.exclude(outcome=MailOutcome.SENT).count()
    return ImportProgress(entry.at, entry.subject, entry.detail["letters"], sent, lost)
