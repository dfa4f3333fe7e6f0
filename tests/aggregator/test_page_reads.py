"""Items of trusted sources are public once their pages have been read, and only then."""

import datetime as dt
import threading
from dataclasses import replace

import pytest
from procrastinate import testing
from procrastinate.contrib.django import app

from aggregator import item_pages, item_services, page_reads, tasks
from aggregator.drafts import draft_of
from aggregator.feeds.links import link_key
from aggregator.feeds.navigations import Navigations
from aggregator.models import ItemStatus, LibraryItem, Publisher
from aggregator.page_reads import read_next
from aggregator.selectors import newest_items
from aggregator.services import refresh_source
from tests.aggregator.conftest import NOW
from tests.factories.portals import entry, make_feed, running_portal
from tests.factories.sections import make_item, make_source

pytestmark = pytest.mark.django_db
HTML = {"Content-Type": "text/html; charset=utf-8"}
HALF_HOUR = dt.timedelta(minutes=30)
GAMBLING = "<p>Nhà cái uy tín, chơi tài xỉu và nổ hũ ngay."


def story(number: int, more: str = "") -> tuple[int, dict[str, str], bytes]:
    """Return the page of an entry of `make_feed`."""
    title = entry(number)["title"]
    return 200, HTML, f"<!doctype html><title>{title}</title><h1>{title}</h1>{more}".encode()


@pytest.fixture
def refresh():
    """Fetch a source, at NOW or at a moment `after` it, and read none of the pages."""

    def run(source, *, after: dt.timedelta = dt.timedelta()) -> None:
        refresh_source(source_id=source.pk, now=NOW + after)

    return run


@pytest.fixture
def trusted(portal):
    """A trusted source at the portal, not read before."""
    portal.pages["/tin.rss"] = make_feed(at(portal, 1), at(portal, 2))
    return make_source(url=f"{portal.url}/tin.rss", trusted=True)


def at(portal, number: int, **fields: str) -> dict[str, str]:
    """Return an entry whose page is at the portal."""
    return entry(number, link=f"{portal.url}/tin/{number}.html") | fields


def read_all(url: str, *, now: dt.datetime = NOW) -> None:
    """Read the waiting pages at the host of `url` once."""
    after, host = 0, url.split("/")[2]
    while (coming := read_next(host=host, after=after, now=now)) and coming.after:
        after = coming.after


def public() -> set[str]:
    return {item.href.rpartition("/")[2] for item in newest_items()}


def test_nothing_is_public_before_its_page_was_read(portal, trusted, refresh):
    refresh(trusted)
    assert public() == set()
    assert LibraryItem.objects.waiting().count() == 0
    portal.pages |= {"/tin/1.html": story(1), "/tin/2.html": story(2, GAMBLING)}
    read_all(portal.url)
    assert public() == {"1.html"}
    held = LibraryItem.objects.waiting().get()
    assert (held.reason, bool(held.blocked_word)) == ("blocked_page", True)


def test_without_the_reading_a_gambling_page_is_public_at_once(
    portal, trusted, refresh, monkeypatch
):
    trusting = lambda *args, **options: replace(draft_of(*args, **options), by_hand=True)  # noqa: E731
    monkeypatch.setattr(item_services, "draft_of", trusting)
    portal.pages["/tin/2.html"] = story(2, GAMBLING)
    refresh(trusted)
    assert "2.html" in public()


LATER = [
    ("missing at first", (404, {}, b""), "missing_page"),
    ("says that it is missing", (200, HTML, b"<h1>404 Not Found</h1>"), "missing_page"),
    ("out of order", (503, {}, b""), "unopened_page"),
]


@pytest.mark.parametrize(("answer", "reason"), [each[1:] for each in LATER])
def test_a_page_that_does_not_open_is_read_again_for_half_an_hour(
    portal, trusted, refresh, answer, reason
):
    portal.pages |= {"/tin/1.html": answer, "/tin/2.html": answer}
    refresh(trusted)
    read_all(portal.url)
    assert LibraryItem.objects.filter(status=ItemStatus.CHECKING).count() == 2
    portal.pages["/tin/1.html"] = story(1)
    read_all(portal.url, now=NOW + HALF_HOUR)
    assert public() == {"1.html"}
    assert LibraryItem.objects.waiting().get().reason == reason


