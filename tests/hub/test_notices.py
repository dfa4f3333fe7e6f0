"""Warnings and events of all agencies on the hub."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from network.hub.models import SearchEntry
from network.hub.search.keeping import refresh_changed
from sites.models import EventPage
from tests.factories.sections import make_event, make_hub, make_place, make_section, make_warning

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_warnings_stay_in_their_list_newest_first_and_say_how_urgent(client):
    place, today = make_place(make_section("Công an tỉnh")), timezone.localdate()
    make_warning(place, "Cũ", date=dt.date(2026, 1, 1), shown_until=today - DAY)
    make_warning(place, "Mới", level="urgent", date=dt.date(2026, 11, 1))
    text = text_of(client, "/canh-bao/")
    main = text[text.index("<main") :]
    assert main.index(">Mới<") < main.index(">Cũ<")
    assert main.count("Công an tỉnh") == 2
    assert main.count("warnings__one--urgent") == 1


def test_lists_have_pages(client):
    place = make_place(make_section())
    for number in range(16):
        make_warning(place, f"Cảnh báo số {number}")
        make_event(place, f"Sự kiện số {number}")
    for address, name in (("/canh-bao/", "Cảnh báo số"), ("/su-kien/", "Sự kiện số")):
        assert text_of(client, address).count(f">{name}") == 15
        assert text_of(client, f"{address}?trang=2").count(f">{name}") == 1


def test_events_come_in_the_order_in_which_they_begin_and_go_when_they_are_over(client):
    place, now = make_place(make_section()), timezone.now()
    make_event(place, "Sau", begins=now + 9 * DAY)
    make_event(place, "Trước", begins=now + 2 * DAY)
    make_event(place, "Đang diễn ra", begins=now - 3 * DAY, ends=now + DAY)
    make_event(place, "Đã xong", begins=now - 3 * DAY, ends=now - 2 * DAY)
    text = text_of(client, "/su-kien/")
    assert text.index("Đang diễn ra") < text.index(">Trước<") < text.index(">Sau<")
    assert "Đã xong" not in text


def test_empty_lists_say_so(client):
    make_hub()
    for address in ("/canh-bao/", "/su-kien/"):
        assert 'class="nothing"' in text_of(client, address)


def test_an_event_says_when_where_and_by_whom(client):
    begins = dt.datetime(2099, 12, 5, 1, 0, tzinfo=dt.UTC)
    event = make_event(
        make_place(make_section("Sở Tư pháp")), begins=begins, place="Làng Kép", organiser=""
    )
    main = text_of(client, event.url)
    facts = main[main.index('id="when-and-where"') :]
    for fact in ("08:00, 05/12/2099", "Làng Kép", "Sở Tư pháp", f"/su-kien/{event.pk}.ics"):
        assert fact in facts


def test_an_event_that_is_over_says_so_and_offers_no_calendar(client):
    event = make_event(make_place(make_section()), begins=timezone.now() - 9 * DAY)
    text = text_of(client, event.url)
    assert 'class="callout callout--note"' in text
    assert ".ics" not in text


def test_an_event_goes_into_a_calendar(client):
    begins = dt.datetime(2099, 12, 5, 1, 0, tzinfo=dt.UTC)
    event = make_event(
        make_place(make_section()),
        "Ngày hội; thi, kể chuyện",
        begins=begins,
        place="Làng Kép, xã Gào",
    )
    response = client.get(f"/su-kien/{event.pk}.ics")
    assert response["Content-Type"].startswith("text/calendar")
    (told,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert told["SUMMARY"] == "Ngày hội; thi, kể chuyện"
    assert told["LOCATION"] == "Làng Kép, xã Gào"
    assert told["DTSTART"].dt == begins
    assert told["DTEND"].dt > begins
    assert event.url in told["DESCRIPTION"]


def test_a_draft_has_no_calendar(client):
    event = make_event(make_place(make_section()), live=False)
    assert client.get(f"/su-kien/{event.pk}.ics").status_code == 404


def test_an_event_needs_a_place_or_an_address_and_ends_after_it_begins():
    now = timezone.now()
    assert "place" in EventPage(title="x", begins=now).missing_fields()
    with pytest.raises(ValidationError):
        EventPage(begins=now, ends=now - DAY).validate_constraints()


def test_the_search_finds_both_as_articles_an_event_also_by_its_place():
    place = make_place(make_section())
    warning = make_warning(place, "Trang giả mạo công an")
    event = make_event(place, "Trợ giúp lưu động", place="Nhà rông làng Kép")
    refresh_changed()
    entries = SearchEntry.objects.filter(kind="article", key__in=[warning.pk, event.pk])
    assert entries.count() == 2
    assert "Nhà rông làng Kép" in entries.get(key=event.pk).text
