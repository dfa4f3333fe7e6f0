"""The sample portals without a feed, over real HTTP: all of a list arrives, and arrives once."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from aggregator.models import FetchOutcome, ItemStatus, LibraryItem
from tests.factories.sections import make_source

ROOT = Path(__file__).resolve().parents[2]
PORTALS = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds" / "portals"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not PORTALS.is_dir(), reason="the shared sample portals are missing (PBGDPL_SHARED)"
    ),
]
LIST = {
    "item": ".news-item",
    "title": "h3 a",
    "date": ".date",
    "excerpt": ".sapo",
    "base": "https://tinh.example.vn/",
}
MAP = {"pattern": "*/van-ban/*"}
PAGES = [("danhsach.html", "html_list", LIST), ("sitemap.xml", "sitemap", MAP)]


def wanted(name: str) -> dict[str, Any]:
    return dict(json.loads((PORTALS / "expected.json").read_text("utf-8"))[name])


@pytest.fixture
def served(portal):
    """The portal with every sample file on it."""
    portal.pages = {f"/{path.name}": path.read_bytes() for path in PORTALS.iterdir()}
    return portal


@pytest.mark.parametrize(("name", "kind", "options"), PAGES)
def test_every_item_is_stored_once_with_its_link_number_and_date(
    served, refresh, name, kind, options
):
    source = make_source(url=f"{served.url}/{name}", kind=kind, options=options)
    assert refresh(source).outcome == FetchOutcome.NEW_ITEMS
    stored = {item.link: item for item in LibraryItem.objects.filter(source=source)}
    assert len(stored) == LibraryItem.objects.count() == wanted(name)["count"]
    for item in wanted(name)["items"]:
        kept = stored[item["link"]]
        assert kept.document_numbers[0] == item["number"]
        if "date" in item:
            assert kept.published_at.astimezone().date().isoformat() == item["date"]


@pytest.mark.parametrize(("name", "kind", "options"), PAGES)
def test_a_changed_body_with_the_same_items_stores_nothing(served, refresh, name, kind, options):
    source = make_source(url=f"{served.url}/{name}", kind=kind, options=options)
    refresh(source)
    before = list(LibraryItem.objects.order_by("pk").values())
    # A counter of visitors, as list pages have them.
    served.pages[f"/{name}"] += b"<!-- 4711 -->"
    assert refresh(source).outcome == FetchOutcome.NOTHING_NEW
    assert list(LibraryItem.objects.order_by("pk").values()) == before


def test_a_title_made_from_an_address_waits_for_a_person_even_from_a_trusted_source(
    served, refresh
):
    for name, kind, options in PAGES:
        url = f"{served.url}/{name}"
        refresh(make_source(url=url, kind=kind, options=options, trusted=True))
    status = dict(LibraryItem.objects.values_list("source__kind", "status").distinct())
    assert status == {"html_list": ItemStatus.PUBLISHED, "sitemap": ItemStatus.NEW}


def test_selectors_that_fit_no_longer_are_named(served, refresh):
    options = LIST | {"item": ".tin-cu"}
    report = refresh(
        make_source(url=f"{served.url}/danhsach.html", kind="html_list", options=options)
    )
    assert (report.outcome, report.detail) == (FetchOutcome.NOT_A_FEED, "nothing_matches")
