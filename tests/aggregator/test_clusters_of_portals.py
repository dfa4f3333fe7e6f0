"""All sample portals together: the same document is one card, whichever portal is read first."""

import json
import os
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregator.clusters.candidates import stored_candidates
from aggregator.feeds.cluster import clue_of
from aggregator.feeds.policy import policy_of, read_numbers
from aggregator.models import LibraryItem
from tests.factories.sections import make_item, make_source

from .conftest import NOW

ROOT = Path(__file__).resolve().parents[2]
PORTALS = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds" / "portals"

needs_portals = pytest.mark.skipif(
    not PORTALS.is_dir(), reason="the shared sample portals are missing (PBGDPL_SHARED)"
)
pytestmark = pytest.mark.django_db
LIST = {
    "item": ".news-item",
    "title": "h3 a",
    "date": ".date",
    "excerpt": ".sapo",
    "base": "https://tinh.example.vn/",
}
PAGES = {
    "danhsach.html": {"kind": "html_list", "options": LIST},
    "sitemap.xml": {"kind": "sitemap", "options": {"pattern": "*/van-ban/*"}},
}


def expected() -> dict[str, Any]:
    path = PORTALS / "expected.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def document_of(item: LibraryItem, wanted: list[dict[str, Any]]) -> str | None:
    """Return the cluster that the list of a portal gives an item; two items have no link."""
    for each in wanted:
        if each["link"] == (item.link or None) and (item.link or each["number"] in item.title):
            return each["cluster"].casefold().split("|")[0]
    return None


@needs_portals
@pytest.mark.parametrize("order", [1, -1], ids=["gazette first", "gazette last"])
def test_precision_and_recall_of_the_clusters_are_whole(portal, refresh, order):
    wanted = {name: each for name, each in expected().items() if each["items"]}
    portal.pages = {f"/{name}": (PORTALS / name).read_bytes() for name in wanted}
    found: list[tuple[str, int]] = []
    sources = {name: make_source(name, url=f"{portal.url}/{name}", **PAGES.get(name, {}))
               for name in wanted}  # fmt: skip
    for source in list(sources.values())[::order]:
        refresh(source)
    for name, source in sources.items():
        for item in LibraryItem.objects.filter(source=source):
            if document := document_of(item, wanted[name]["items"]):
                found.append((document, item.duplicate_of_id or item.pk))
    pairs = list(combinations(range(len(found)), 2))
    right = {(a, b) for a, b in pairs if found[a][0] == found[b][0]}
    made = {(a, b) for a, b in pairs if found[a][1] == found[b][1]}
    precision, recall = len(right & made) / len(made), len(right & made) / len(right)
    assert (len(found), len(right)) == (330, 70)
    assert (precision, recall) == (1, 1)


def test_the_stored_items_to_compare_with_are_found_by_their_indexes():
    make_item("Nghị định 168/2024/NĐ-CP")
    titles = ["Nghị định 168/2024/NĐ-CP", "Khai mạc kỳ họp thứ mười của Quốc hội khóa mười sáu"]
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        stored_candidates([clue(title) for title in titles])
        # On a table of one row everything is cheap: leave nothing but a look into the right index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {queries.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    # By policy and by title; which of the two indexes serves whom is the planner's to say.
    assert "Seq Scan" not in plan
    assert plan.count("Index Cond") >= 2


def clue(title: str) -> Any:
    texts = {"title": title, "link": None, "excerpt": ""}
    numbers = read_numbers(**texts)
    policy = policy_of(numbers, owner="", **texts)
    return clue_of(source=0, link_key="", title=title, policy=policy, numbers=numbers, seen=NOW)
