"""The demo's good practices: recognised and taken up, or returned. Safe to run twice."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.core.working_days import working_day_after
from sites.models import ArticlePage

from .models import Adoption, AdoptionState, Practice, PracticeState

_DESK = {
    "title": "Bàn hỏi luật ở nhà văn hóa phường",
    "audience": "all",
    "area": "Các tổ dân phố của phường",
    "problem": "(Minh họa) Người dân ngại đến trụ sở để hỏi về đất đai và hộ tịch.",
    "way": "(Minh họa) Tối thứ năm hằng tuần, một cán bộ tư pháp và một luật sư tình nguyện ngồi ở "
    "nhà văn hóa.\nNgười hỏi được ghi phiếu không tên; câu hỏi chung được đăng thành bài.",
    "result": "(Minh họa) Sáu tháng có 214 lượt hỏi theo sổ ghi của phường; 31 câu thành bài hỏi "
    "đáp.",
    "cost": 6_000_000,
    "lesson": "(Minh họa) Cần báo lịch trên loa từ hôm trước. Việc khó thì hẹn, không trả lời vội.",
    "contact": "Công chức tư pháp - hộ tịch của phường",
}
_RADIO = {
    "title": "Mỗi tuần một điều luật trên loa thôn",
    "audience": "minorities",
    "area": "Các làng của xã",
    "problem": "(Minh họa) Nhiều người không đọc được bài dài.",
    "way": "(Minh họa) Bài ba phút, đọc hai thứ tiếng, phát sáng thứ bảy.",
    "result": "(Minh họa) Đã phát 20 bài.",
    "cost": None,
    "lesson": "(Minh họa) Người đọc phải là người làng.",
    "contact": "Trưởng thôn",
}
_ADOPTED = (AdoptionState.RUNNING, AdoptionState.RUNNING, AdoptionState.STOPPED)


def load(now: dt.datetime) -> None:
    """Write them for agencies that have people and, for the recognised one, a live article."""
    topic = Topic.objects.first()
    if Practice.objects.exists() or topic is None:
        return
    day = timezone.localdate(now)
    authors = Membership.objects.valid_on(day).filter(role=Role.AUTHOR, agency__isnull=False)
    writers: dict[Agency, User] = {
        each.agency: each.user
        for each in authors.select_related("agency__home_page", "user").order_by("pk")
        if each.agency
    }
    pages = {agency: _newest_article(agency) for agency in writers}
    telling = [agency for agency, page in pages.items() if page]
    if len(telling) < len(_ADOPTED) + 1:
        return
    first, *others = telling

    def write(agency: Any, facts: dict[str, Any], **decided: Any) -> Practice:
        author = writers[agency]
        since = day - dt.timedelta(days=300)
        values = {"agency": agency, "topic": topic, "since": since, "written_by": author}
        return Practice.objects.create(**values, **facts, **decided)

    sent = day - dt.timedelta(days=60)
    answered = {
        "sent_on": sent,
        "due_on": working_day_after(sent, 5),
        "answered_on": sent + dt.timedelta(days=5),
    }
    recognised = write(
        first,
        _DESK,
        **answered,
        state=PracticeState.RECOGNISED,
        page=pages[first],
        number="(Minh họa) 45/QĐ-STP",
        recognised_on=answered["answered_on"],
        confirmed_on=answered["answered_on"],
        level="department",
    )
    asked = "Bổ sung số lượt người nghe và nguồn của số liệu."
    write(others[0], _RADIO, **answered, state=PracticeState.NEEDS_MORE, answer=asked)
    for agency, state in zip(others, _ADOPTED, strict=False):
        Adoption.objects.create(
            agency=agency,
            practice=recognised,
            state=state,
            since=day - dt.timedelta(days=30),
            confirmed_on=day,
            changes="(Minh họa) Hai tuần một lần, vào chiều thứ bảy.",
        )


def _newest_article(agency: Agency) -> ArticlePage | None:
    rows = ArticlePage.objects.descendant_of(agency.home_page).filter(live=True)
    return rows.order_by("-date", "-pk").first()
