"""Demo data of oversight: findings, reminders and help requests. Safe to run twice."""

import contextlib
import datetime as dt
import io

from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Membership, Role
from network.oversight.models import HelpRequest, Reminder
from network.oversight.reminding.letters import first_words
from network.oversight.reminding.services import receive_reminder, remind
from network.oversight.running import participating_agencies
from network.oversight.selectors import Score, scores, standard_of
from network.oversight.support.services import answer_for_help, ask_for_help

_REMINDED, _RECEIVED = 6, 2
_ASKED = (
    (
        "(Minh họa) Tôi không gắn được ảnh đại diện cho bài viết, hệ thống báo ảnh quá lớn.",
        "Đồng chí mở ảnh trong mục “Ảnh”, chọn ảnh nhỏ hơn 10 MB rồi gắn lại. Đã hướng dẫn qua "
        "điện thoại.",
    ),
    ("(Minh họa) Cơ quan có thêm một cán bộ thẩm định, cần cấp tài khoản như thế nào?", ""),
)


def load(now: dt.datetime) -> None:
    """Check the agencies, remind those with the lowest scores, and create two help requests.

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
