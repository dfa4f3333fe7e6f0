"""What happens to a case: opened, verified, confirmed or settled, reported, and taken back."""

import datetime as dt
import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mails
from network.media.models import validate_upload

from ..addresses import AddressError, ChannelAddress, number_in, parse_address
from ..models import (
    HARMLESS,
    OPEN_STATES,
    Case,
    CaseAuthority,
    CaseEvidence,
    CaseNotice,
    CaseOutcome,
    CaseState,
    FakeReport,
)
from ..pages import lock_page, named_by
from .actions import CaseAction
from .chain import record_move
from .notifications import OPENED
from .selectors import authorities_for, due_after
from .transitions import (
    ADD_EVIDENCE,
    CONFIRM,
    DECIDING,
    HANDLING,
    LOOK,
    NOTIFY,
    REOPEN,
    SETTLE,
    VERIFY,
)


@transaction.atomic
def open_case(
    *,
    agency: Agency,
    url: str,
    name: str,
    remarks: str = "",
    platform_number: str = "",
    user: User,
    now: dt.datetime,
    address: ChannelAddress | None = None,
) -> Case:
    """Open a case of a page that may pass for one of the agency's.

    Whoever reported the page is answered by its outcome. Raises PermissionDenied for who neither
    serves it nor oversees the network, ValidationError for no address, and for a page that has a
    case already. What was confirmed under another address is looked into anew under this one.
    """
    if HANDLING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    address, day = address or _address(url), timezone.localdate(now)
    case = Case(
        agency=agency,
        name=name,
        platform=address.platform,
        url=address.url,
        address_key=address.key,
        platform_number=number_in(address.key) or platform_number,
        remarks=remarks,
        found_on=day,
        last_seen_on=day,
        opened_by=user,
    )
    lock_page(case.address_keys)
    _refuse_twin(case, {"url": _("There is a case of this page already.")})
    case.save()
    waiting = FakeReport.objects.filter(case=None, closed_at=None)
    waiting.filter(address_key__in=case.address_keys).update(case=case)
    record_move(case, CaseAction.OPENED, user, now, url=case.url)
    queue_mails(OPENED, [{"case_id": case.pk}])
    return case


@transaction.atomic
def add_evidence(
    *,
    case_id: int,
    file: UploadedFile,
    words: str,
    platform_number: str = "",
    user: User,
    now: dt.datetime,
) -> CaseEvidence:
    """Keep a picture of what was seen today, with its hash, and the page's number that it shows."""
    case = _locked(case_id, user, ADD_EVIDENCE)
    if platform_number:
        _give_number(case, platform_number)
    row = CaseEvidence(
        case=case,
        file=file,
        sha256=hashlib.file_digest(file.open(), "sha256").hexdigest(),
        words=words,
        seen_on=timezone.localdate(now),
        added_by=user,
        added_at=now,
    )
    validate_upload(row.file, _("This file is damaged, or not what its name says."))
    if case.evidence.filter(sha256=row.sha256).exists():
        raise ValidationError({"file": _("This very picture is there already.")})
    row.save()
    record_move(case, CaseAction.EVIDENCE, user, now, note=words, sha256=row.sha256)
    return row


@transaction.atomic
def verify_case(*, case_id: int, user: User, now: dt.datetime) -> Case:
    """Begin to find out what the page is."""
    return _moved(
        _locked(case_id, user, VERIFY), CaseState.VERIFYING, CaseAction.VERIFYING, user, now
    )


@transaction.atomic
def confirm_case(*, case_id: int, reason: str, user: User, now: dt.datetime) -> Case:
    """Say that the page passes for the agency's: the public is warned from now on.

    Raises ValidationError for who opened the case: two people answer for naming a fake.
    """
    case = _locked(case_id, user, CONFIRM)
    if case.opened_by_id == user.pk:
        raise ValidationError(_("You opened this case: somebody else confirms it."))
    case.outcome = CaseOutcome.IMPERSONATION
    case.confirmed_by, case.confirmed_on = user, timezone.localdate(now)
    case = _moved(case, CaseState.CONFIRMED, CaseAction.CONFIRMED, user, now, reason=reason)
    answer_reports(case, user, now)
    return case


@transaction.atomic
def settle_case(*, case_id: int, outcome: str, reason: str, user: User, now: dt.datetime) -> Case:
    """Say that the page is no impersonation, and what it is."""
    case = _locked(case_id, user, SETTLE)
    if outcome not in HARMLESS:
        raise ValidationError({"outcome": _("Choose what the page is.")})
    case.outcome = outcome
    note = str(CaseOutcome(outcome).label)
    case = _moved(case, CaseState.SETTLED, CaseAction.SETTLED, user, now, reason=reason, note=note)
    answer_reports(case, user, now)
    return case


