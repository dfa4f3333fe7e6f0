"""How often the portals are asked for the pages of their public items again."""

import datetime as dt

import pytest

from aggregator import item_pages
from aggregator.feeds.links import link_key
from aggregator.item_pages import recent_urls
from sites.links.selectors import due_checks
from sites.links.services import check_link, sync_link_checks
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
