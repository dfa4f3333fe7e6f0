"""Trying a source out in its form: seen before it is saved, and nothing stored."""

import pytest
from django.db import connection
from django.urls import reverse

from aggregator.models import FetchOutcome, LibraryItem, Source
from aggregator.preview_services import _LOCKS
from network.agencies.models import Role
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

CREATE = reverse("aggregator_source_modeladmin_create")
LIST_PAGE = """<!doctype html><html><meta charset=utf-8><title>Tin</title>
<div class=tin><a href="/nghi-dinh.html">Nghị định mới</a><i>20/11/2026</i></div>
<div class=tin><a href="/sau.html">Tin sau &lt;script&gt;alert(1)&lt;/script&gt;</a></div>"""


def form(url: str, **fields: str) -> dict[str, str]:
    """Return a form that has no name yet: a preview does not need one."""
    return {"url": url, "read_as": "rss", "name": "", "preview": "1"} | fields


def listed(url: str, **fields: str) -> dict[str, str]:
    return form(url, read_as="html_list", html_list__item=".tin", html_list__date="i") | fields


def shown(browser, data: dict[str, str], target: str = CREATE) -> str:
    answer = browser.post(target, data)
    assert answer.status_code == 200
    assert not LibraryItem.objects.exists()
    return answer.content.decode()


def test_the_items_of_a_feed_are_shown_and_nothing_is_stored(desk, portal):
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2, pubDate="hôm qua"))
    text = shown(desk, form(f"{portal.url}/tin.rss"))
    assert entry(1)["title"] in text
    assert "https://portal.example.vn/tin/2.html" in text
    assert not Source.objects.exists()


def test_a_list_page_is_read_with_the_selectors_as_entered(desk, portal):
    portal.pages["/tin"] = LIST_PAGE.encode()
    text = shown(desk, listed(f"{portal.url}/tin"))
    assert "Nghị định mới" in text
    assert "20/11/2026" in text
    assert "<script>alert" not in text
    assert 'value=".tin"' in text


def test_faults_of_other_fields_wait_until_the_source_is_saved(desk, portal):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    answer = desk.post(CREATE, form(f"{portal.url}/tin.rss", key="không phải khoá"))
    assert not answer.context["form"].errors
    del (data := form(f"{portal.url}/tin.rss"))["preview"]
    assert "name" in desk.post(CREATE, data).context["form"].errors


def test_a_bad_selector_is_said_at_its_field_and_nothing_is_fetched(desk, portal):
    answer = desk.post(CREATE, listed(f"{portal.url}/tin", html_list__item="div:has(a)"))
    assert answer.context["form"].errors.keys() == {"html_list__item"}
    assert portal.asked == []


@pytest.mark.parametrize(
    ("url", "fields", "outcome"),
    [
        ("/khong-co", {}, FetchOutcome.NOT_FOUND),
        ("/trong", {}, FetchOutcome.REFUSED_ADDRESS),
        ("/tin", {"read_as": "html_list", "html_list__item": ".khac"}, FetchOutcome.NOT_A_FEED),
    ],
)
def test_what_went_wrong_is_a_sentence_with_advice(desk, portal, url, fields, outcome):
    portal.pages["/tin"] = LIST_PAGE.encode()
    portal.pages["/trong"] = (302, {"Location": "http://169.254.169.254/latest"}, b"")
    answer = desk.post(CREATE, form(portal.url + url, **fields))
    preview = answer.context["preview"]
    assert preview["failure"].startswith(str(outcome.label))
    assert preview["advice"]


@pytest.mark.parametrize("url", ["http://10.0.0.1/rss", "http://127.0.0.1/rss", "http://[::1]/"])
def test_a_preview_does_not_reach_inside(desk, settings, portal, url):
    settings.AGGREGATOR_ALLOW_LOOPBACK = False
    for address in (url, portal.url):
        answer = desk.post(CREATE, form(address))
        assert answer.context["form"].errors.keys() == {"url"}
    assert portal.asked == []


