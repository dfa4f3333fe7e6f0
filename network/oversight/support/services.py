"""Create and answer help requests. The asker gets the answer by mail."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import AGENCY_ROLES, Agency, Role
from network.agencies.recipients import reachable, serving_on
from network.agencies.scope import scope_of
from network.desks.transitions import Transition, held_roles, name_or_somebody
from network.mailing.kinds import Letter, MailKind, absolute, letters_to
from network.mailing.services import queue_mail

from ..actions import OversightAction
from ..models.support import HelpRequest


def _answered(row: HelpRequest) -> str:
    """Return the refusal for an answered request, else ""."""
    return _("%s has answered.") % name_or_somebody(row.answered_by) if row.answered_at else ""


ASK = Transition[HelpRequest](
    name="ask_help", label=gettext_lazy("Ask for help"), roles=frozenset(AGENCY_ROLES)
)
ANSWER = Transition[HelpRequest](
    name="help_request",
    label=gettext_lazy("Answer and close"),
    roles=frozenset({Role.OVERSEER}),
    role_refusal=gettext_lazy("The Justice Department answers this."),
    conditions=(_answered,),
)


@transaction.atomic
def ask_for_help(
    *, agency: Agency, text: str, place: str, user: User, now: dt.datetime
) -> HelpRequest:
    """Create and log a help request. Raises ValidationError unless the user serves the agency."""
    row = HelpRequest(agency=agency, text=text, place=place, asked_by=user, asked_at=now)
    ASK.check(row, held_roles(scope_of(user), agency.pk))
    row.save()
    record(
        actor=user, agency=agency, action=OversightAction.HELP_ASKED, now=now, about=row, note=text
    )
    return row


@transaction.atomic
def answer_for_help(*, help_id: int, answer: str, user: User, now: dt.datetime) -> None:
    """Answer and close a help request. Logged, and the asker gets a mail.

    Checks role and state of the locked request. Raises ValidationError if it is answered already,
    or `user` is not an overseer.
    """
    row = HelpRequest.objects.select_for_update(of=("self",)).get(pk=help_id)
    ANSWER.check(row, held_roles(scope_of(user), row.agency_id))
    row.answer, row.answered_by, row.answered_at = answer, user, now
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        actor=user,
        agency=row.agency,
        action=OversightAction.HELP_ANSWERED,
        now=now,
        about=row,
        note=answer,
    )
    queue_mail("oversight.help_answered", help_id=row.pk)


def answered_letters(*, help_id: int, now: dt.datetime) -> list[Letter]:
    """Return the letter with the answer to the asker, [] if that person no longer serves the
    agency."""
    row = HelpRequest.objects.filter(pk=help_id).exclude(answered_at=None).first()
    if row is None:
        return []
    serving = serving_on(now).filter(user=row.asked_by_id, agency=row.agency_id)
    address = absolute(reverse("oversight:help_request", args=[row.pk]))
    return letters_to(
        reachable(serving),
        _("Your request for help is answered"),
        "oversight/mail/help",
        {"row": row, "address": address},
        agency_id=row.agency_id,
    )


MAILS = {
    "oversight.help_answered": MailKind(
        gettext_lazy("Answer to a request for help"), answered_letters
    )
}
