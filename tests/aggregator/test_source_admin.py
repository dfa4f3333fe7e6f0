"""Looking after sources in the admin."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index

from aggregator.models import FetchOutcome, Health, Source
from aggregator.wording import advise, explain_outcome
from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Role
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_item, make_source

LIST = reverse("aggregator_source_modeladmin_index")
CREATE = reverse("aggregator_source_modeladmin_create")


def address(action: str, source: Source) -> str:
    return reverse(f"aggregator_source_modeladmin_{action}", args=[source.pk])


def page(browser, target: str = LIST, **query: str) -> str:
    response = browser.get(target, query)
    assert response.status_code == 200
    return response.content.decode()


def form(**fields) -> dict:
    return {
        "name": "Công báo",
        "owner": "Văn phòng Chính phủ",
        "level": "central",
        "key": "",
        "url": "https://congbao.example.vn/rss",
        "read_as": "rss",
        "enabled": "on",
        "pace": "automatic",
        "interval_minutes": "1440",
        "licence_note": "",
    } | fields


def test_a_new_source_gets_a_key_and_its_topics(desk):
    topic = Topic.objects.get(slug="dat-dai")
    assert desk.post(CREATE, form(topics=[topic.pk])).status_code == 302
    source = Source.objects.get()
    assert (source.key, list(source.topics.all())) == ("cong-bao", [topic])
    assert source in Source.objects.due(timezone.now())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://congbao.example.vn/rss",
        "javascript:alert(1)",
        "http://127.0.0.1/rss",
        "http://localhost/rss",
        "http://10.1.2.3/rss",
        "http://[::1]/rss",
        "http://169.254.169.254/latest",
        "http://2130706433/rss",
        "http://0x7f.1/rss",
        "http://portal.internal/rss",
        "https://user:secret@congbao.example.vn/rss",
        "https://congbao.example.vn:5432/rss",
        "https://congbao/rss",
        "không phải địa chỉ",
    ],
)
def test_an_address_inside_is_refused_in_production(desk, settings, url):
    settings.AGGREGATOR_ALLOW_LOOPBACK = False
    answer = desk.post(CREATE, form(url=url))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"url"}
    assert not Source.objects.exists()


def test_the_demo_may_read_its_own_machine_and_no_other_closed_one(desk):
    desk.post(CREATE, form(url="http://127.0.0.1:8765/congbao.rss"))
    assert Source.objects.count() == 1
    assert desk.post(CREATE, form(name="B", url="http://192.168.1.1/rss")).status_code == 200
    assert Source.objects.count() == 1


def test_one_address_is_one_source(desk):
    make_source(url="https://congbao.example.vn/rss")
    assert "url" in desk.post(CREATE, form()).context["form"].errors


def test_a_new_address_begins_afresh(desk):
    source = make_source(etag='"a"', body_hash="b", failures=3, outcome=FetchOutcome.NOT_A_FEED)
    desk.post(address("edit", source), form(key=source.key, url="https://moi.example.vn/rss"))
    source.refresh_from_db()
    assert (source.etag, source.body_hash, source.failures) == ("", "", 0)
    assert source.outcome == FetchOutcome.NEVER


def test_an_open_form_does_not_undo_what_the_fetcher_wrote(desk):
    source = make_source(etag='"alt"')
    data = form(key=source.key, url=source.url, name="Tên mới")
    Source.objects.update(etag='"neu"', failures=2)
    desk.post(address("edit", source), data)
    source.refresh_from_db()
    assert (source.name, source.etag, source.failures) == ("Tên mới", '"neu"', 2)


def test_fetch_now_fetches_at_the_next_turn_of_the_worker(desk, portal):
    later = timezone.now() + dt.timedelta(days=1)
    source = make_source(url=f"{portal.url}/tin.rss", next_fetch_at=later)
    portal.pages["/tin.rss"] = make_feed(entry(1))
    for _ in range(2):
        assert desk.post(address("fetch", source)).status_code == 302
    run_jobs()
    source.refresh_from_db()
    assert source.outcome == FetchOutcome.NEW_ITEMS
    assert len(portal.asked) == 1


def test_fetch_now_is_a_button_and_no_link(desk):
    source = make_source()
    assert desk.get(address("fetch", source)).status_code == 405
    assert f'formaction="{address("fetch", source)}"' in page(desk)


def test_a_source_that_is_switched_off_is_not_fetched(desk):
    source = make_source(enabled=False)
    before = source.next_fetch_at
    answer = desk.post(address("fetch", source), follow=True)
    source.refresh_from_db()
    assert source.next_fetch_at == before
    assert source.name in answer.content.decode()


def test_the_list_says_how_each_source_is_doing_and_what_to_do(desk):
    ill = make_source(
        "Ốm", outcome=FetchOutcome.NOT_A_FEED, outcome_detail="html_page", health=Health.NOT_A_FEED
    )
    text = page(desk)
    assert explain_outcome(ill) in text
    assert advise(ill)
    make_source("Khỏe", outcome=FetchOutcome.NOTHING_NEW, health=Health.HEALTHY)
    text = page(desk, state="ill")
    assert "Ốm" in text
    assert "Khỏe" not in text


@pytest.mark.parametrize(
    "query", [{"level": "central"}, {"state": "healthy"}, {"state": "empty"}, {"state": "ill"}]
)
def test_search_and_filters_work_together(desk, query):
    make_source("Cổng Chính phủ", health=Health.EMPTY)
    index.insert_or_update_object(Source.objects.get())
    shown = query != {"state": "healthy"}
    assert ("Cổng Chính phủ" in page(desk, q="chinh phu", **query)) == shown
    assert "Cổng Chính phủ" not in page(desk, q="tin khac", **query)


@pytest.mark.parametrize("outcome", FetchOutcome)
def test_every_bad_end_comes_with_advice(outcome):
    source = Source(outcome=outcome, outcome_detail="http_403")
    assert bool(advise(source)) == (outcome.is_failure or outcome in ("never", "empty"))
    assert ("403" in explain_outcome(source)) == outcome.is_failure


def test_the_empty_list_says_what_to_do(desk):
    assert CREATE in page(desk)


def test_a_source_with_items_is_switched_off_instead_of_deleted(client, office):
    boss = User.objects.create_superuser("goc", "goc@example.gov.vn", "ba con meo den")
    browser = signed_in(client, boss)
    source, bare = make_source("Có tin"), make_source("Chưa có tin")
    make_item(source=source)
    for method in (browser.get, browser.post):
        answer = method(address("delete", source))
        assert (answer.status_code, answer.url) == (302, address("edit", source))
    browser.post(address("delete", bare))
    assert list(Source.objects.all()) == [source]


@pytest.mark.usefixtures("with_and_without_guard")
def test_the_network_admin_does_not_delete(desk):
    source = make_source()
    assert desk.post(address("delete", source)).status_code in (302, 403)
    assert Source.objects.exists()


@pytest.mark.usefixtures("with_and_without_guard")
def test_the_overseer_sees_the_state_and_changes_nothing(seat):
    browser, source = seat(Role.OVERSEER), make_source()
    assert source.name in page(browser)
    assert "formaction" not in page(browser)
    assert source.url in page(browser, address("inspect", source))
    for target in (CREATE, address("edit", source), address("fetch", source)):
        assert browser.post(target, form(name="Khác")).status_code in (302, 403, 404)
    assert [each.name for each in Source.objects.all()] == [source.name]


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AGENCY_ADMIN])
def test_people_of_an_agency_have_no_business_here(seat, role):
    browser, source = seat(role), make_source()
    for target in (LIST, CREATE, address("edit", source), address("inspect", source)):
        assert browser.get(target).status_code in (302, 403, 404)


def test_a_number_that_no_source_has_is_not_found(desk):
    for written in ("999999", "abc"):
        assert desk.get(f"{LIST}edit/{written}/").status_code == 404


def test_the_list_pages_and_costs_the_same_for_any_number(desk):
    costs = []
    for size in (2, 60):
        for _ in range(size):
            make_source()
        page(desk)
        with CaptureQueriesContext(connection) as queries:
            text = page(desk)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert text.count("formaction") == 50


def test_topics_are_a_list_to_read(desk, seat):
    topics = reverse("legal_updates_topic_modeladmin_index")
    assert "Đất đai" in page(desk, topics)
    assert desk.get(f"{topics}create/").status_code == 404
    assert seat(Role.AUTHOR).get(topics).status_code in (302, 403, 404)
