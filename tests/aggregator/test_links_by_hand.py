"""Links that no feed brings, added by hand."""

import datetime as dt

import pytest
from django.urls import reverse

from aggregator.models import ItemStatus, LibraryItem, Source
from legal_updates.models import Topic
from network.agencies.models import Role
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_item, make_source

ADD = reverse("aggregator_libraryitem_modeladmin_link")
ARTICLE = """<!doctype html><html><meta charset=utf-8>
<meta property="og:title" content="Nghị định 61/2020/NĐ-CP có gì mới">
<meta property="og:site_name" content="Báo Tỉnh">
<meta property="article:published_time" content="2026-11-20T08:00:00+07:00">
<meta name=description content="Nghị định sửa đổi mức hỗ trợ.">"""


@pytest.fixture
def page(portal):
    """The address of an article on the running portal."""
    portal.pages["/tin/1.html"] = (200, {"Content-Type": "text/html"}, ARTICLE.encode())
    return f"{portal.url}/tin/1.html"


def filled(url: str, **fields) -> dict:
    return {
        "save": "1",
        "url": url,
        "title": "Nghị định 61/2020/NĐ-CP có gì mới",
        "excerpt": "Mức hỗ trợ mới.",
        "day": "20/11/2026",
        "source_name": "Báo Tỉnh",
        "level": "provincial",
    } | fields


def test_a_page_is_read_and_nothing_is_stored_yet(desk, page):
    answer = desk.post(ADD, {"url": page})
    values = {name: answer.context["form"][name].value() for name in ("title", "source_name")}
    assert values == {"title": "Nghị định 61/2020/NĐ-CP có gì mới", "source_name": "Báo Tỉnh"}
    assert 'value="20/11/2026"' in answer.content.decode()
    assert not LibraryItem.objects.exists()
    assert not Source.objects.exists()


def test_what_the_person_corrected_is_kept_under_the_name_of_the_portal(desk, page):
    topic = Topic.objects.get(slug="dat-dai")
    answer = desk.post(ADD, filled(page, title="Tiêu đề đã sửa 61/2020/NĐ-CP", topics=[topic.pk]))
    item = LibraryItem.objects.get()
    assert answer.status_code == 302
    assert (item.title, item.status, item.corrected) == (
        "Tiêu đề đã sửa 61/2020/NĐ-CP",
        ItemStatus.NEW,
        True,
    )
    assert (item.document_numbers, list(item.topics.all())) == (["61/2020/NĐ-CP"], [topic])
    assert item.published_at == dt.datetime(2026, 11, 19, 17, tzinfo=dt.UTC)
    assert (item.source.name, item.source.enabled, item.source.kind) == (
        "Báo Tỉnh",
        False,
        "manual",
    )


def test_a_second_link_of_a_portal_uses_its_source(desk, portal, page):
    desk.post(ADD, filled(page))
    desk.post(ADD, filled(f"{portal.url}/tin/2.html", source_name="Tên khác"))
    assert LibraryItem.objects.count() == 2
    assert [source.name for source in Source.objects.all()] == ["Báo Tỉnh"]


@pytest.mark.parametrize("trusted", [True, False])
def test_a_link_of_a_portal_with_a_feed_follows_the_rules_of_its_source(
    desk, portal, page, trusted
):
    source = make_source(url=f"{portal.url}/tin.rss", trusted=trusted)
    assert "source_name" not in desk.post(ADD, {"url": page}).context["form"].fields
    desk.post(ADD, filled(page))
    item = LibraryItem.objects.get()
    assert item.source == source
    assert item.status == (ItemStatus.PUBLISHED if trusted else ItemStatus.NEW)


def test_words_entered_by_hand_outlast_what_the_feed_says_later(desk, portal, page, refresh):
    source = make_source(url=f"{portal.url}/tin.rss")
    desk.post(ADD, filled(page, title="Đã sửa bằng tay"))
    portal.pages["/tin.rss"] = make_feed(entry(1, link=page, title="Tiêu đề của báo"))
    refresh(source)
    assert [item.title for item in LibraryItem.objects.all()] == ["Đã sửa bằng tay"]


