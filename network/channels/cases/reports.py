"""Services for citizens' reports of pages: receive, add to a case, hand over, answer, erase."""

import datetime as dt
import io
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.agencies.submissions.services import due_for_erasure
from network.agencies.transfer import transfer
from network.core.public_forms.codes import lock_text
from network.desks.transitions import Transition, held_roles
from network.media.uploads import validate_upload
from sites.reported_pages import overseeing_agency

from ..links.addresses import ChannelAddress, Platform
from ..models import PROVEN_STATES, Case, FakeReport
from .actions import CaseAction
from .codes import CODES
from .selectors import case_at, due_after
from .services import open_case
from .similarity.imitation import imitated_agency
from .succession import reader_for
from .transitions import CLOSE, HAND_OVER, TAKE

_LARGEST = (2000, 4000)
_ERASED = ("name", "url", "address_key", "post_url", "text", "picture", "answer")


@transaction.atomic
def report_page(
    *,
    nonce: str,
    address: ChannelAddress,
    name: str,
    text: str,
    file: UploadedFile | None,
    now: dt.datetime,
    post_url: str = "",
) -> str:
    """Store a citizen's report of a page. Returns its code; sending it twice stores one report.

    `post_url` is the post that the citizen's link leads to, "" if it leads to the page itself. Only
    the page determines who reads the report and to which case it belongs.

    The agency that reads it is the one with a confirmed case of the page, else the one whose page,
    name or address it imitates, else the one with an open case, else the overseer's agency. Raises
    ValidationError for a damaged picture, or if nobody reads reports at present.
    """
    code = CODES.code_of(nonce, f"{address.key}:{text}")
    digest = CODES.digest_of(code)
    lock_text(digest)
    if FakeReport.objects.filter(code_digest=digest).exists():
        return code
    # Locks the page, so that a decision on it at the same moment comes before or after.
    lock_text(address.key)
    day, case = timezone.localdate(now), case_at(address.key)
    report = FakeReport(
        agency=_reader(name, address, case, day),
        code_digest=digest,
        name=name,
        url=address.url,
        address_key=address.key,
        post_url=post_url,
        text=text,
        sent_at=now,
        due_on=due_after(now),
    )
    if file:
        report.picture = file
        validate_upload(report.picture)
        report.picture = _bare(file)
    if case and reader_for(case.agency, day) == report.agency:
        report.case = case
    if case and case.state in PROVEN_STATES:
        report.answered_by_case, report.closed_at = case, now
    report.save()
    return code


@transaction.atomic
def take_report(*, report_id: int, agency: Agency, name: str, user: User, now: dt.datetime) -> Case:
    """Add a report to the case of its page, or to a new case of `agency` named `name`. Returns the
    case.

    The report moves to `agency`. If the page has a case of another agency, the report is added to
    that case, but its text and picture stay with the report's agency. Checks role and state of the
    locked report; raises ValidationError or, for the new case, PermissionDenied.
    """
    # Lock the page before the row: others may add another citizen's report of the same page.
    lock_text(FakeReport.objects.values_list("address_key", flat=True).get(pk=report_id))
    report = _locked(report_id, user, TAKE)
    address = ChannelAddress(_platform(report), report.address_key, report.url)
    case = case_at(report.address_key) or open_case(
        agency=agency,
        url=report.url,
        name=name,
        user=user,
        now=now,
        address=address,
    )
    if case.agency_id == agency.pk:
        transfer(report, to=reader_for(case.agency, timezone.localdate(now)))
    report.case = case
    if case.state in PROVEN_STATES:
        report.answered_by_case, report.closed_at, report.closed_by = case, now, user
    report.save()
    _record(report, CaseAction.REPORT_TAKEN, user, now, note=case.number)
    return case


