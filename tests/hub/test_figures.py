"""The public page of figures shows months that are over, and shares only of enough answers."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from network.feedback.models import RatingDay
from network.usage.models import ResponseDay, UptimeDay
from tests.factories.sections import make_hub, make_section

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
LAST = dt.date(2026, 10, 7)


@pytest.fixture(autouse=True)
def today(db, monkeypatch):
    make_hub()
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def rate(number: int, answer: str = "satisfied", *, day: dt.date = LAST, **fields) -> None:
    page = f"/{fields['agency'].pk}/" if "agency" in fields else "/"
    RatingDay.objects.create(page=page, day=day, answer=answer, count=number, **fields)


def shown(client) -> str:
    response = client.get("/so-lieu/")
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


def test_shares_of_a_month_are_public_from_thirty_answers_on(client):
    rate(20)
    rate(9, "dissatisfied")
    assert "10/2026 29 Chưa đủ lượt trả lời" in shown(client)
    rate(1, "neutral")
    assert "10/2026 30 67 % 3 % 30 %" in shown(client)


def test_neither_the_month_that_goes_on_nor_what_was_set_aside_is_shown(client):
    rate(40, day=TODAY.replace(day=1))
    rate(50, is_set_aside=True)
    assert "Tháng đã qua chưa có lượt đánh giá nào" in shown(client)
    rate(1)
    text = shown(client)
    assert "10/2026 1 Chưa đủ" in text and "11/2026" not in text and "09/2026" not in text


def test_a_month_appears_when_its_last_day_was_added_up(client, monkeypatch):
    rate(30)
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 11, 1))
    assert "10/2026" not in shown(client)
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 11, 2))
    assert "10/2026 30 100 % 0 % 0 %" in shown(client)


def test_agencies_with_enough_answers_are_named_by_the_alphabet(client):
    many, few = make_section("Sở Y tế").agency, make_section("Sở Công Thương").agency
    rate(30, agency=many)
    rate(29, "neutral", agency=few)
    text = shown(client)
    assert "Trang của cơ quan trong 10/2026" in text
    assert "Sở Y tế 30 100 % 0 % 0 %" in text and "Sở Công Thương" not in text


def test_the_page_says_how_fast_and_how_reliably_the_platform_answered(client):
    assert "Tháng đo đầu tiên chưa hết" in shown(client)
    day = dt.date(2026, 10, 31)
    begun = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    UptimeDay.objects.create(day=day, minutes=1426, first_at=begun, last_at=begun)
    for within, number in ((2, 60), (30, 35), (None, 5)):
        ResponseDay.objects.create(day=day, status=2, within_ms=within, number=number)
    ResponseDay.objects.create(day=day, status=5, within_ms=2, number=2)
    assert "10/2026 99,03 % 2 mili giây 30 mili giây 102 2" in shown(client)


def test_the_page_costs_the_same_for_any_number_of_agencies(client, django_assert_max_num_queries):
    for number in range(3):
        rate(30, agency=make_section(f"Cơ quan {number}").agency)
    shown(client)
    with django_assert_max_num_queries(12):
        shown(client)
