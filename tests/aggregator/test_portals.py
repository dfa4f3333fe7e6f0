"""The sample portals over real HTTP: all of every feed arrives, and arrives once."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from aggregator.models import FetchOutcome, LibraryItem
from tests.factories.sections import make_source

ROOT = Path(__file__).resolve().parents[2]
PORTALS = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds" / "portals"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not PORTALS.is_dir(), reason="the shared sample portals are missing (PBGDPL_SHARED)"
    ),
]


def expected() -> dict[str, Any]:
    path = PORTALS / "expected.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


FEEDS = [name for name in expected() if name.endswith((".rss", ".atom", ".rdf"))]


def key_of(number: str) -> str:
    """Return a number without the differences of writing: 119-CP is 119/CP."""
    return re.sub(r"\W", "", number.casefold()).lstrip("0")


@pytest.fixture
def served(portal):
    """The portal with every sample file on it."""
    portal.pages = {f"/{path.name}": path.read_bytes() for path in PORTALS.iterdir()}
    return portal


@pytest.mark.parametrize("name", FEEDS)
def test_every_item_is_stored_once_with_its_link_and_number(served, refresh, name):
    source = make_source(url=f"{served.url}/{name}")
    wanted = expected()[name]
    refresh(source)
    stored = {item.link: item for item in LibraryItem.objects.filter(source=source)}
    assert LibraryItem.objects.count() == wanted["count"]
    for item in wanted["items"]:
        if item["link"]:
            numbers = stored[item["link"]].document_numbers
            assert key_of(item["number"]) in map(key_of, numbers)


@pytest.mark.parametrize("name", FEEDS)
def test_a_second_fetch_stores_nothing(served, refresh, name):
    source = make_source(url=f"{served.url}/{name}")
    first = refresh(source)
    before = list(LibraryItem.objects.order_by("pk").values())
    second = refresh(source)
    empty = first.outcome == FetchOutcome.EMPTY
    assert second.outcome == (FetchOutcome.EMPTY if empty else FetchOutcome.NOT_MODIFIED)
    assert list(LibraryItem.objects.order_by("pk").values()) == before


def test_a_page_of_maintenance_is_not_a_feed(served, refresh):
    report = refresh(make_source(url=f"{served.url}/baotri.html"))
    assert report.outcome == FetchOutcome.NOT_A_FEED


def test_all_portals_together_keep_every_source_of_an_article(served, refresh):
    sources = [make_source(url=f"{served.url}/{name}", trusted=True) for name in FEEDS]
    for source in sources:
        refresh(source)
    assert LibraryItem.objects.count() == sum(expected()[name]["count"] for name in FEEDS)
    shown = LibraryItem.objects.published()
    assert len({item.link_key for item in shown}) == len(shown)
