"""The calendar of the days on which documents come into force or end."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from legal_updates.models import Topic
from legal_updates.models.choices import Validity
from tests.factories.documents import make_document
from tests.factories.sections import make_hub

pytestmark = pytest.mark.django_db
ADDRESS = "/van-ban/lich-hieu-luc.ics"
DAY = dt.timedelta(days=1)


def events(client, address: str = ADDRESS) -> dict[str, Calendar]:
    """Read it back as a calendar program does."""
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert not calendar.errors
    assert calendar["version"] == "2.0"
    return {str(each["summary"]): each for each in calendar.walk("VEVENT")}


def test_what_comes_and_what_ends_are_days_of_their_own(client):
    today = timezone.localdate()
    title = "Quy định; về đất đai, \\ nhà ở\nvà" + " rất dài" * 30
    make_document(
        "5/2026/NĐ-CP", title=title, effective_on=today, expires_on=today + 9 * DAY, slug="nd-5"
    )
    found = events(client)
    assert (
        set(found)
        == {
            "Có hiệu lực: Nghị định 5/2026/NĐ-CP",
            "Hết hiệu lực: Nghị định 5/2026/NĐ-CP",
        }
        or len(found) == 2
    )
    [begins, ends] = sorted(found.values(), key=lambda each: each["dtstart"].dt)
    assert (begins["dtstart"].dt, ends["dtstart"].dt) == (today, today + 9 * DAY)
    assert begins["dtstart"].params["VALUE"] == "DATE"
    assert str(begins["description"]) == title
    assert str(begins["url"]) == "http://testserver/van-ban/nd-5/"
    assert begins["uid"] != ends["uid"]
    assert begins["last-modified"].dt == begins["dtstamp"].dt
    assert begins["dtstamp"].dt.tzinfo is not None


def test_a_date_that_moves_moves_its_event(client):
    document = make_document(effective_on=timezone.localdate() + DAY)
    [before] = events(client).values()
    document.effective_on += 30 * DAY
    document.updated_at = timezone.now() + DAY
    document.save()
    [after] = events(client).values()
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == before["dtstart"].dt + 30 * DAY
    assert after["last-modified"].dt > before["last-modified"].dt


def test_only_confirmed_ones_that_still_lie_ahead(client):
    today = timezone.localdate()
    make_document("1/2026/NĐ-CP", effective_on=today + DAY, confirmed=False)
    make_document("2/2026/NĐ-CP", effective_on=today - DAY)
    make_document("3/2026/NĐ-CP", effective_on=today + DAY, validity=Validity.EXPIRED)
    assert events(client) == {}


def test_a_topic_has_its_own(client):
    land = make_document("1/2026/NĐ-CP", effective_on=timezone.localdate())
    make_document("2/2026/NĐ-CP", effective_on=timezone.localdate())
    land.topics.add(Topic.objects.get(slug="dat-dai"))
    land.save()
    [event] = events(client, "/van-ban/linh-vuc/dat-dai/lich-hieu-luc.ics").values()
    assert "1/2026" in str(event["summary"])
    assert client.get("/van-ban/linh-vuc/khong-co/lich-hieu-luc.ics").status_code == 404


def test_who_has_it_is_told_so_and_few_questions_are_asked(client, django_assert_max_num_queries):
    for number in range(1, 8):
        make_document(f"{number}/2026/NĐ-CP", effective_on=timezone.localdate())
    with django_assert_max_num_queries(3):
        first = client.get(ADDRESS)
    assert first["Cache-Control"] == "public, max-age=900"
    again = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_document("9/2026/NĐ-CP", effective_on=timezone.localdate())
    changed = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "page", ["/van-ban/co-hieu-luc-thang-nay/", "/van-ban/sap-het-hieu-luc/", "/van-ban/"]
)
def test_the_lists_lead_to_it(client, page):
    make_hub()
    make_document()
    assert f'href="{ADDRESS}"' in client.get(page).content.decode()
