"""Adapter for a portal's official list of legal documents: an HTML table with one column per fact.

Number, kind, issuing body and date are combined into a title as gazettes print it. The library
derives from this title which document an item is about, and the register takes the facts of a draft
from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.absence import nothing_matches
from aggregator.feeds.dates import parse_date
from aggregator.feeds.html import Element, Page
from aggregator.feeds.links import host_of, resolve_link
from aggregator.feeds.missing_pages import read_existing_page
from aggregator.feeds.normalize import clean_title, hash_content
from aggregator.feeds.parse import MAX_ENTRIES, newest_entries
from aggregator.feeds.types import Entry, EntryProblem, Feed
from legal_updates.citations import find_document_numbers
from network.core.text import fold

KIND = "document_table"
ORDER = 4
LABEL = _("Web page with a table of legal documents")
OPTIONS = (
    Option(
        "issuer",
        _("Issuing body"),
        _("Only where the table has no column for it: whose documents these are."),
    ),
)
# Folded prefixes or parts of column headings, and the name of the column that they stand for; the
# first match counts.
_COLUMNS = (
    ("number", re.compile(r"so,? ?(?:/ ?)?(?:va )?(?:ky )?hieu|^so (?:van ban|vb)|^ky hieu")),
    ("kind", re.compile(r"^(?:loai|hinh thuc)")),
    ("issuer", re.compile(r"co quan|noi ban hanh|don vi ban hanh")),
    ("issued_on", re.compile(r"^ngay (?:ban hanh|van ban|vb|ky)|^ban hanh$|^ngay$")),
    ("abstract", re.compile(r"trich yeu|noi dung|tieu de|^ten (?:van ban|vb)")),
)
_SPAN = re.compile("[1-9][0-9]{0,2}")
_NEEDED = {"number", "abstract"}


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Return {}: any name of an issuing body is valid."""
    return {}


def read(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime,
    excerpt_length: int,
    options: Mapping[str, str],
) -> Feed:
    """Read the rows of the first table whose header has a number and an abstract column.

    Raises NotAFeed: NOTHING_MATCHES or SCRIPT_PAGE if there is no such row, MISSING_PAGE, or the
    reason why the body is not a page.
    """
    page = read_existing_page(body, content_type)
    return read_table(page, base_url=base_url, now=now, owner=options.get("issuer", ""))


def read_table(page: Page, *, base_url: str, now: datetime, owner: str) -> Feed:
    """Return the rows of a parsed page as a feed. `owner` issues the documents of a table without
    such a column. Raises NotAFeed (NOTHING_MATCHES, SCRIPT_PAGE) if there is no row."""
    found = [entry for cells in _rows(page) if (entry := _entry(cells, base_url, now, owner))]
    if not found:
        raise nothing_matches(page)
    title = next(page.root.iter("title"), None)
    return Feed(
        title=clean_title(title.words()) if title is not None else "",
        link=resolve_link(base_url, base=base_url).canonical,
        entries=newest_entries(tuple(found), MAX_ENTRIES),
        found=len(found),
        problems=page.problems,
    )


def _rows(page: Page) -> Iterator[Mapping[str, Element]]:
    """Yield {column name: cell} for each row below the header of the first matching table."""
    for table in page.root.iter("table"):
        columns: Sequence[str] = ()
        for cells in _grid(table):
            names = [_column(cell) for cell in cells]
            # A header may span two rows, so the last matching row defines the columns.
            if set(names) >= _NEEDED:
                columns = names
            elif columns and len(cells) == len(columns):
                yield dict(zip(columns, cells, strict=True))
        if columns:
            return


def _grid(table: Element) -> Iterator[Sequence[Element]]:
    """Yield the cells of each row, including cells that span into it from rows above (rowspan) and
    repeated cells (colspan)."""
    reaching: dict[int, tuple[Element, int]] = {}
    rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for row in rows:
        own = (
            (cell, _span(cell, "rowspan"))
            for cell in row
            if cell.tag in ("td", "th")
            for _ in range(_span(cell, "colspan"))
        )
        cells: list[Element] = []
        while reached := reaching.pop(len(cells), None) or next(own, None):
            cell, left = reached
            if left > 1:
                reaching[len(cells)] = (cell, left - 1)
            cells.append(cell)
        yield cells


def _span(cell: Element, name: str) -> int:
    """Return the value of a cell's rowspan or colspan attribute, 1 if missing."""
    found = _SPAN.match(cell.value(name))
    return int(found[0]) if found else 1


def _column(head: Element) -> str:
    """Return the name of the column with this heading, "" for any other."""
    words = fold(clean_title(head.words()))
    return next((name for name, pattern in _COLUMNS if pattern.search(words)), "")


def _entry(cells: Mapping[str, Element], base_url: str, now: datetime, owner: str) -> Entry | None:
    """Return the row as an entry, or None if its number is not a valid document number."""
    told = {name: clean_title(cell.words()) for name, cell in cells.items() if name}
    kind, number = told.get("kind", ""), told["number"]
    numbers = find_document_numbers(f"{kind} số {number}") or find_document_numbers(number)
    if not numbers:
        return None
    day = parse_date(told.get("issued_on", ""), now=now)
    title = _heading(kind, str(numbers[0]), day, told.get("issuer") or owner, told["abstract"])
    link = resolve_link(_address(cells), base=base_url, own_hosts=filter(None, [host_of(base_url)]))
    return Entry(
        title=title,
        link=link.canonical,
        original_link=link.tidy,
        guid=None,
        published=day,
        excerpt="",
        content_hash=hash_content(title, ""),
        suggested_link=link.suggested,
        problems=frozenset() if link.canonical else frozenset({EntryProblem.NO_LINK}),
    )


def _heading(kind: str, number: str, day: datetime | None, issuer: str, abstract: str) -> str:
    """Return the title as gazettes print it: "Nghị định số 1/2026/NĐ-CP ngày 05/01/2026 của Chính
    phủ: quy định ..."."""
    dated = timezone.localtime(day).strftime(" ngày %d/%m/%Y") if day else ""
    body = f" của {issuer}" if issuer else ""
    return clean_title(f"{kind} số {number}{dated}{body}: {abstract}".strip())


def _address(cells: Mapping[str, Element]) -> str:
    """Return the link of the row: from the abstract cell, else the number cell, else any cell; ""
    if there is none."""
    order = [cells["abstract"], cells["number"], *cells.values()]
    links = (link.value("href") for cell in order for link in cell.iter("a"))
    return next(filter(None, links), "")
