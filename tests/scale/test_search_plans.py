"""A search reads what it takes as candidates, not what the table holds: counted, not timed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.hub.search.models import SearchEntry
from network.hub.search.phrases import phrases
from network.hub.search.questions import read_query
from network.hub.search.selectors import NEWEST, find
from tests.hub.search import judging

from .measuring import read_plan

pytestmark = pytest.mark.django_db
FEW, MANY = 1_000, 4_000
MOST_ROWS = 2 * NEWEST
# What an entry lies on (its row, its index, the text kept out of line), and where to look for it.
# No fixed sum: how densely rows and index are packed depends on what was rolled back before.
BUFFERS_PER_ROW, BUFFERS_BESIDE = 3, 500
TABLE, INDEX = SearchEntry._meta.db_table, "search_entry_words"
# What is typed, and whether the newest come first. Of the words that the articles are made of.
COMMON = [("quy định", False), ("quy dinh", False), ("quy định của pháp luật", True)]
RARE = [("777", False), ("quy định 777", False)]


class Cost(NamedTuple):
    """Pages of 8 KB, the most rows of one statement, and how the entries were found."""

    buffers: int
    rows: int
    scans: frozenset[str]

    @property
    def most_buffers(self) -> int:
        """As many pages as its candidates account for."""
        return BUFFERS_BESIDE + BUFFERS_PER_ROW * self.rows


def cost_of(words: str, *, newest_first: bool) -> Cost:
    """Ask once and have each statement explained; what it sets lasts as long as the transaction."""
    question = read_query(words, phrases())
    with CaptureQueriesContext(connection) as captured:
        found = find(question, (), today=judging.TODAY, newest_first=newest_first)
    assert found.hits
    plans = [explained(each["sql"]) for each in captured if f"FROM {TABLE}" in each["sql"]]
    return Cost(
        sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans),
        max(int(plan["Actual Rows"]) for plan in plans),
        frozenset(name for plan in plans for name in scans(plan)),
    )


def explained(statement: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        return read_plan(cursor.fetchone()[0])["Plan"]


def scans(plan: dict[str, Any]) -> Iterator[str]:
    if plan.get("Index Name") or plan.get("Relation Name"):
        yield plan.get("Index Name") or plan["Node Type"]
    for below in plan.get("Plans", ()):
        yield from scans(below)


def test_a_search_takes_the_index_and_stays_bounded():
    costs: dict[int, dict[tuple[str, bool], Cost]] = {}
    for entries in (FEW, MANY):
        judging.fill(entries)
        costs[entries] = {
            (words, first): cost_of(words, newest_first=first) for words, first in COMMON + RARE
        }
    for asked, cost in costs[MANY].items():
        assert INDEX in cost.scans, (asked, cost)
        assert "Seq Scan" not in cost.scans, (asked, cost)
        assert cost.rows <= MOST_ROWS, (asked, cost)
        assert cost.buffers <= cost.most_buffers, (asked, cost)
        # Four times the entries: a search that read them all would touch four times the pages.
        assert cost.buffers <= 2 * max(500, costs[FEW][asked].buffers), (asked, cost)
