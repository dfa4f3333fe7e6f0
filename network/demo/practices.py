"""Demo data: good practices that are recognised, adopted or returned. Safe to run twice."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.core.working_days import working_day_after
from network.moderation.publication import published_by_install
from network.practices import drafts
from network.practices.models import Adoption, AdoptionState, Practice, PracticeState
from network.practices.selectors import place_of_practices

_DESK = {
    "title": "Bàn hỏi luật ở nhà văn hóa phường",
    "audience": "all",
    "area": "Các tổ dân phố của phường",
    "problem": "Người dân ngại đến trụ sở để hỏi về đất đai và hộ tịch.",
    "way": "Tối thứ năm hằng tuần, một cán bộ tư pháp và một luật sư tình nguyện ngồi ở "
    "nhà văn hóa.\nNgười hỏi được ghi phiếu không tên; câu hỏi chung được đăng thành bài.",
    "result": "Sáu tháng có 214 lượt hỏi theo sổ ghi của phường; 31 câu thành bài hỏi đáp.",
    "cost": 6_000_000,
    "lesson": "Cần báo lịch trên loa từ hôm trước. Việc khó thì hẹn, không trả lời vội.",
    "contact": "Công chức tư pháp - hộ tịch của phường",
}
_RADIO = {
    "title": "Mỗi tuần một điều luật trên loa thôn",
    "audience": "minorities",
    "area": "Các làng của xã",
    "problem": "Nhiều người không đọc được bài dài.",
    "way": "Bài ba phút, đọc hai thứ tiếng, phát sáng thứ bảy.",
    "result": "Đã phát 20 bài.",
    "cost": None,
    "lesson": "Người đọc phải là người làng.",
    "contact": "Trưởng thôn",
}
_SUMMARY = "Tối thứ năm hằng tuần, người dân đến nhà văn hóa hỏi luật, không mất tiền."
_PLEIKU = "23575"
_ADOPTED = (*[AdoptionState.RUNNING] * 3, AdoptionState.STOPPED)


def load(now: dt.datetime) -> None:
    """Create practices of agencies that have an author and a news section. The recognised one gets
    an article."""
    topic = Topic.objects.filter(slug="bo-tro-tu-phap").first()
    if Practice.objects.exists() or topic is None:
        return
    day = timezone.localdate(now)
    authors = Membership.objects.valid_on(day).filter(role=Role.AUTHOR, agency__isnull=False)
    writers: dict[Agency, User] = {
        each.agency: each.user
        for each in authors.select_related("agency__home_page", "user").order_by("pk")
        if each.agency
    }
    telling = sorted(filter(place_of_practices, writers), key=lambda each: each.code != _PLEIKU)
    if len(telling) < len(_ADOPTED) + 2:
        return
    overseer = Membership.objects.valid_on(day).filter(role=Role.OVERSEER).first()
    if overseer is None:
        return
    # The Department of Justice is second. It answers practices and writes none.
    first, _department, *others = telling

    def write(agency: Any, facts: dict[str, Any], **decided: Any) -> Practice:
        author = writers[agency]
        since = day - dt.timedelta(days=300)
        values = {"agency": agency, "topic": topic, "since": since, "written_by": author}
        values["prepared_by"] = [author.pk]
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
        decided_by_id=overseer.user_id,
        number="45/QĐ-STP (minh họa)",
        recognised_on=answered["answered_on"],
        confirmed_on=answered["answered_on"],
        level="department",
    )
    page = drafts.article(recognised, first, (), writers[first], now)
    page.summary, page.date = _SUMMARY, answered["answered_on"]
    with published_by_install():
        page.save_revision().publish()
    Practice.objects.filter(pk=recognised.pk).update(page=page)
    asked = "Bổ sung số lượt người nghe và nguồn của số liệu."
    write(others[-1], _RADIO, **answered, state=PracticeState.NEEDS_MORE, answer=asked)
    for agency, state in zip(others, _ADOPTED, strict=False):
        Adoption.objects.create(
            agency=agency,
            practice=recognised,
            state=state,
            since=day - dt.timedelta(days=30),
            confirmed_on=day,
            changes="Hai tuần một lần, vào chiều thứ bảy.",
        )
