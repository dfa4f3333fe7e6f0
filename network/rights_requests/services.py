"""A request comes, is dealt with, and is forgotten."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.agencies.transfer import transfer
from network.core.erasures.services import note_erasure
from network.core.public_forms.codes import lock_text
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mail
from sites.reported_pages import heir_of

from .actions import RightsAction
from .codes import code_of, digest_of
from .consent import VERSION
from .desk.transitions import FINISH, REFUSE, TAKE_IN
from .models import Ground, RequestKind, RightsRequest, RightsRequestState
from .selectors import due_after, open_requests

# Carried out by changing the page: an older backup has it as it was before.
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
    """Keep a request whose sender agreed to the present wording; return its code.

    `nonce` is the random part of the form: sent twice with one text, it is one request.
    """
    code = code_of(nonce, f"{path}:{kind}:{text}")
    digest = digest_of(code)
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
    """Say that `user` sees to a request. Raises ValidationError where somebody was faster."""
    row = _locked(request_id, user, TAKE_IN)
    row.state, row.handler = RightsRequestState.IN_PROGRESS, user
    row.save(update_fields=["state", "handler"])
    _record(row, RightsAction.TAKEN_IN, user, now)
    return row


def finish(*, request_id: int, user: User, answer: str, now: dt.datetime) -> RightsRequest:
    """Close a request that was carried out; `answer` says what was done.

    Raises ValidationError where somebody was faster, or it was not taken in.
    """
    return _close(FINISH, RightsRequestState.DONE, RightsAction.DONE, request_id, user, answer, now)


def refuse(*, request_id: int, user: User, answer: str, now: dt.datetime) -> RightsRequest:
    """Close a request that is not carried out; `answer` says why.

    Raises ValidationError as `finish` does, and where the user may only write.
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
    # Neither the text nor the answer: the log is kept for ever, and they may tell who asked.
    record(actor=user, agency=row.agency, action=action, now=now, about=row, page=row.path)


@transaction.atomic
def withdraw_request(*, request_id: int, now: dt.datetime) -> None:
    """Delete a request for who sent it, with everything kept of it, unless it is gone already."""
    row = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is not None:
        _record(row, RightsAction.WITHDRAWN, None, now)
        row.delete()


@transaction.atomic
def pass_on_to_successors(*, now: dt.datetime) -> int:
    """Give what is open at agencies that have ended to whoever follows them; return how many.

    Only where one agency alone follows, for all of it: all else the overseer sees as overdue. The
    day stays: the law's term is that of who asked, and does not begin again.
    """
    day, passed = timezone.localdate(now), 0
    waiting = open_requests().filter(agency__valid_to__lt=day).select_related("agency")
    for row in waiting.order_by("pk").select_for_update(of=["self"]):
        heir = heir_of(row.agency, day)
        if heir is None:
            continue
        _record(row, RightsAction.PASSED_ON, None, now)
        transfer(row, to=heir)
        row.state, row.handler = RightsRequestState.RECEIVED, None
        row.save(update_fields=["state", "handler"])
        _record(row, RightsAction.PASSED_ON, None, now)
        passed += 1
    return passed


@transaction.atomic
def erase_old(*, now: dt.datetime) -> int:
    """Erase what was written in requests closed long enough ago; the rows stay for the figures."""
    since = now - dt.timedelta(days=settings.QUESTION_KEEP_DAYS)
    old = RightsRequest.objects.filter(closed_at__lt=since, erased_at=None)
    return old.update(text="", evidence="", contact="", answer="", erased_at=now)
