"""Portals without a feed, over real HTTP: the first list proposed is the list, item for item.

Each page has a file of its items beside it, written by hand: day, title, address.
"""

import datetime as dt
from pathlib import Path

import pytest

from aggregator.feeds.html import read_page
from aggregator.found_lists.in_pages import lists_in_page
from aggregator.models import FetchOutcome, LibraryItem
from aggregator.preview_services import preview_source
from tests.factories.sections import make_source

HERE = Path(__file__).resolve().parent
PAGES = sorted(path for path in HERE.glob("*/*") if path.suffix in (".html", ".json"))
NAMES = [f"{path.parent.name}/{path.name}" for path in PAGES]
NOW = dt.datetime(2026, 12, 1, 3, 0, tzinfo=dt.UTC)
HOST = "http://portal.example"

pytestmark = pytest.mark.django_db


def wanted(path: Path) -> list[tuple[str, ...]]:
    lines = path.with_suffix(".tsv").read_text("utf-8").splitlines()
    return sorted(tuple(line.split("\t")) for line in lines)


def stored(base: str) -> list[tuple[str, ...]]:
    return sorted(
        (
            str(item.published_at.astimezone().date()) if item.published_at else "",
            item.title,
            (item.original_link or item.link).removeprefix(base),
        )
        for item in LibraryItem.objects.all()
    )


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_the_first_list_proposed_is_the_list_and_nothing_else(portal, refresh, path):
    text = path.read_text("utf-8")
    body = text.replace(HOST, portal.url).replace(HOST.replace("/", "\\/"), portal.url).encode()
    kind = "application/json" if path.suffix == ".json" else "text/html; charset=utf-8"
    portal.pages[f"/{path.name}"] = (200, {"Content-Type": kind}, body)
    url = f"{portal.url}/{path.name}"
    preview = preview_source(url=url, kind="rss", options={}, person_id=1, now=NOW)
    found = preview.lists[0]
    source = make_source(url=url, kind=found.kind, options=dict(found.options))
    assert refresh(source, after=dt.timedelta(days=6)).outcome == FetchOutcome.NEW_ITEMS
    assert stored(portal.url) == wanted(path)


def test_a_page_of_six_megabytes_with_pictures_inside_is_read_as_its_words(portal):
    page = (HERE / "unseen/sharepoint.html").read_bytes()
    picture = b'src="data:image/jpeg;base64,' + b"QUJD" * 300_000 + b'"'
    body = page.replace(b"src=", picture + b" data-src=")
    assert len(body) > 6_000_000
    portal.pages["/tin"] = (200, {"Content-Type": "text/html"}, body)
    url = f"{portal.url}/tin"
    preview = preview_source(url=url, kind="rss", options={}, person_id=1, now=NOW)
    assert len(preview.lists[0].links) == 5


def test_without_knowing_boxes_beside_the_content_the_most_read_articles_are_items(monkeypatch):
    page = read_page((HERE / "made/twin_boxes.html").read_bytes(), None)

    def count() -> int:
        return len(lists_in_page(page, url=f"{HOST}/", now=NOW)[0].links)

    assert count() == 4
    monkeypatch.setattr("aggregator.adapters.link_list.side_boxes", lambda root: ())
    assert count() == 10