@transaction.atomic
def reopen_case(*, case_id: int, reason: str, user: User, now: dt.datetime) -> Case:
    """Take an outcome back: nobody is warned any more, and the case is looked into anew.

    Whom it was told waits again: their answer would still call the page what nobody confirms.
    """
    case = _locked(case_id, user, REOPEN)
    _refuse_twin(case, _("There is a case of this page already."))
    told = FakeReport.objects.filter(case=case, answer=outcome_in_words(case), erased_at=None)
    told.update(answer="", closed_at=None, closed_by=None, due_on=due_after(now))
    case.outcome, case.confirmed_by, case.confirmed_on = "", None, None
    return _moved(case, CaseState.VERIFYING, CaseAction.REOPENED, user, now, reason=reason)


@transaction.atomic
def notify_authority(
    *, case_id: int, authority: CaseAuthority, reference: str, user: User, now: dt.datetime
) -> CaseNotice:
    """Note that a confirmed fake was reported to a platform or a body of the State."""
    case, day = _locked(case_id, user, NOTIFY), timezone.localdate(now)
    if not authorities_for(case, day).filter(pk=authority.pk).exists():
        raise ValidationError({"authority": _("This page is not reported there.")})
    notice = CaseNotice.objects.create(
        case=case, authority=authority, reference=reference, sent_on=day, sent_by=user
    )
    note = f"{authority.name} {reference}"
    record_move(case, CaseAction.NOTIFIED, user, now, note=note)
    return notice


@transaction.atomic
def look_again(*, case_id: int, is_there: bool, user: User, now: dt.datetime) -> Case:
    """Note that a confirmed fake is still there, or that it was taken down.

    Citizens are warned no more of what is gone. Raises ValidationError for who may not decide that
    and has no picture of today to show.
    """
    case, day = _locked(case_id, user, LOOK), timezone.localdate(now)
    case.last_seen_on = day if is_there else case.last_seen_on
    state = CaseState.CONFIRMED if is_there else CaseState.GONE
    is_decided = not DECIDING.isdisjoint(held_roles(scope_of(user), case.agency_id))
    if state != case.state and not is_decided and not case.evidence.filter(seen_on=day).exists():
        raise ValidationError(_("Add a picture of what you saw today first."))
    note = str(state.label)
    return _moved(case, state, CaseAction.LOOKED, user, now, note=note)


def answer_reports(case: Case, user: User, now: dt.datetime) -> None:
    """Tell who reported the page what came of it."""
    answer = outcome_in_words(case)
    FakeReport.objects.filter(case=case, closed_at=None).update(
        answer=answer, closed_at=now, closed_by=user
    )


def outcome_in_words(case: Case) -> str:
    """Return what a citizen reads of a case that has an outcome."""
    agency = case.agency.name
    if case.outcome == CaseOutcome.IMPERSONATION:
        return _("Confirmed: this page passes for one of %s. Citizens are warned of it.") % agency
    words = {
        CaseOutcome.SIMILAR: _("The page has a name like that of %s, and does not pass for it."),
        CaseOutcome.OLD_PAGE: _(
            "It is an old page of %s that was not closed. It is being seen to."
        ),
        CaseOutcome.NOT_OURS: _("The page is not one of %s, and does not pass for it."),
        CaseOutcome.NO_BREACH: _(
            "The officers looked at the page and found nothing against %s in it."
        ),
    }
    return words[CaseOutcome(case.outcome)] % agency


def _address(url: str) -> ChannelAddress:
    try:
        return parse_address(url)
    except AddressError as error:
        raise ValidationError({"url": error.reason}) from error


def _refuse_twin(case: Case, why: str | dict[str, str]) -> None:
    """Raise ValidationError where its address has a case, or its number one without an outcome."""
    others = Case.objects.exclude(pk=case.pk).exclude(state=CaseState.SETTLED)
    same_number = Q(named_by(case.address_keys), state__in=OPEN_STATES)
    if others.filter(named_by({case.address_key}) | same_number).exists():
        raise ValidationError(why)


def _give_number(case: Case, number: str) -> None:
    """Keep the number of a page: by it too citizens are warned of what is confirmed."""
    if not case.takes_number:
        raise ValidationError({"platform_number": _("The number is kept already.")})
    case.platform_number = number
    lock_page(case.address_keys)
    _refuse_twin(case, {"platform_number": _("There is a case of this page already.")})
    case.save()


def _locked(case_id: int, user: User, transition: Transition[Case]) -> Case:
    # Before the row: whoever reports or registers this page asks for them in the same order.
    lock_page(Case.objects.get(pk=case_id).address_keys)
    case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case_id)
    transition.check(case, held_roles(scope_of(user), case.agency_id))
    return case


def _moved(
    case: Case,
    state: CaseState,
    action: CaseAction,
    user: User,
    now: dt.datetime,
    **detail: str,
) -> Case:
    case.state = state
    case.save()
    record_move(case, action, user, now, **detail)
    return case
