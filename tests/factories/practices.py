"""Good practices, built straight on the models."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.models import Topic
from network.practices.models import Practice, PracticeState
from network.practices.services import PracticeFacts
from tests.factories.accounts import make_user
from tests.factories.moderation import Office

ANSWERS: dict[str, Any] = {
    "title": "Bàn hỏi luật ở nhà văn hóa",
    "audience": "all",
    "area": "Các tổ dân phố",
    "since": dt.date(2026, 1, 5),
    "problem": "Người dân ngại đến trụ sở.",
    "way": "Tối thứ năm một cán bộ ngồi ở nhà văn hóa.",
    "result": "214 lượt hỏi theo sổ ghi.",
    "cost": 6_000_000,
    "lesson": "Báo lịch trên loa từ hôm trước.",
    "contact": "Bà Lê Thị Hoa, 0269.3821.596",
}
S = PracticeState


def any_topic() -> Topic:
    """Return a topic."""
    topic, _new = Topic.objects.get_or_create(slug="dat-dai", defaults={"name": "Đất đai"})
    return topic


def answers(**changes: Any) -> PracticeFacts:
    """Return the five answers as the service takes them."""
    return PracticeFacts(**{**ANSWERS, "topic": any_topic(), **changes})


def make_practice(office: Office | None = None, *, state: str = S.DRAFT, **fields: Any) -> Practice:
    """Return a practice of an office, or of whom `fields` name, that stands in a state."""
    day = timezone.localdate()
    reached: dict[str, Any] = {}
    if state != S.DRAFT:
        reached |= {"sent_on": day, "due_on": day + dt.timedelta(days=7)}
    if state not in {S.DRAFT, S.SENT}:
        reached |= {"answered_on": day, "answer": "Đã xem."}
    if state in {S.RECOGNISED, S.RETIRED, S.NOT_SUITABLE}:
        reached |= {"decided_by": make_user()}
    if state in {S.RECOGNISED, S.RETIRED}:
        reached |= {"number": "45/QĐ-STP", "recognised_on": day, "confirmed_on": day}
        reached |= {"level": "department"}
    if state == S.RETIRED:
        reached |= {"retired_on": day}
    whose = {"agency": office.agency, "written_by": office.author} if office else {}
    values = {"topic": any_topic(), **ANSWERS, **whose, **reached, **fields}
    return Practice.objects.create(state=state, **values)
