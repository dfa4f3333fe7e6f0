"""State changes of rights requests: send, take in, close, erase."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.holdings import HandOver
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.agencies.submissions.services import due_for_erasure
from network.agencies.transfer import transfer
from network.core.erasures.services import note_erasure
from network.core.public_forms.codes import lock_text
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mail
from sites.reported_pages import heir_of

from .actions import RightsAction
from .codes import CODES
from .consent import VERSION
from .models import Ground, RequestKind, RightsRequest, RightsRequestState
from .selectors import due_after, open_requests
from .transitions import FINISH, REFUSE, TAKE_IN

# Kinds carried out by changing the page. An older backup therefore still has the unchanged page.
CHANGES_PAGE = (RequestKind.REMOVAL, RequestKind.CORRECTION, RequestKind.ERASURE)


@transaction.atomic
def send_request(
    *,
    nonce: str,
    agency: Agency,
    page: Page | None,
    path: str,
    ground: Ground,
    kind: RequestKind,
    text: str,
    evidence: str = "",
    contact: str = "",
    now: dt.datetime,
) -> str:
    """Store a request whose sender accepted the current consent text. Returns its code.

    `nonce` is the random part of the form. Sending the same text twice with it gives one request.
    """
    code = CODES.code_of(nonce, f"{path}:{kind}:{text}")
    digest = CODES.digest_of(code)
    lock_text(digest)
    if not RightsRequest.objects.filter(code_digest=digest).exists():
        RightsRequest.objects.create(
            agency=agency,
            code_digest=digest,
            page=page,
            path=path,
            ground=ground,
            kind=kind,
            text=text,
            evidence=evidence,
            contact=contact,
            consent_version=VERSION,
            sent_at=now,
            due_on=due_after(ground, now),
        )
    return code


@transaction.atomic
def take_in(*, request_id: int, user: User, now: dt.datetime) -> RightsRequest:
    """Assign a request to `user`. Raises ValidationError if another officer has already taken
    it."""
    row = _locked(request_id, user, TAKE_IN)
    row.state, row.handler = RightsRequestState.IN_PROGRESS, user
    row.save(update_fields=["state", "handler"])
    _record(row, RightsAction.TAKEN_IN, user, now)
    return row


@transaction.atomic
def hand_to(request_id: int, person: User) -> None:
    """Make `person` responsible for a request that a colleague hands over. Raises ValidationError
    if it was closed meanwhile."""
    row = RightsRequest.objects.select_for_update().get(pk=request_id)
    if not row.is_open:
        raise ValidationError(FINISH.refusal_of(row))
    row.state, row.handler = RightsRequestState.IN_PROGRESS, person
    row.save(update_fields=["state", "handler"])


def finish(*, request_id: int, user: User, answer: str, now: dt.datetime) -> RightsRequest:
    """Close a request as carried out; `answer` says what was done.

    Raises ValidationError if it was not taken in or another officer has closed it.
    """
    return _close(FINISH, RightsRequestState.DONE, RightsAction.DONE, request_id, user, answer, now)


def refuse(*, request_id: int, user: User, answer: str, now: dt.datetime) -> RightsRequest:
    """Close a request as refused; `answer` is the reason.

    Raises ValidationError as `finish` does, and if the user has no role that may refuse.
    """
    return _close(
        REFUSE, RightsRequestState.REFUSED, RightsAction.REFUSED, request_id, user, answer, now
    )


@transaction.atomic
def _close(
    transition: Transition[RightsRequest],
    state: RightsRequestState,
    action: RightsAction,
    request_id: int,
    user: User,
    answer: str,
    now: dt.datetime,
) -> RightsRequest:
    row = _locked(request_id, user, transition)
    row.state, row.handler, row.answer, row.closed_at = state, user, answer, now
    row.save(update_fields=["state", "handler", "answer", "closed_at"])
    _record(row, action, user, now)
    if state == RightsRequestState.DONE and row.kind in CHANGES_PAGE and row.page_id:
        note_erasure("wagtailcore.Page", row.page_id, now=now)
    if row.contact:
        queue_mail("rights_requests.told", request_id=row.pk)
    return row


def _locked(request_id: int, user: User, transition: Transition[RightsRequest]) -> RightsRequest:
    row = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is None:
        raise ValidationError(_("Whoever sent this request has deleted it meanwhile."))
    transition.check(row, held_roles(scope_of(user), row.agency_id))
    return row


def _record(row: RightsRequest, action: RightsAction, user: User | None, now: dt.datetime) -> None:
    # Text and answer are not logged: the log is never erased, and they may identify the sender.
    record(actor=user, agency=row.agency, action=action, now=now, about=row, page=row.path)


@transaction.atomic
def withdraw_request(*, request_id: int, now: dt.datetime) -> None:
    """Delete a request and its data on behalf of the sender. No effect if it does not exist."""
    row = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is not None:
        _record(row, RightsAction.WITHDRAWN, None, now)
        row.delete()


def pass_on_request(row: RightsRequest, *, to: Agency, now: dt.datetime) -> None:
    """Pass a locked open request of an ended agency on, and log it at both agencies.

    The due date stays, because the legal term belongs to the sender and does not start again.
    """
    _record(row, RightsAction.PASSED_ON, None, now)
    transfer(row, to=to)
    row.state, row.handler = RightsRequestState.RECEIVED, None
    row.save(update_fields=["state", "handler"])
    _record(row, RightsAction.PASSED_ON, None, now)


# Only to a single successor; overseers see the others as overdue.
HAND_OVER = HandOver(open_requests, heir_of, pass_on_request)


@transaction.atomic
def erase_old(*, now: dt.datetime) -> int:
    """Erase the texts of requests closed long enough ago. The rows stay for statistics."""
    old = due_for_erasure(RightsRequest.objects.all(), now=now)
    return old.update(text="", evidence="", contact="", answer="", erased_at=now)
