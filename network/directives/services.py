"""Services for directives: create, send, receive, ask, answer, close.

Services that change a directive check the transition first: ValidationError if the user's
role or the state of the row forbids it. Docstrings name only further reasons.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from legal_updates.citations import find_document_numbers
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.two_people import refuse_same_person
from network.desks.transitions import ROLE_REFUSAL, Transition, held_roles
from network.mailing.services import queue_mails
from network.media.uploads import NO_PDF, validate_upload

from .actions import DirectiveAction
from .models import Directive, DirectiveKind, DirectiveQuestion, Recipient, RecipientRole
from .task_services import assign, locked_directive, record_directive
from .transitions import (
    ANSWER,
    ASK,
    CLOSE,
    DISCARD,
    EDIT,
    OVERSEEING,
    RECEIVE,
    SEND,
    network_roles,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveFacts:
    """Input for a directive and its recipients; `number` as typed."""

    number: str
    abstract: str
    issuer: str
    issued_on: dt.date
    replaces: Directive | None = None
    # None keeps the existing file.
    file: UploadedFile | None = None
    kinds: Sequence[str] = ()
    agencies: Sequence[tuple[Agency, RecipientRole]] = ()
    names: Sequence[tuple[str, RecipientRole]] = field(default=())


@transaction.atomic
def draw_up_directive(*, facts: DirectiveFacts, user: User, now: dt.datetime) -> Directive:
    """Create a draft directive. Raises ValidationError for a wrong role or invalid data."""
    if OVERSEEING.isdisjoint(network_roles(scope_of(user))):
        raise ValidationError(ROLE_REFUSAL)
    directive = _written(Directive(), facts)
    record_directive(directive, DirectiveAction.DRAWN_UP, user, now)
    return directive


@transaction.atomic
def change_directive(
    *, directive_id: int, facts: DirectiveFacts, user: User, now: dt.datetime
) -> Directive:
    """Change a draft. Raises ValidationError if it was sent meanwhile."""
    directive = _written(locked_directive(directive_id, user, EDIT), facts)
    record_directive(directive, DirectiveAction.CHANGED, user, now)
    return directive


@transaction.atomic
def discard_directive(*, directive_id: int, user: User, now: dt.datetime) -> None:
    """Delete a draft. Raises ValidationError if it was sent."""
    directive = locked_directive(directive_id, user, DISCARD)
    record_directive(directive, DirectiveAction.DISCARDED, user, now)
    directive.delete()


@transaction.atomic
def send_directive(*, directive_id: int, user: User, now: dt.datetime) -> Directive:
    """Send a directive: agencies see it, their leaders get a mail, and its tasks are assigned.

    It also goes to all agencies of the chosen kinds that exist today and have a live section.
    Raises ValidationError if it would reach no agency.
    """
    directive, day = locked_directive(directive_id, user, SEND), timezone.localdate(now)
    opened = Agency.objects.valid_on(day).filter(kind__in=directive.kinds, home_page__live=True)
    known = directive.recipients.exclude(agency=None).values("agency")
    Recipient.objects.bulk_create(
        Recipient(directive=directive, agency=agency, role=RecipientRole.CARRY_OUT)
        for agency in opened.exclude(pk__in=known)
    )
    rows = list(directive.recipients.exclude(agency=None).values_list("pk", flat=True))
    if not rows:
        raise ValidationError(_("No agency of these kinds has opened its section yet."))
    # Must happen before `sent_at` is set: from then on a trigger keeps the recipients unchanged.
    directive.recipients.update(sent_by=user)
    directive.sent_at = now
    directive.save(update_fields=["sent_at"])
    for task in directive.tasks.all():
        assign(task, now=now)
    record_directive(directive, DirectiveAction.SENT, user, now)
    queue_mails("directives.sent", [{"recipient_id": pk} for pk in rows])
    return directive


@transaction.atomic
def close_directive(*, directive_id: int, user: User, now: dt.datetime) -> Directive:
    """Close a directive. Its tasks get no more reminders."""
    directive = locked_directive(directive_id, user, CLOSE)
    directive.closed_at = now
    directive.save(update_fields=["closed_at"])
    record_directive(directive, DirectiveAction.CLOSED, user, now)
    return directive


@transaction.atomic
def receive_directive(*, recipient_id: int, user: User, now: dt.datetime) -> Recipient:
    """Record that an agency has received a directive. Cannot be undone.

    Raises ValidationError if `user` sent the directive.
    """
    recipient = _locked_recipient(recipient_id, user, RECEIVE)
    refuse_same_person(recipient, "received_by", user)
    recipient.received_at, recipient.received_by = now, user
    recipient.save(update_fields=["received_at", "received_by"])
    _record_for(recipient, DirectiveAction.RECEIVED, user, now)
    return recipient


@transaction.atomic
def ask_about(*, recipient_id: int, text: str, user: User, now: dt.datetime) -> DirectiveQuestion:
    """Ask the overseer about a directive. Raises ValidationError while another question is open."""
    recipient = _locked_recipient(recipient_id, user, ASK)
    question = recipient.questions.create(text=text, asked_at=now)
    _record_for(recipient, DirectiveAction.ASKED, user, now)
    return question


@transaction.atomic
def answer_question(
    *, recipient_id: int, text: str, user: User, now: dt.datetime
) -> DirectiveQuestion:
    """Answer an agency's open question. Raises ValidationError if there is none."""
    recipient = _locked_recipient(recipient_id, user, ANSWER)
    question = recipient.questions.get(answered_at=None)
    question.answer, question.answered_at = text, now
    question.save(update_fields=["answer", "answered_at"])
    _record_for(recipient, DirectiveAction.ANSWERED, user, now)
    return question


def _written(directive: Directive, facts: DirectiveFacts) -> Directive:
    """Save a directive and replace its recipients by those in `facts`. Raises ValidationError for a
    number that is none, or a refused file."""
    number = next(iter(find_document_numbers(facts.number)), None)
    if number is None:
        raise ValidationError(_("This is not the number of a document, such as 1510/STP-PBGDPL."))
    directive.number, directive.number_key = number.canonical, number.key
    directive.kind = _kind_of(number.type)
    directive.abstract, directive.issuer = facts.abstract, facts.issuer
    directive.issued_on, directive.replaces = facts.issued_on, facts.replaces
    directive.kinds = list(facts.kinds)
    if facts.file:
        directive.file = facts.file
        validate_upload(directive.file, NO_PDF)
    directive.validate_constraints()
    directive.save()
    directive.recipients.all().delete()
    Recipient.objects.bulk_create(
        [
            *(Recipient(directive=directive, agency=to, role=role) for to, role in facts.agencies),
            *(Recipient(directive=directive, name=to, role=role) for to, role in facts.names),
        ]
    )
    return directive


def _kind_of(document_type: str | None) -> DirectiveKind:
    """Return the directive kind for a key of `document_types.csv`."""
    found = (kind for kind in DirectiveKind if (document_type or "").startswith(kind.value))
    return next(found, DirectiveKind.OTHER)


def _locked_recipient(pk: int, user: User, transition: Transition[Recipient]) -> Recipient:
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("agency", "directive")
    recipient = rows.get(pk=pk, agency__isnull=False, directive__sent_at__isnull=False)
    transition.check(recipient, held_roles(scope_of(user), recipient.agency_id or 0))
    return recipient


def _record_for(
    recipient: Recipient, action: DirectiveAction, user: User, now: dt.datetime
) -> None:
    record(
        actor=user,
        agency=recipient.agency,
        action=action,
        now=now,
        subject=str(recipient.directive),
        about=recipient,
    )
