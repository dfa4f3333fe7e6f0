"""What a search costs PostgreSQL: time, pages of 8 KB, and which indexes it takes."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.hub.search.query import Filters, read_query
from network.hub.search.selectors import find, index_only

from .search_load import TABLE

TODAY = dt.date(2026, 11, 25)
BROAD, FILTERED = "broad", "filtered"
# kind of search, what is typed, what it is narrowed to, newest first
SEARCHES: tuple[tuple[str, str, Filters, bool], ...] = (
    (BROAD, "pháp luật", Filters(), False),
    (BROAD, "phap luat", Filters(), False),
    (BROAD, "quy định xử phạt vi phạm hành chính", Filters(), False),
    (BROAD, "phap luat", Filters(), True),
    (FILTERED, "pháp luật", Filters(agency="17"), False),
    (FILTERED, "phap luat", Filters(kind="document", status="expired"), False),
    (FILTERED, "đất đai", Filters(topic="5", year="2024"), False),
    (FILTERED, "đất đai", Filters(kind="article", level="commune"), False),
    (FILTERED, "dat dai", Filters(agency="17", topic="5"), True),
    ("rare word", "chuyên đề 3999", Filters(), False),
    ("number", "nghị định 100/2019/NĐ-CP", Filters(), False),
)


@dataclass(frozen=True)
class Cost:
    """What one search took of PostgreSQL, all its statements together.

    Milliseconds by the clock and of the processor: on a busy machine only those say what it would
    take alone; 0 where the system does not tell. Pages are of 8 KB.
    """

    kind: str
    words: str
    filters: Filters
    newest_first: bool
    milliseconds: float
    processor: float
    buffers: int
    rows: int
    scans: frozenset[str]

    @property
    def narrowed(self) -> str:
        """Return the filters in words."""
        names = ("kind", "agency", "topic", "level", "status", "year")
        chosen = [f"{name} {value}" for name in names if (value := getattr(self.filters, name))]
        return ", ".join([*chosen, *(["newest first"] if self.newest_first else [])])


def costs(*, runs: int = 5) -> Iterator[Cost]:
    """Yield what each search costs, the middle one of some runs."""
    for kind, words, filters, newest_first in SEARCHES:
        statements = _statements(words, filters, newest_first)
        plans = [_explained(each, runs) for each in statements]
        yield Cost(
            kind=kind,
            words=words,
            filters=filters,
            newest_first=newest_first,
            milliseconds=sum(told["Planning Time"] + told["Execution Time"] for told in plans),
            processor=_processor(statements, runs),
            buffers=sum(
                told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"]
                for told in plans
            ),
            rows=sum(int(told["Plan"]["Actual Rows"]) for told in plans),
            scans=frozenset(scan for told in plans for scan in _scans(told["Plan"])),
        )


def _statements(words: str, filters: Filters, newest_first: bool) -> list[str]:
    question = read_query(words)
    with CaptureQueriesContext(connection) as captured:
        find(question, filters, today=TODAY, newest_first=newest_first)
    return [each["sql"] for each in captured if TABLE in each["sql"]]


def _explained(statement: str, runs: int) -> dict[str, Any]:
    told = []
    with index_only(), connection.cursor() as cursor:
        for _ in range(runs):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
            answer = cursor.fetchone()[0]
            told += json.loads(answer) if isinstance(answer, str) else answer
    return sorted(told, key=lambda each: each["Execution Time"])[runs // 2]


def _processor(statements: Sequence[str], runs: int) -> float:
    """Return the milliseconds of processor that PostgreSQL takes for the statements."""
    with index_only(), connection.cursor() as cursor:
        before = server_seconds()
        for statement in list(statements) * 2 * runs:
            cursor.execute(statement)
            cursor.fetchall()
        return (server_seconds() - before) * 1000 / (2 * runs)


def server_seconds() -> float:
    """Return the processor time of the server's process behind our connection; 0.0 if unknown.

    User and system time are fields 14 and 15 of proc(5), in ticks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _scans(plan: dict[str, Any]) -> Iterator[str]:
    if "Scan" in plan["Node Type"] and plan["Node Type"] not in ("Function Scan", "Subquery Scan"):
        yield plan.get("Index Name") or f"{plan['Node Type']} {plan.get('Relation Name', '')}"
    for below in plan.get("Plans", ()):
        yield from _scans(below)
