"""The board of sources: how many are how, which ones, and what to do about each."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index

from aggregator.health_wording import advise_on_state, explain_state
from aggregator.models import FetchOutcome, Health, Pace, Source
from network.agencies.models import Role
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

LIST = reverse("aggregator_source_modeladmin_index")
DAY = dt.timedelta(days=1)


def rows(browser, **query: str) -> list[str]:
    """Return the names of the sources on the list, in its order."""
    response = browser.get(LIST, query)
    assert response.status_code == 200
    return [source.name for source in response.context["object_list"]]


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.OVERSEER])
def test_numbers_on_top_lead_to_the_sources_they_count(seat, role):
    browser = seat(role)
    for name, health in (("A", "frozen"), ("B", "frozen"), ("C", "healthy"), ("D", "gone")):
        make_source(name, health=health)
    tiles = browser.get(LIST).context["tiles"]
    assert [(str(tile["label"]), tile["count"]) for tile in tiles] == [
        (Health.GONE.label, 1),
        (Health.FROZEN.label, 2),
        (Health.HEALTHY.label, 1),
    ]
    assert tiles[1]["query"] == "?state=frozen"
    assert rows(browser, state="frozen") == ["A", "B"]
    assert rows(browser, state="ill") == ["A", "B", "D"]


def test_a_frozen_source_says_since_when_and_what_to_do(desk):
    newest = timezone.now() - 60 * DAY
    source = make_source(health=Health.FROZEN, newest_item_at=newest, gap_minutes=1440)
    text = desk.get(LIST).content.decode()
    assert f"{timezone.localtime(newest):%d/%m/%Y}" in explain_state(source)
    assert explain_state(source) in text
    assert advise_on_state(source) in text


def test_an_address_a_portal_moved_to_is_shown_as_text(desk):
    evil = "https://a.example.vn/<script>alert(1)</script>"
    make_source(health=Health.MOVED, moved_to=evil, moved_count=1)
    assert "<script>alert" not in desk.get(LIST).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "nguon"}])
def test_the_board_can_be_ordered_by_state_and_dates(desk, query):
    for name, days, health in (("Nguồn A", 1, "healthy"), ("Nguồn B", 3, "frozen")):
        make_source(name, health=health, newest_item_at=timezone.now() - days * DAY)
    for source in Source.objects.all():
        index.insert_or_update_object(source)
    columns = desk.get(LIST).context["view"].list_display
    for column in ("state", "newest", "succeeded", "next_turn"):
        both = [rows(desk, o=f"{sign}{columns.index(column)}", **query) for sign in ("", "-")]
        assert sorted(both[0]) == sorted(both[1]) == ["Nguồn A", "Nguồn B"]
        if column in ("state", "newest"):
            assert both == [["Nguồn B", "Nguồn A"], ["Nguồn A", "Nguồn B"]]


def test_who_decides_the_pace_is_shown(desk):
    make_source(gap_minutes=90)
    make_source(pace=Pace.FIXED, interval_minutes=1440)
    response = desk.get(LIST)
    shown = [response.context["view"].model_admin.pace(each) for each in Source.objects.all()]
    assert len(set(shown)) == 2
    assert all(text in response.content.decode() for text in shown)


def test_a_source_that_is_switched_off_is_paused_and_comes_back(desk, portal, refresh):
    source = make_source(url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    form = desk.get(reverse("aggregator_source_modeladmin_edit", args=[source.pk])).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"topics": []}
    states = []
    for enabled in ("", "on"):
        answer = desk.post(
            reverse("aggregator_source_modeladmin_edit", args=[source.pk]),
            data | {"enabled": enabled},
        )
        assert answer.status_code == 302
        source.refresh_from_db()
        states.append(source.health)
    assert states == [Health.PAUSED, Health.NEVER]


def test_the_history_tells_of_a_move(desk, portal, source, refresh):
    portal.pages["/moi.rss"] = make_feed(entry(1))
    portal.pages["/tin.rss"] = (301, {"Location": "/moi.rss"}, b"")
    for day in range(3):
        refresh(source, after=day * DAY)
    history = desk.get(reverse("aggregator_source_modeladmin_history", args=[source.pk]))
    assert f"{portal.url}/tin.rss" in history.content.decode()
    assert f"{portal.url}/moi.rss" in history.content.decode()


def test_what_the_detail_says_is_not_repeated_for_a_well_source():
    source = Source(health=Health.HEALTHY, outcome=FetchOutcome.NOTHING_NEW)
    assert (explain_state(source), advise_on_state(source)) == ("", "")


def test_a_source_of_links_by_hand_is_not_asked_to_be_switched_on(desk):
    source = make_source(kind="manual", enabled=False, health=Health.PAUSED)
    assert advise_on_state(source) == ""
    assert explain_state(source) in desk.get(LIST).content.decode()


def test_the_board_shows_the_real_next_turn_and_why_it_is_late(desk):
    now = timezone.now()
    usual = {"gap_minutes": 1440, "fetched_at": now - dt.timedelta(minutes=5)}
    make_source("Đúng nhịp", next_fetch_at=now + dt.timedelta(minutes=48), **usual)
    assert "55 phút một lần" in desk.get(LIST).content.decode()
    Source.objects.update(next_fetch_at=now + DAY, failures=6)
    text = desk.get(LIST).content.decode()
    assert f"{timezone.localtime(now + DAY):%H:%M %d/%m/%Y}" in text
    assert "55 phút một lần" not in text
    assert "6 lần" in text
