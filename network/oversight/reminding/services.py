"""Send reminders to agencies and confirm their receipt."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.scope import scope_of
from network.core.two_people import refuse_same_person
from network.desks.transitions import ROLE_REFUSAL, Transition, held_roles, name_or_somebody
from network.mailing.services import queue_mails

from ..actions import OversightAction
from ..models import Requirement
from ..models.reminding import Reminder
from .missing import lacking, things_missing

# More would neither be read before confirming nor fit into one file of letters.
MOST_AT_ONCE = 300


def _received(reminder: Reminder) -> str:
    """Return the refusal for a reminder that was received, else ""."""
    if reminder.received_at is None:
        return ""
    return _("%s has received it already.") % name_or_somebody(reminder.received_by)


RECEIVE = Transition[Reminder](
    name="receive_reminder",
    label=gettext_lazy("Receive"),
    roles=frozenset(AGENCY_ROLES),
    conditions=(_received,),
    decider="received_by",
)


@transaction.atomic
def remind(
    *,
    agencies: Collection[int],
    words: str,
    user: User,
    now: dt.datetime,
    only: Requirement | None = None,
) -> list[Reminder]:
    """Remind these agencies of what they lack now, or of the requirement `only`. Logged.

    Agencies that lack nothing are skipped.
    Raises ValidationError if `user` is not an overseer, or no agency lacks anything.
    """
    if Role.OVERSEER not in scope_of(user).roles:
        raise ValidationError(ROLE_REFUSAL)
    found = lacking(agencies, now, only=only)
    if not found:
        raise ValidationError(_("None of these agencies lacks anything."))
    rows = Reminder.objects.bulk_create(
        Reminder(agency=each.agency, words=words, points=each.stored, sent_at=now, sent_by=user)
        for each in found
    )
    for row in rows:
        record(
            actor=user,
            agency=row.agency,
            action=OversightAction.REMINDED,
            now=now,
            subject=things_missing(len(row.points)),
            about=row,
        )
    queue_mails("oversight.reminder", [{"reminder_id": row.pk} for row in rows])
    return rows


@transaction.atomic
def receive_reminder(*, reminder_id: int, user: User, now: dt.datetime) -> None:
    """Record that the agency has received a reminder.

    Checks role and state of the locked reminder. Raises ValidationError if it is received already,
    or if `user` sent it.
    """
    row = Reminder.objects.select_for_update(of=("self",)).get(pk=reminder_id)
    RECEIVE.check(row, held_roles(scope_of(user), row.agency_id))
    refuse_same_person(row, "received_by", user)
    row.received_at, row.received_by = now, user
    row.save(update_fields=["received_at", "received_by"])
    record(
        actor=user,
        agency=row.agency,
        action=OversightAction.REMINDER_RECEIVED,
        now=now,
        about=row,
    )