@transaction.atomic
def hand_over_report(*, report_id: int, to: Agency, user: User, now: dt.datetime) -> FakeReport:
    """Hand an open report over to another agency, which alone reads its text and picture from then
    on.

    Checks role and state of the locked report. Raises ValidationError if they do not allow it, or
    the report is at that agency already. Logged for both agencies.
    """
    report = _locked(report_id, user, HAND_OVER)
    former = report.agency
    if to == former:
        raise ValidationError({"to": _("The report is at this agency already.")})
    transfer(report, to=to)
    case = case_at(report.address_key)
    report.case = case if case and case.agency_id == to.pk else report.case
    report.save(update_fields=["case"])
    note = f"{former.code} → {to.code}"
    for agency in (former, to):
        action = CaseAction.REPORT_HANDED_OVER
        record(actor=user, agency=agency, action=action, now=now, about=report, note=note)
    return report


@transaction.atomic
def close_report(*, report_id: int, answer: str, user: User, now: dt.datetime) -> FakeReport:
    """Answer a report; its sender reads the answer with the code. Checks role and state of the
    locked report and raises ValidationError."""
    report = _locked(report_id, user, CLOSE)
    report.answer, report.closed_at, report.closed_by = answer, now, user
    report.save()
    _record(report, CaseAction.REPORT_CLOSED, user, now)
    return report


@transaction.atomic
def withdraw_report(*, report_id: int, now: dt.datetime) -> None:
    """Delete a report and its picture for its sender. Does nothing if it is gone; its case
    stays."""
    report = FakeReport.objects.select_for_update(of=("self",)).filter(pk=report_id).first()
    if report is None:
        return
    _record(report, CaseAction.REPORT_WITHDRAWN, None, now)
    if report.picture:
        # Delete the file only after the commit: a row that stays must not lose its file.
        transaction.on_commit(partial(report.picture.storage.delete, str(report.picture)))
    report.delete()


@transaction.atomic
def erase_old(*, now: dt.datetime) -> int:
    """Erase texts and pictures of reports that were answered long enough ago. Returns their number.

    The answers are erased too, because they may identify the sender. The rows stay for statistics.
    """
    old = due_for_erasure(FakeReport.objects.select_for_update(), now=now)
    files = [(each.picture.storage, str(each.picture)) for each in old if each.picture]
    nothing = dict.fromkeys(_ERASED, "")
    erased = old.update(**nothing, answered_by_case=None, erased_at=now)
    # Delete files only after the commit: a row that stays must not lose its file, while a file that
    # stays can be deleted later.
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
    return erased


def _reader(name: str, address: ChannelAddress, case: Case | None, day: dt.date) -> Agency:
    """Return the agency that a new report goes to. Raises ValidationError if there is none.

    An open case was seen only by its own agency, so the imitated agency has priority over it.
    """
    if case and case.state in PROVEN_STATES:
        return reader_for(case.agency, day)
    if imitated := imitated_agency(name, address, day):
        return imitated[0]
    reader = reader_for(case.agency, day) if case else overseeing_agency(day)
    if reader is None:
        raise ValidationError(_("Nobody reads reports at the moment."))
    return reader


def _platform(report: FakeReport) -> Platform:
    """Return the platform of the reported page."""
    return Platform(report.address_key.partition(":")[0])


def _bare(file: UploadedFile) -> ContentFile[bytes]:
    """Return the picture re-encoded without metadata, such as place and phone model."""
    with Image.open(file.open(), formats=("JPEG", "PNG", "WEBP")) as opened:
        picture = _upright(opened).convert("RGB")
    picture.thumbnail(_LARGEST)
    bare = io.BytesIO()
    picture.save(bare, "WEBP", quality=80)
    return ContentFile(bare.getvalue(), "anh.webp")


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture rotated as its EXIF data says, unchanged if they cannot be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        # Invalid EXIF data can raise any exception; the picture itself may still be fine.
        return picture


def _locked(report_id: int, user: User, transition: Transition[FakeReport]) -> FakeReport:
    """Lock and return a report. Raises ValidationError if role or state do not allow the
    transition."""
    rows = FakeReport.objects.select_for_update(of=("self",)).select_related("agency")
    report = rows.get(pk=report_id)
    transition.check(report, held_roles(scope_of(user), report.agency_id))
    return report


def _record(
    report: FakeReport, action: CaseAction, user: User | None, now: dt.datetime, **detail: str
) -> None:
    """Log an action on a report."""
    record(actor=user, agency=report.agency, action=action, now=now, about=report, **detail)