FINAL = [
    ((403, {}, b""), ""),
    ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), ""),
    ((200, HTML, b"<h1>Tin</h1>" + b"x" * 11_000_000), "unopened_page"),
    ((302, {"Location": "http://10.0.0.1/"}, b""), "unopened_page"),
    (story(1, f"<img src='data:image/png;base64,{'A' * 3_000_000}'>{GAMBLING}"), "blocked_page"),
    ((200, HTML, b"<p>The cream of our house brightens your skin in a night." * 20), "other_page"),
    (
        story(
            1, "<script>setTimeout(() => {location.href = 'https://x.bet'})</script>" + "chữ " * 999
        ),
        "leading_page",
    ),
    (
        story(1, "<script>location.replace('https://tin.vn/')</script>" + "chữ " * 999),
        "leading_page",
    ),
    (story(1, "<script>eval(atob(document.title))</script>"), "hidden_script"),
    (
        story(1, "<form action=//x.bet></form><script>document.forms[0].submit()</script>"),
        "leading_page",
    ),
    (story(1, "<iframe src=//x.bet style='position:fixed; inset:0'></iframe>"), "leading_page"),
    ((200, {"Content-Type": "text/plain"}, GAMBLING.encode()), "blocked_page"),
    ((200, {"Content-Type": "text/plain"}, "Nội dung".encode()), ""),
    (story(1, "<noscript><meta http-equiv=refresh content='0;url=//x.bet'>"), "foreign_page"),
    (story(1, "<script>open('https://dichvucong.gov.vn/')</script>"), ""),
    ((200, HTML, b"<meta http-equiv=refresh content='0;url=/x'>"), "blocked_page"),
    ((200, HTML, b"<meta http-equiv=refresh content='0;url=https://x.bet/'>"), "foreign_page"),
]


@pytest.mark.parametrize(("answer", "reason"), FINAL)
def test_a_page_is_judged_at_once(portal, trusted, refresh, answer, reason):
    portal.pages |= {"/tin/1.html": answer, "/x": story(1, GAMBLING)}
    refresh(trusted)
    read_all(portal.url)
    item = LibraryItem.objects.get(link=f"{portal.url}/tin/1.html")
    assert (item.status, item.reason) == ("new" if reason else "published", reason)


def test_without_reading_scripts_a_page_that_leads_away_is_public(
    portal, trusted, refresh, monkeypatch
):
    nothing = lambda _page: Navigations((), (), hides=False)  # noqa: E731
    monkeypatch.setattr(item_pages, "find_navigations", nothing)
    portal.pages["/tin/1.html"] = story(1, "<script>location = '//x.bet/'</script>" + "chữ " * 999)
    refresh(trusted)
    read_all(portal.url)
    assert "1.html" in public()


def test_a_large_file_is_public_although_it_is_not_read(portal, refresh):
    portal.pages["/tin.rss"] = make_feed(at(portal, 1, link=f"{portal.url}/1.pdf"))
    portal.pages["/1.pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF" * 3_000_000)
    refresh(make_source(url=f"{portal.url}/tin.rss", trusted=True))
    read_all(portal.url)
    assert public() == {"1.pdf"}


@pytest.mark.parametrize(("took", "status"), [(9_000, "published"), (50, "new")])
def test_only_what_a_slow_portal_sends_is_public_unread_after_half_an_hour(
    portal, trusted, refresh, settings, took, status
):
    refresh(trusted)
    type(trusted).objects.update(took_ms=took)
    settings.AGGREGATOR_FETCH_SECONDS = 0.2
    opens = threading.Event()
    portal.before = lambda: opens.wait(20)
    host = portal.url.split("/")[2]
    rest = read_next(host=host, after=0, now=NOW)
    assert rest is not None
    assert public() == set()
    read_next(host=host, after=0, now=NOW + HALF_HOUR)
    opens.set()
    assert LibraryItem.objects.order_by("pk")[0].status == status