def test_a_name_that_leads_inside_is_refused_by_the_client(desk, settings, monkeypatch, portal):
    settings.AGGREGATOR_ALLOW_LOOPBACK = False
    inside = [(2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: inside)
    answer = desk.post(CREATE, form("http://cong.example.vn/rss"))
    assert answer.context["preview"]["failure"].startswith(str(FetchOutcome.REFUSED_ADDRESS.label))
    assert portal.asked == []


def test_a_front_page_leads_to_its_feeds_and_one_is_taken_by_a_button(desk, portal):
    home = (
        "<!doctype html><html><link rel=alternate type=application/rss+xml title=Tin href=/tin.rss>"
    )
    portal.pages |= {"/": home.encode(), "/tin.rss": make_feed(entry(1))}
    text = shown(desk, form(f"{portal.url}/"))
    assert f'value="rss {portal.url}/tin.rss"' in text
    del (data := form(f"{portal.url}/"))["preview"]
    answer = desk.post(CREATE, data | {"pick": f"rss {portal.url}/tin.rss"})
    assert answer.context["form"]["url"].value() == f"{portal.url}/tin.rss"
    assert entry(1)["title"] in answer.content.decode()
    assert not Source.objects.exists()


def test_an_index_of_sitemaps_offers_its_sitemaps(desk, portal):
    index = "<sitemapindex><sitemap><loc>/sm-1.xml</loc></sitemap></sitemapindex>"
    portal.pages["/sitemap.xml"] = index.encode()
    text = shown(desk, form(f"{portal.url}/sitemap.xml", read_as="sitemap"))
    assert f'value="sitemap {portal.url}/sm-1.xml"' in text


def test_an_address_that_was_picked_is_checked_like_any_other(desk):
    answer = desk.post(CREATE, form("https://cong.example.vn/", pick="rss http://10.0.0.1/rss"))
    assert "url" in answer.context["form"].errors


def test_one_preview_at_a_time(desk, reviewer, portal):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCKS, reviewer.pk])
        assert entry(1)["title"] not in shown(desk, form(f"{portal.url}/tin.rss"))
    finally:
        other.close()
    assert entry(1)["title"] in shown(desk, form(f"{portal.url}/tin.rss"))
    assert len(portal.asked) == 1


def test_kind_and_options_are_kept_and_a_change_begins_afresh(desk, portal):
    portal.pages["/tin"] = LIST_PAGE.encode()
    data = listed(f"{portal.url}/tin", name="Cổng", owner="Sở", level="provincial", enabled="on")
    data |= {"pace": "automatic", "interval_minutes": "60", "sitemap__pattern": "*/bo-qua/*"}
    del data["preview"]
    assert desk.post(CREATE, data).status_code == 302
    source = Source.objects.get()
    assert (source.kind, source.options) == ("html_list", {"item": ".tin", "date": "i"})
    Source.objects.update(body_hash="x", outcome=FetchOutcome.NOTHING_NEW)
    edit = reverse("aggregator_source_modeladmin_edit", args=[source.pk])
    assert 'value=".tin"' in desk.get(edit).content.decode()
    desk.post(edit, data | {"key": source.key, "html_list__item": "div.tin"})
    source.refresh_from_db()
    assert (source.options["item"], source.body_hash) == ("div.tin", "")


def test_a_preview_of_a_stored_source_changes_nothing(desk, portal):
    portal.pages["/moi.rss"] = make_feed(entry(1))
    source = make_source(etag='"a"')
    edit = reverse("aggregator_source_modeladmin_edit", args=[source.pk])
    before = Source.objects.values().get()
    assert entry(1)["title"] in shown(desk, form(f"{portal.url}/moi.rss"), edit)
    assert Source.objects.values().get() == before


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.OVERSEER, Role.AUTHOR, Role.AGENCY_ADMIN])
def test_nobody_else_makes_us_fetch(seat, portal, role):
    source = make_source()
    edit = reverse("aggregator_source_modeladmin_edit", args=[source.pk])
    for target in (CREATE, edit):
        answer = seat(role).post(target, form(f"{portal.url}/tin.rss"))
        assert answer.status_code in (302, 403, 404)
    assert portal.asked == []