def test_a_link_that_is_known_is_said_and_not_stored_twice(desk, page, refresh, portal):
    source = make_source("Nguồn đã có", url=f"{portal.url}/tin.rss")
    portal.pages["/tin.rss"] = make_feed(entry(1, link=page))
    refresh(source)
    for data in ({"url": f"{page}?utm_source=zalo"}, filled(page), filled(f"{page}#dau")):
        answer = desk.post(ADD, data, follow=True)
        assert "Nguồn đã có" in answer.content.decode()
        assert answer.redirect_chain
    assert LibraryItem.objects.get().title == entry(1)["title"]


def test_the_page_s_own_address_tells_that_it_is_known(desk, portal):
    known = f"{portal.url}/tin/mot.html"
    desk.post(ADD, filled(known))
    portal.pages["/amp/1"] = (200, {}, f"<html><link rel=canonical href='{known}'>".encode())
    answer = desk.post(ADD, {"url": f"{portal.url}/amp/1"})
    assert answer.status_code == 302
    assert LibraryItem.objects.count() == 1


@pytest.mark.parametrize("answer", [(404, {}, b""), (200, {}, b"%PDF-1.7"), (403, {}, b"")])
def test_a_page_that_cannot_be_read_is_entered_by_hand(desk, portal, answer):
    portal.pages["/tin"] = answer
    reply = desk.post(ADD, {"url": f"{portal.url}/tin"})
    assert reply.context["notice"]
    assert reply.context["form"].initial["url"] == f"{portal.url}/tin"
    assert desk.post(ADD, filled(f"{portal.url}/tin")).status_code == 302
    assert LibraryItem.objects.count() == 1


def test_a_page_that_says_it_does_not_exist_is_refused(desk, portal):
    body = "<title>Sở Tư pháp</title><h1>Lỗi 404: Không tìm thấy trang</h1><p>Về trang chủ</p>"
    portal.pages["/tin/9.html"] = (200, {"Content-Type": "text/html; charset=utf-8"}, body.encode())
    assert desk.post(ADD, {"url": f"{portal.url}/tin/9.html"}).context["form"].errors.keys() == {
        "url"
    }
    assert not LibraryItem.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/tin", "javascript:alert(1)", "https://bao.example.vn/", "x", ""]
)
def test_an_address_that_is_no_article_is_refused(desk, url):
    for data in ({"url": url}, filled(url)):
        answer = desk.post(ADD, data)
        assert answer.status_code in (200, 302)
    assert not LibraryItem.objects.exists()
    assert "url" in desk.post(ADD, {"url": url}).context["form"].errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "Trang không tồn tại"),
        ("day", "01/01/2999"),
        ("day", "x"),
        ("source_name", ""),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(desk, page, field, value):
    answer = desk.post(ADD, filled(page, **{field: value}))
    assert answer.context["form"].errors.keys() == {field}
    assert not Source.objects.exists()


def test_who_added_a_link_is_on_record(desk, reviewer, page):
    desk.post(ADD, filled(page))
    item = LibraryItem.objects.get()
    history = reverse("aggregator_libraryitem_modeladmin_history", args=[item.pk])
    assert reviewer.get_full_name() in desk.get(history).content.decode()


def test_the_list_leads_to_the_form(desk, seat):
    items = reverse("aggregator_libraryitem_modeladmin_index")
    make_item()
    assert ADD in desk.get(items).content.decode()
    assert ADD not in seat(Role.OVERSEER).get(items).content.decode()


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.OVERSEER, Role.AUTHOR, Role.AGENCY_ADMIN])
def test_nobody_else_adds_links(seat, portal, page, role):
    browser = seat(role)
    for data in ({"url": page}, filled(page)):
        assert browser.post(ADD, data).status_code in (302, 403, 404)
    assert browser.get(ADD).status_code in (302, 403, 404)
    assert not LibraryItem.objects.exists()
    assert portal.asked == []