def test_an_article_that_moves_to_another_website_is_read_before_it_opens_there(
    portal, trusted, refresh
):
    portal.pages |= {"/tin/1.html": story(1), "/tin/2.html": story(2)}
    refresh(trusted)
    read_all(portal.url)
    with running_portal() as other:
        moved = at(portal, 1, link=f"{other.url}/tin/1.html")
        portal.pages["/tin.rss"] = make_feed(moved, at(portal, 2))
        refresh(trusted, after=HALF_HOUR)
        assert public() == {"2.html"}
        other.pages["/tin/1.html"] = story(1, GAMBLING)
        read_all(other.url)
    assert public() == {"2.html"}


def unread(portal, number: int, **fields) -> LibraryItem:
    """Return an item whose page waits to be read."""
    url = f"{portal.url}/tin/{number}.html"
    told = {"link": url, "link_key": link_key(url), "fetched_at": NOW, "status": "checking"}
    return make_item(entry(1)["title"], **told | fields)


def test_the_address_of_an_unread_repeat_is_not_shown(portal):
    card = make_item(entry(1)["title"], source=make_source())
    good = unread(portal, 1, source=make_source(trusted=True), duplicate_of=card)
    bad = unread(portal, 2, source=make_source(trusted=True), duplicate_of=card)
    assert newest_items().get().attributions == [card]
    portal.pages |= {"/tin/1.html": story(1), "/tin/2.html": story(1, GAMBLING)}
    read_all(portal.url)
    assert newest_items().get().attributions == [card, good]
    assert LibraryItem.objects.waiting().get() == bad


def test_the_official_text_takes_the_place_of_the_press_once_it_was_read(portal):
    press = make_item(entry(1)["title"], source=make_source("Báo Gia Lai"))
    gazette = make_source(trusted=True, publisher=Publisher.GAZETTE)
    text = unread(portal, 1, source=gazette, duplicate_of=press, joined_by="number")
    portal.pages["/tin/1.html"] = story(1)
    read_all(portal.url)
    shown = newest_items().get()
    assert (shown, shown.attributions) == (text, [text, press])


def test_what_an_untrusted_source_repeats_is_not_public_without_the_card(portal):
    card = unread(portal, 2, source=make_source(trusted=True))
    repeat = unread(portal, 1, source=make_source(), duplicate_of=card)
    portal.pages |= {"/tin/1.html": story(1), "/tin/2.html": story(1, GAMBLING)}
    read_all(portal.url)
    read_all(portal.url)
    assert not newest_items()
    assert set(LibraryItem.objects.waiting()) == {card, repeat}


def test_a_held_card_still_waits_when_another_takes_its_place(portal):
    told = {"status": "new", "reason": "other_page"}
    held = unread(portal, 2, source=make_source(trusted=True), **told)
    other = unread(portal, 1, source=make_source(trusted=True), duplicate_of=held)
    portal.pages["/tin/1.html"] = story(1)
    read_all(portal.url)
    assert newest_items().get() == other
    assert LibraryItem.objects.waiting().get() == held


def test_when_a_card_is_held_its_best_repeat_is_shown(portal):
    card = unread(portal, 1, source=make_source(trusted=True))
    repeat = unread(portal, 2, source=make_source(trusted=True), duplicate_of=card)
    portal.pages |= {"/tin/1.html": story(1, GAMBLING), "/tin/2.html": story(1)}
    read_all(portal.url)
    assert newest_items().get() == repeat
    assert LibraryItem.objects.waiting().get() == card


def test_a_fetch_with_news_queues_its_pages_at_once_and_one_without_nothing(portal, trusted):
    portal.pages |= {"/tin/1.html": story(1), "/tin/2.html": story(2)}
    with app.replace_connector(testing.InMemoryConnector()) as queue:
        tasks.refresh_batch()
        (job,) = queue.connector.jobs.values()
        assert job["task_name"] == "aggregator.read_page"
        for _page in range(2):
            *_, job = queue.connector.jobs.values()
            tasks.read_page(**job["args"])
    assert public() == {"1.html", "2.html"}
    type(trusted).objects.update(next_fetch_at=NOW)
    with app.replace_connector(testing.InMemoryConnector()) as queue:
        tasks.refresh_batch()
        assert not queue.connector.jobs
    assert page_reads.hosts_to_read() == []
