"""Citizens rate a page with one click; at night only numbers are left."""

import datetime as dt
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.utils import timezone

from network.feedback.models import DayKey, RatingDay, RatingReason, RatingToday, Satisfaction
from network.feedback.selectors import rates_of_month
from network.feedback.services import explain, fold_past_days, rate
from tests.factories.sections import make_article, make_section

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
RATE, THANKS = "/danh-gia/", "/danh-gia/cam-on/"


def form_on(client: Client, address: str) -> dict[str, str]:
    """Return the fields of the rating form on a page, as a browser without scripts sends them."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    fields = page.select("form.rating input")
    return {field["name"]: field.get("value", "") for field in fields}


def give(page: str = "/bai/", **fields: Any) -> None:
    given = {"answer": Satisfaction.SATISFIED, "address": "203.0.113.7", "browser": "Firefox"}
    rate(page=page, **given | {"now": timezone.now()} | fields)


def test_a_click_on_an_article_counts_once_and_for_its_agency(client):
    home = make_section()
    article = make_article(home)
    fields = form_on(client, article.url)
    for answer in (Satisfaction.SATISFIED, Satisfaction.DISSATISFIED):
        sent = client.post(RATE, fields | {"answer": answer}, headers=OURS)
        assert sent.status_code == 303
        assert not sent.cookies
    row = RatingToday.objects.get()
    assert (row.page, row.answer, row.agency) == (
        article.url,
        Satisfaction.DISSATISFIED,
        home.agency,
    )
    thanks = client.get(sent["Location"]).content.decode()
    assert "Đã ghi: Chưa hài lòng" in thanks
    assert f'href="{article.url}#danh-gia"' in thanks


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Origin": "https://other.example"},
        {"Referer": "http://testserver.other.example/"},
        {},
    ],
)
def test_forms_of_other_sites_are_refused(client, headers):
    fields = form_on(client, "/") | {"answer": Satisfaction.SATISFIED}
    assert client.post(RATE, fields, headers=headers).status_code == 403
    assert not RatingToday.objects.exists()


def test_old_browsers_and_robots(client):
    fields = form_on(client, "/") | {"answer": Satisfaction.SATISFIED}
    assert client.get(RATE, fields).status_code == 405
    client.post(RATE, fields | {"website": "x"}, headers=OURS)
    assert not RatingToday.objects.exists()
    for headers in ({"Origin": "http://testserver"}, {"Referer": "http://testserver/"}):
        assert client.post(RATE, fields, headers=headers).status_code == 303
    assert RatingToday.objects.count() == 1


def test_only_paths_of_our_pages_are_stored(client):
    forged = {"page": Signer(salt="other").sign("/x/"), "answer": Satisfaction.SATISFIED}
    assert client.post(RATE, forged, headers=OURS).status_code == 403
    # Links of followers and codes of questions are secrets.
    assert form_on(client, "/theo-doi/")
    assert not form_on(client, "/theo-doi/quan-ly/khoa/")
    assert not form_on(client, "/khong-co/")


def test_forty_browsers_that_answer_twice_are_forty(settings):
    settings.RATINGS_PER_HOUR = 100
    for _ in range(2):
        for number in range(40):
            give(browser=f"Firefox {number}")
    fold_past_days(now=timezone.now() + dt.timedelta(days=1))
    assert RatingDay.objects.get().count == 40


def test_at_night_marks_and_key_are_deleted_and_numbers_are_left():
    now = timezone.now()
    give()
    give(answer=Satisfaction.DISSATISFIED, browser="Chrome")
    sender = {"address": "203.0.113.7", "browser": "Chrome", "now": now}
    assert explain(page="/bai/", reasons=["hard"], text="Khó hiểu", **sender)
    assert not explain(page="/khac/", reasons=[], text="x", **sender)
    fold_past_days(now=now)
    assert RatingToday.objects.count() == 2
    tomorrow = now + dt.timedelta(days=1)
    for _ in range(2):
        fold_past_days(now=tomorrow)
    assert not RatingToday.objects.exists()
    assert not DayKey.objects.exists()
    assert {row.answer: row.count for row in RatingDay.objects.all()} == {
        Satisfaction.SATISFIED: 1,
        Satisfaction.DISSATISFIED: 1,
    }
    reason = RatingReason.objects.get()
    assert (reason.reasons, reason.text) == (["hard"], "Khó hiểu")
    # What comes late for a day is added to it.
    give(now=now)
    fold_past_days(now=tomorrow)
    assert RatingDay.objects.get(answer=Satisfaction.SATISFIED).count == 2


def test_the_mark_tells_nothing_without_the_key_of_its_day():
    give()
    first = bytes(RatingToday.objects.get().mark)
    assert len(first) == 8
    DayKey.objects.all().delete()
    give()
    assert RatingToday.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM feedback_ratingtoday t")
        assert not re.search("203|Firefox", "".join(row[0] for row in cursor.fetchall()))
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'"
            " AND relname LIKE 'feedback%' ORDER BY 1"
        )
        assert [row[0] for row in cursor.fetchall()] == ["feedback_daykey", "feedback_ratingtoday"]


def test_many_ratings_from_one_network_are_set_aside(settings):
    settings.RATINGS_PER_HOUR = 2
    for number in range(3):
        give(f"/bai-{number}/")
    give("/bai-0/", answer=Satisfaction.NEUTRAL)
    give("/bai-0/", address="203.0.113.8")
    assert [row.page for row in RatingToday.objects.filter(is_set_aside=True)] == ["/bai-2/"]
    fold_past_days(now=timezone.now() + dt.timedelta(days=1))
    assert rates_of_month(timezone.localdate(), "/bai-2/").total == 0


def test_reasons_with_a_telephone_number_are_refused(client):
    fields = form_on(client, "/") | {"answer": Satisfaction.DISSATISFIED}
    address = client.post(RATE, fields, headers=OURS)["Location"]
    sent = {"page": fields["page"], "reasons": ["hard"], "text": "Gọi tôi 0905 123 456"}
    answer = client.post(address, sent, headers=OURS)
    assert answer.status_code == 200
    assert "Đừng ghi số điện thoại" in answer.content.decode()
    assert client.post(address, sent | {"text": "Khó hiểu"}, headers=OURS).status_code == 303
    row = RatingToday.objects.get()
    assert (row.reasons, row.text) == (["hard"], "Khó hiểu")


@pytest.mark.parametrize(("count", "is_public"), [(29, False), (30, True)])
def test_shares_are_public_from_thirty_answers(count, is_public):
    today = timezone.localdate()
    row = {"page": "/bai/", "day": today, "is_set_aside": False}
    RatingDay.objects.create(answer=Satisfaction.SATISFIED, count=count - 3, **row)
    RatingDay.objects.create(answer=Satisfaction.NEUTRAL, count=3, **row)
    rates = rates_of_month(today, "/bai/")
    assert (rates.total, rates.is_public) == (count, is_public)
    assert rates.share(Satisfaction.NEUTRAL) == 10
