"""Demo data of oversight: findings, reminders, help requests, an audit. Safe to run twice."""

import contextlib
import datetime as dt
import io

from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Membership, Role
from network.oversight.audits.drawing import draw_audit
from network.oversight.audits.services import accept_cell, reject_cell
from network.oversight.models import EvidenceVerdict, HelpRequest, Reminder
from network.oversight.reminding.letters import first_words
from network.oversight.reminding.services import receive_reminder, remind
from network.oversight.running import participating_agencies
from network.oversight.selectors import Score, scores, standard_of
from network.oversight.support.services import answer_for_help, ask_for_help
from network.oversight.verdicts.services import answer_verdict

_REMINDED, _RECEIVED = 6, 2
_SEED = "minh-hoa-7F3A"
# What becomes of the first drawn cells: accepted, or rejected for a reason of the list.
_JUDGED = ("", "", "", "ky-tu", "", "anh", "", "")
_ASKED = (
    (
        "Tôi không gắn được ảnh đại diện cho bài viết, hệ thống báo ảnh quá lớn.",
        "Đồng chí mở ảnh trong mục “Ảnh”, chọn ảnh nhỏ hơn 10 MB rồi gắn lại. Đã hướng dẫn qua "
        "điện thoại.",
    ),
    ("Cơ quan có thêm một cán bộ thẩm định, cần cấp tài khoản như thế nào?", ""),
)


def load(now: dt.datetime) -> None:
    """Check the agencies, remind those with the lowest scores, create two help requests, and show
    a sample audit with one answered verdict.

    Must run after all other demo parts, so that their data are checked.
    """
    look_back()
    serving = Membership.objects.valid_on(timezone.localdate(now))
    overseer = serving.filter(role=Role.OVERSEER).select_related("user").first()
    if overseer is None or Reminder.objects.exists() or HelpRequest.objects.exists():
        return
    day = timezone.localdate(now)
    found = scores(standard_of("", day))
    agencies = sorted(
        participating_agencies(day), key=lambda each: found.get(each.pk, Score()).share or 0
    )[:_REMINDED]
    sent_at = now - dt.timedelta(days=5)
    rows = remind(
        agencies=[each.pk for each in agencies],
        words=first_words(sent_at),
        user=overseer.user,
        now=sent_at,
    )
    approvers = serving.filter(role=Role.APPROVER, agency__in=agencies).select_related("user")
    by_agency = {each.agency_id: each.user for each in approvers}
    for row in [row for row in rows if row.agency_id in by_agency][:_RECEIVED]:
        moment = sent_at + dt.timedelta(days=1)
        receive_reminder(reminder_id=row.pk, user=by_agency[row.agency_id], now=moment)
    authors = serving.filter(role=Role.AUTHOR).select_related("agency", "user")
    _ask(authors.order_by("pk"), overseer.user, now)
    # After the findings of `look_back`, which are of this moment.
    show_audit(overseer.user, timezone.now())
    # What was drawn and judged changes findings: another load must find nothing new.
    call_command("check_requirements", stdout=io.StringIO())


def look_back() -> None:
    """Store findings as of the ends of the last three months and of today. Does nothing for days
    that were checked."""
    end = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    ends = [end, end.replace(day=1) - dt.timedelta(days=1)]
    ends.append(ends[-1].replace(day=1) - dt.timedelta(days=1))
    for day in reversed(ends):
        # The command refuses days that were checked already.
        with contextlib.suppress(CommandError):
            call_command("check_requirements", day=day, stdout=io.StringIO())
    call_command("check_requirements", stdout=io.StringIO())


def _ask(authors: QuerySet[Membership], overseer: User, now: dt.datetime) -> None:
    for place, (member, (text, answer)) in enumerate(zip(authors, _ASKED, strict=False)):
        moment = now - dt.timedelta(days=3 - place)
        agency = member.agency
        if agency is None:
            continue
        row = ask_for_help(
            agency=agency, text=text, place="/admin/images/", user=member.user, now=moment
        )
        if answer:
            later = moment + dt.timedelta(hours=2)
            answer_for_help(help_id=row.pk, answer=answer, user=overseer, now=later)


def show_audit(overseer: User, now: dt.datetime) -> None:
    """Draw this month's audit, judge its first cells, and answer one of the rejections."""
    standard = standard_of("", timezone.localdate(now))
    audit = draw_audit(standard=standard, now=now, seed=_SEED) if standard else None
    if audit is None or audit.cells.filter(judged_at__isnull=False).exists():
        return
    cells = list(audit.cells.order_by("place")[: len(_JUDGED)])
    for cell, reason in zip(cells, _JUDGED, strict=False):
        # Evidence that changed since the draw is left to the overseer.
        with contextlib.suppress(ValidationError):
            if not reason:
                accept_cell(cell_id=cell.pk, user=overseer, now=now)
                continue
            note = "Chưa thấy nội dung đúng yêu cầu."
            reject_cell(cell_id=cell.pk, reason=reason, note=note, user=overseer, now=now)
    for verdict in EvidenceVerdict.objects.filter(audit_cell__audit=audit).order_by("pk"):
        author = Membership.objects.valid_on(timezone.localdate(now)).filter(
            agency=verdict.agency, role=Role.AUTHOR
        )
        person = author.exclude(user=overseer).select_related("user").first()
        if person:
            answer = "Khi nhập chúng tôi chọn nhầm tệp. Nay xin gửi lại bản đúng."
            answer_verdict(
                verdict_id=verdict.pk, answer=answer, file=None, user=person.user, now=now
            )
            return
