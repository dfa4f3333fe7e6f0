"""State changes of a case: open, verify, confirm or settle, report, take back."""

import datetime as dt
import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.agencies.scope import scope_of
from network.core.two_people import refuse_same_person
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mails
from network.media.uploads import validate_upload

from ..links.address_errors import AddressError
from ..links.addresses import ChannelAddress, number_in, parse_page
from ..links.pages import lock_page, named_by
from ..models import (
    HARMLESS,
    OPEN_STATES,
    PROVEN_STATES,
    Case,
    CaseAuthority,
    CaseEvidence,
    CaseNotice,
    CaseOutcome,
    CaseState,
    FakeReport,
)
from ..shared.lookups import is_registered_elsewhere
from .actions import CaseAction
from .journal import record_move
from .notifications import OPENED
from .selectors import authorities_for, due_after, evidence_of_takedown, unanswered_reports
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
    """Open a case of a page that may impersonate the agency.

    The agency's own open reports of the page are added to the case. Those of other agencies stay
    where they are, unread; the case's outcome answers them too. Raises PermissionDenied unless the
    user serves the agency or oversees the network, and ValidationError if `url` is no address or
    the page has a case already.
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
    _refuse_twin(case, "url")
    case.save()
    unanswered_reports(case).filter(agency=agency).update(case=case)
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
    """Store a picture as evidence with its hash, and the page's number if it shows it.

    Checks role and state of the locked case. Raises ValidationError if they do not allow it, or the
    number is already set or has an open case.
    """
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
    validate_upload(row.file)
    if case.evidence.filter(sha256=row.sha256).exists():
        raise ValidationError({"file": _("This very picture is there already.")})
    row.save()
    record_move(case, CaseAction.EVIDENCE, user, now, note=words, sha256=row.sha256)
    return row


@transaction.atomic
def verify_case(*, case_id: int, user: User, now: dt.datetime) -> Case:
    """Start the verification of a case. Checks role and state of the locked case and raises
    ValidationError."""
    return _moved(
        _locked(case_id, user, VERIFY), CaseState.VERIFYING, CaseAction.VERIFYING, user, now
    )


@transaction.atomic
def confirm_case(*, case_id: int, reason: str, user: User, now: dt.datetime) -> Case:
    """Confirm that the page impersonates the agency; the public is warned from then on.

    Also answers the open reports of the page. Checks role and state of the locked case. Raises
    ValidationError also if the user opened the case, because two people must decide, and if another
    agency has registered the page and the user is not an overseer.
    """
    case = _locked(case_id, user, CONFIRM)
    refuse_same_person(case, "confirmed_by", user)
    _refuse_page_of_others(case, user)
    case.outcome = CaseOutcome.IMPERSONATION
    case.confirmed_by, case.confirmed_on = user, timezone.localdate(now)
    case.seen_online_at = now
    case = _moved(case, CaseState.CONFIRMED, CaseAction.CONFIRMED, user, now, reason=reason)
    answer_reports(case, user, now)
    return case


@transaction.atomic
def settle_case(*, case_id: int, outcome: str, reason: str, user: User, now: dt.datetime) -> Case:
    """Settle that the page does not impersonate the case's agency, and record what it is.

    It may still impersonate another agency that citizens reported it to. Such reports stay open and
    leave the case, unless an overseer decides, who speaks for all agencies. Checks role and state
    of the locked case; raises ValidationError also for an invalid outcome.
    """
    case = _locked(case_id, user, SETTLE)
    if outcome not in HARMLESS:
        raise ValidationError({"outcome": _("Choose what the page is.")})
    case.outcome = outcome
    note = str(CaseOutcome(outcome).label)
    if not _oversees(case, user):
        of_others = FakeReport.objects.filter(case=case, closed_at=None).exclude(agency=case.agency)
        of_others.update(case=None, due_on=due_after(now))
    case = _moved(case, CaseState.SETTLED, CaseAction.SETTLED, user, now, reason=reason, note=note)
    answer_reports(case, user, now)
    return case


@transaction.atomic
def reopen_case(*, case_id: int, reason: str, user: User, now: dt.datetime) -> Case:
    """Take an outcome back: the public warning ends, and the case is being verified again.

    The reports that the outcome answered are reopened with a new due date. Checks role and state of
    the locked case; raises ValidationError also if the page has another case.
    """
    case = _locked(case_id, user, REOPEN)
    _refuse_twin(case)
    answered = FakeReport.objects.filter(answered_by_case=case)
    answered.update(answered_by_case=None, closed_at=None, closed_by=None, due_on=due_after(now))
    case.outcome, case.confirmed_by, case.confirmed_on = "", None, None
    case.clear_gone()
    return _moved(case, CaseState.VERIFYING, CaseAction.REOPENED, user, now, reason=reason)


@transaction.atomic
def notify_authority(
    *, case_id: int, authority: CaseAuthority, reference: str, user: User, now: dt.datetime
) -> CaseNotice:
    """Record that a confirmed fake was reported to an authority.

    Checks role and state of the locked case; raises ValidationError also if the authority does not
    handle this page.
    """
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
    """Record that a confirmed fake is still online, or that it was taken down.

    Checks role and state of the locked case. Raises ValidationError also if the user may not end or
    renew the public warning, or evidence for it is missing.
    """
    case = _locked(case_id, user, LOOK)
    if is_there:
        _note_online(case, user, now)
    elif case.state != CaseState.GONE:
        _note_gone(case, user, now)
    note = str(CaseState(case.state).label)
    return _moved(case, CaseState(case.state), CaseAction.LOOKED, user, now, note=note)


def _note_online(case: Case, user: User, now: dt.datetime) -> None:
    """Mark the page as online. After a takedown, a user who may not decide needs newer evidence.

    Raises ValidationError if it is missing.
    """
    newer = case.evidence.filter(added_at__gt=case.gone_at) if case.gone_at else None
    if newer is not None and not newer.exists() and not _decides(case, user):
        raise ValidationError(_("Add a picture of what you saw today first."))
    case.state, case.last_seen_on = CaseState.CONFIRMED, timezone.localdate(now)
    case.seen_online_at = now
    case.clear_gone()


def _note_gone(case: Case, user: User, now: dt.datetime) -> None:
    """Mark the page as taken down. Raises ValidationError unless the user may decide and another
    person has added new evidence."""
    if not _decides(case, user):
        raise ValidationError(
            _("Add a picture of what you see. An approver notes that the page is gone.")
        )
    evidence = evidence_of_takedown(case).exclude(added_by=user).last()
    if evidence is None:
        raise ValidationError(
            _(
                "Somebody else must first add a new picture, taken after the page was last seen"
                " online. A picture that was used before does not count."
            )
        )
    case.state, case.gone_evidence = CaseState.GONE, evidence
    case.gone_at, case.gone_by = now, user


def _refuse_page_of_others(case: Case, user: User) -> None:
    """Raise ValidationError if another agency has registered the page, unless the user is an
    overseer.

    A draft counts too: calling an agency's planned page a fake would harm it. The message does not
    mention the reason, because other agencies' plans are confidential.
    """
    if _oversees(case, user) or not is_registered_elsewhere(case.address_keys, case.agency_id):
        return
    raise ValidationError(_("Sở Tư pháp decides whether this page is a fake: ask there."))


def _oversees(case: Case, user: User) -> bool:
    """Return whether the user is an overseer."""
    return Role.OVERSEER in held_roles(scope_of(user), case.agency_id)


def _decides(case: Case, user: User) -> bool:
    """Return whether a role of the user may decide on the case."""
    return not DECIDING.isdisjoint(held_roles(scope_of(user), case.agency_id))


def answer_reports(case: Case, user: User, now: dt.datetime) -> None:
    """Answer all open reports of the page with the outcome of the case.

    Another agency's report stays with its agency; only the answer refers to the case. If an agency
    has settled that the page does not impersonate itself, that does not answer other agencies'
    reports.
    """
    rows = unanswered_reports(case)
    if case.state == CaseState.SETTLED and not _oversees(case, user):
        rows = rows.filter(agency=case.agency)
    rows.update(answered_by_case=case, closed_at=now, closed_by=user)


def _address(url: str) -> ChannelAddress:
    """Return the parsed address of a page. Raises ValidationError if it is none."""
    try:
        return parse_page(url)
    except AddressError as error:
        raise ValidationError({"url": error.reason}) from error


def _refuse_twin(case: Case, field: str = "") -> None:
    """Raise ValidationError if the address has another unsettled case, or the number an open
    one."""
    others = Case.objects.exclude(pk=case.pk).exclude(state=CaseState.SETTLED)
    same_number = Q(named_by(case.address_keys), state__in=OPEN_STATES)
    twin = others.filter(named_by({case.address_key}) | same_number).first()
    if twin is not None:
        refusal = _twin_in_words(case, twin)
        raise ValidationError({field: refusal} if field else refusal)


def _twin_in_words(case: Case, twin: Case) -> str:
    """Return the message about an existing case of the page; of another agency's case it names only
    the number."""
    if twin.agency_id == case.agency_id:
        return _("There is a case of this page already.")
    if twin.state in PROVEN_STATES:
        return (
            _("Case %s of another agency has confirmed this page as a fake: citizens are warned.")
            % twin.number
        )
    return _(
        "Another agency has opened case %s of this page. If the page is a fake, the case answers"
        " what citizens have reported to you; if not, you can open a case of your own then. If the"
        " page passes for your agency, tell Sở Tư pháp, which decides the agency that leads."
    ) % (twin.number)


def _give_number(case: Case, number: str) -> None:
    """Store the page's number, so that it identifies the page after a renaming. Raises
    ValidationError if it is set or has an open case."""
    if not case.takes_number:
        raise ValidationError({"platform_number": _("The number is kept already.")})
    case.platform_number = number
    lock_page(case.address_keys)
    _refuse_twin(case, "platform_number")
    case.save()


def _locked(case_id: int, user: User, transition: Transition[Case]) -> Case:
    """Lock the page and the case, and return the case. Raises ValidationError if role or state do
    not allow the transition."""
    # Lock the page before the row, in the same order as reporting and registering the page do.
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
    """Save the case in a new state and log the action."""
    case.state = state
    case.save()
    record_move(case, action, user, now, **detail)
    return case
