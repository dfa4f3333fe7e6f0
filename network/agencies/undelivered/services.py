"""Send undelivered mails again."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from network.accounts.models import User
from network.mailing import services as mailing
from network.mailing.models import Delivery

from ..audit import record
from ..models import Agency, AuditAction
from .wording import kind_of, recipient_of


@transaction.atomic
def send_again(*, mails: QuerySet[Delivery], actor: User, now: dt.datetime) -> int:
    """Queue these mails for another three days and log it. Returns their number."""
    keys = list(mails.values_list("pk", flat=True))
    rows = mailing.send_again(Delivery.objects.filter(pk__in=keys))
    agencies = Agency.objects.in_bulk({row.agency_id for row in rows})
    for row in rows:
        record(
            actor=actor,
            agency=agencies.get(row.agency_id),
            action=AuditAction.MAIL_SENT_AGAIN,
            now=now,
            subject=": ".join(filter(None, (kind_of(row), recipient_of(row)))),
        )
    return len(rows)
