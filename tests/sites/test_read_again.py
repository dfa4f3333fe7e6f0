"""How often the portals are asked for the pages of their public items again, and what happens when
a page does not show its item any longer."""

import datetime as dt
from dataclasses import replace

import pytest

from aggregator import item_pages, item_texts
from aggregator.feeds.links import link_key
from aggregator.fetcher import policy
from aggregator.item_pages import recent_urls
from aggregator.models import LibraryItem
from aggregator.review_services import ReviewChoice, review_items
from sites.links import services
from sites.links.selectors import due_checks
from sites.links.services import check_link, sync_link_checks
from tests.factories.accounts import make_user
from tests.factories.portals import running_portal
from tests.factories.sections import make_item, make_source

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HTML = {"Content-Type": "text/html; charset=utf-8"}
TITLE = "Tập huấn kỹ năng hòa giải ở cơ sở cho hòa giải viên phường Diên Hồng"
# More would say nothing new: the articles of each day are asked for on days of their own.
ARTICLES_A_DAY = 2


@pytest.fixture
def portal():
    with running_portal() as portal:
        yield portal


def publish(source, url: str, moment: dt.datetime) -> None:
    """Store a public item as the pipeline leaves it, with its page read."""
    dates = {"published_at": moment, "seen_at": moment, "fetched_at": moment}
    make_item(TITLE, source=source, link=url, link_key=link_key(url), **dates)


def test_an_article_is_asked_for_five_times_in_its_month(portal):
    """This is the price of docs/benchmarks.md, for each source and day."""
    source = make_source(trusted=True)
    asked = []
    for number in range(45):
        now = NOW + number * DAY
        for part in range(ARTICLES_A_DAY):
            path = f"/tin/{number}-{part}.html"
            portal.pages[path] = (200, HTML, f"<!doctype html><h1>{TITLE}</h1>".encode())
            publish(source, portal.url + path, now)
        portal.asked.clear()
        sync_link_checks(now=now)
        for link_id in due_checks(now, at_most=1000):
            check_link(link_id=link_id, now=now)
        asked.append(len(portal.asked))
    assert asked[:8] == [ARTICLES_A_DAY] * 7 + [2 * ARTICLES_A_DAY]
    assert set(asked[30:]) == {5 * ARTICLES_A_DAY}


def test_of_a_busy_source_only_the_newest_pages_are_asked_for(monkeypatch):
    busy, quiet = make_source("Báo"), make_source("Sở")
    for number in range(5):
        publish(busy, f"https://bao.example.vn/{number}", NOW - number * DAY)
    publish(quiet, "https://so.example.vn/1", NOW - 29 * DAY)
    assert len(recent_urls(NOW)) == 6
    monkeypatch.setattr(item_pages, "MOST_OF_A_SOURCE", 2)
    newest = {f"https://bao.example.vn/{number}" for number in range(2)}
    assert set(recent_urls(NOW)) == newest | {"https://so.example.vn/1"}


# What an address answers later: none of it tells a story in paragraphs, links to known articles, or
# has block words.
ARTICLE = f"<h1>{TITLE}</h1><div>{'Hòa giải viên trao đổi. ' * 40}</div>"
LIST = "".join(f"<li><a href=/t/{n}>Bản tin tuần thứ {n}</a>" for n in range(30))
OTHER = f"<h1>Kết quả giải bóng chuyền xã</h1><div>{'Hai đội thi đấu sôi nổi. ' * 40}</div>"
EDITED = f"<h1>{TITLE} năm 2026</h1><div>{'Hòa giải viên trao đổi. ' * 40}</div>"
NOTICE = "<h1>Hệ thống đang nâng cấp</h1><p>Mời quý vị quay lại sau 10 phút."


