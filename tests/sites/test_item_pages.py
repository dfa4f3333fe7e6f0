"""Pages of new items: what they say decides whether the items become public, and stay so."""

import datetime as dt

import pytest

from aggregator import item_texts
from aggregator.feeds.links import link_key
from aggregator.models import ItemStatus, LibraryItem
from aggregator.page_reads import read_next
from sites.links.services import check_link, sync_link_checks
from sites.models import LinkCheck
from tests.factories.portals import running_portal
from tests.factories.sections import make_item, make_source

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
TITLE = "Tập huấn kỹ năng hòa giải ở cơ sở cho hòa giải viên phường Diên Hồng"
MENU = "<nav>" + "".join(f"<a href='/muc/{n}'>Chuyên mục số {n}</a>" for n in range(60)) + "</nav>"
LIST = MENU + "".join(f"<p><a href='/tin/{n}'>Bản tin tuần thứ {n}</a>" for n in range(5))
STORY = f"<h1>{TITLE}</h1><p>Sáng 24/11, Sở Tư pháp mở lớp tập huấn cho 120 hòa giải viên."


@pytest.fixture
def portal():
    with running_portal() as portal:
        yield portal


def page(body: str, head: str = "<title>Cổng thông tin phường Diên Hồng</title>"):
    return 200, HTML, f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


CASES = {
    "story": (page(STORY + LIST), ""),
    "story that links to a bookmaker's report once": (
        page(STORY + "<aside>Triệt phá nhà cái trên mạng</aside>"),
        "",
    ),
    "scripted page without text": (page("<div id=app></div>" + MENU), ""),
    "file": ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 ..."), ""),
    "gambling in the text": (
        page(STORY + "<p>Nhà cái uy tín, tặng tiền trải nghiệm khi đăng ký." + LIST),
        "blocked_page",
    ),
    "gambling after a long menu": (
        page(LIST * 30 + STORY + "<p>Chơi tài xỉu và nổ hũ ngay."),
        "blocked_page",
    ),
    "gambling in a large page": (
        page("<script>" + "x" * 500_000 + "</script>" + STORY + "<p>Chơi tài xỉu và nổ hũ ngay."),
        "blocked_page",
    ),
    "gambling in an old encoding": (
        (
            200,
            {"Content-Type": "text/html"},
            "<meta charset=utf-16><title>Tin</title><p>Nhà cái. Tài xỉu.".encode("utf-16"),
        ),
        "blocked_page",
    ),
    "gambling in frames": (
        page(STORY + "<iframe src='//m.bk8.com/'></iframe><iframe src='//go88.vip/'></iframe>"),
        "blocked_page",
    ),
    "gambling spelled out": (
        page(STORY + "<p>n.h.à c.á.i hàng đầu: t à i x ỉ u"),
        "blocked_page",
    ),
    "gambling that only machines read": (
        page(STORY, "<meta name=description content='Kèo nhà cái, soi cầu miền Bắc'>"),
        "blocked_page",
    ),
    "hidden links to bookmakers": (
        page(STORY + "<a href='https://bk8.com'>.</a><a href='https://www.sunwin.day/x'>.</a>"),
        "blocked_page",
    ),
    "list instead of the article": (page(LIST), "other_page"),
    "forwards to the front page": ((302, {"Location": "/"}, b""), "other_page"),
    "forwards to the list of the source": ((302, {"Location": "/tin.rss"}, b""), "other_page"),
    "forwards to another name of the article": ((301, {"Location": "/tin/moi"}, b""), ""),
}


def standing(portal, answer, status: str) -> tuple[str, str, str]:
    """Return status, reason and block word of an item with a status after its page was read."""
    portal.pages = {"/bai/1": answer, "/tin/moi": page(STORY)}
    portal.pages |= {"/": page(LIST), "/tin.rss": page(LIST)}
    source = make_source(trusted=True, url=f"{portal.url}/tin.rss")
    urls = [f"{portal.url}/{path}" for path in ("bai/1", *(f"tin/{n}" for n in range(5)))]
    item, *_others = [
        make_item(TITLE, source=source, link=url, link_key=link_key(url), **when)
        for url, when in zip(urls, [{"seen_at": NOW, "published_at": NOW}] + [{}] * 5, strict=True)
    ]
    if status == ItemStatus.PUBLISHED:
        sync_link_checks(now=NOW)
        check_link(link_id=LinkCheck.objects.get(url=urls[0]).pk, now=NOW)
    else:
        LibraryItem.objects.filter(pk=item.pk).update(status=status)
        read_next(host=portal.url.removeprefix("http://"), after=0, now=NOW)
    item.refresh_from_db()
    return item.status, item.reason, item.blocked_word


@pytest.mark.parametrize("before", [ItemStatus.CHECKING, ItemStatus.PUBLISHED])
@pytest.mark.parametrize("name", CASES)
def test_an_item_becomes_and_stays_public_only_if_its_page_is_about_it(portal, name, before):
    answer, reason = CASES[name]
    status, held_by, word = standing(portal, answer, before)
    assert (status, held_by) == (("new", reason) if reason else ("published", ""))
    assert bool(word) == (reason == "blocked_page")


def test_without_the_judgement_of_texts_gambling_would_stay_public(portal, monkeypatch):
    monkeypatch.setattr(item_texts, "_BLOCK_WORDS", 99)
    assert standing(portal, CASES["gambling in the text"][0], "checking")[0] == "published"