@pytest.fixture
def status_after(portal):
    """Check the page of one public item once a week, while it answers these bodies in turn."""
    item = make_item(
        TITLE,
        source=make_source(trusted=True),
        link=f"{portal.url}/a",
        link_key=link_key(f"{portal.url}/a"),
        published_at=NOW,
        fetched_at=NOW,
    )

    def look(*bodies: str, start: int = 0, **fields: object) -> tuple[str, str]:
        LibraryItem.objects.filter(pk=item.pk).update(**fields)
        for week, body in enumerate(bodies, start):
            now = NOW + week * 7 * DAY
            portal.pages["/a"] = (200, HTML, f"<!doctype html>{body}".encode())
            sync_link_checks(now=now)
            for link_id in due_checks(now, at_most=10):
                check_link(link_id=link_id, now=now)
        item.refresh_from_db()
        return item.status, item.reason

    return look


@pytest.mark.parametrize("reviewed_at", [None, NOW])
@pytest.mark.parametrize("later", [LIST, OTHER], ids=["list", "other article"])
def test_a_page_that_has_lost_its_title_goes_back_to_a_person(status_after, later, reviewed_at):
    assert status_after(ARTICLE, later, reviewed_at=reviewed_at) == ("new", "other_page")


@pytest.mark.parametrize("later", [EDITED, NOTICE], ids=["edited", "notice"])
def test_an_edited_page_and_a_passing_notice_stay_public(status_after, later):
    assert status_after(ARTICLE, later, ARTICLE) == ("published", "")


GAMBLING = f"<h1>{TITLE}</h1><p>Nhà cái bk8, cá cược bóng đá, nổ hũ."
WIDE = f"<ul>{'<li>Tin cùng chuyên mục' * 60_000}</ul>"


@pytest.mark.parametrize("reviewed_at", [None, NOW])
def test_a_page_is_judged_also_if_it_has_grown(status_after, reviewed_at):
    """Whoever changes a page could fill it until nobody reads it."""
    assert len(WIDE) > 1024 * 1024
    later = status_after(ARTICLE, GAMBLING + WIDE, reviewed_at=reviewed_at)
    assert later == ("new", "blocked_page")


def test_unless_it_is_read_as_a_page_that_nobody_judges(status_after, monkeypatch):
    monkeypatch.setattr(services, "has_judged_page", lambda url: False)
    assert status_after(ARTICLE, GAMBLING + WIDE) == ("published", "")


@pytest.mark.parametrize("reviewed_at", [None, NOW])
def test_a_page_that_has_become_too_large_to_be_read_goes_back_once(
    status_after, monkeypatch, reviewed_at
):
    monkeypatch.setattr(services, "policy", lambda: replace(policy(), max_bytes=400_000))
    assert status_after(ARTICLE, WIDE, reviewed_at=reviewed_at) == ("new", "unopened_page")
    review_items(
        item_ids=list(LibraryItem.objects.waiting().values_list("pk", flat=True)),
        choice=ReviewChoice.APPROVE,
        reviewer=make_user(),
        now=NOW + 8 * DAY,
    )
    assert status_after(WIDE, WIDE, start=2)[0] == "published"


def test_a_page_that_never_showed_its_title_stays_public(status_after):
    """Scripts fill such pages: long menus, no text."""
    assert status_after(LIST, LIST) == ("published", "")


def test_what_a_person_approves_without_its_title_does_not_come_back(status_after):
    status_after(ARTICLE, LIST)
    review_items(
        item_ids=list(LibraryItem.objects.waiting().values_list("pk", flat=True)),
        choice=ReviewChoice.APPROVE,
        reviewer=make_user(),
        now=NOW + 8 * DAY,
    )
    assert status_after(LIST, start=2) == ("published", "")
    assert status_after(ARTICLE, start=3) == ("published", "")
    assert status_after(OTHER, start=4) == ("new", "other_page")


def test_without_the_memory_of_the_title_a_list_stays_public(status_after, monkeypatch):
    monkeypatch.setattr(item_texts, "_has_lost_title", lambda *_: False)
    assert status_after(ARTICLE, LIST) == ("published", "")
