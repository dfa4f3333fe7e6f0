"""Leave out page numbers, and what is printed at the head or foot of every page but the first.
Pure."""

import re
from collections import defaultdict
from dataclasses import dataclass

from .pdf_text import PrintedBlock, PrintedLine

_PAGE_NUMBER = re.compile(
    r"(?i)[-–—\s]*(?:trang|page|tr\.)?\s*\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[-–—\s]*"
)
_DIGITS = re.compile(r"\d+")
# Heads and feet are in this part of the page's height, within so many lines from its edge.
_MARGIN, _LINES = 0.11, 3
# They are at the same height on each page, and on this share of the pages at least: heads of left
# and right pages may differ.
_SHIFT, _SHARE = 8.0, 0.3


@dataclass(slots=True)
class PrintedPage:
    """A page: what is printed on it, and its lower and upper edge in points."""

    blocks: list[PrintedBlock]
    bottom: float
    top: float


def is_page_number(text: str) -> bool:
    """Return whether a line is a page number alone: "3", "- 3 -", "Trang 3/10"."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def drop_repeated(pages: list[PrintedPage]) -> None:
    """Remove page numbers, and running heads and feet except from the first page that has them.

    There they become its first and last line, wherever the file draws them.
    """
    found: dict[str, list[tuple[int, PrintedLine]]] = defaultdict(list)
    for at, page in enumerate(pages):
        for line in _at_edges(page):
            if is_page_number(line.text):
                page.blocks.remove(line)
            else:
                found[_DIGITS.sub("#", line.text.casefold())].append((at, line))
    for places in found.values():
        first = places[0][1]
        same = [place for place in places if abs(place[1].top - first.top) <= _SHIFT]
        if len({at for at, _line in same}) < max(2, _SHARE * len(pages)) or not _counts(same):
            continue
        for at, line in same[1:]:
            pages[at].blocks.remove(line)
        page = pages[same[0][0]]
        page.blocks.remove(first)
        is_head = first.top > (page.bottom + page.top) / 2
        page.blocks.insert(0 if is_head else len(page.blocks), first)


def _at_edges(page: PrintedPage) -> list[PrintedLine]:
    """Return the lines at the head and foot of a page. Headings in large letters are none."""
    lines = sorted(
        (block for block in page.blocks if isinstance(block, PrintedLine)),
        key=lambda line: line.top,
        reverse=True,
    )
    if not lines:
        return []
    usual = sorted(line.height for line in lines)[len(lines) // 2]
    margin = _MARGIN * (page.top - page.bottom)
    head = [line for line in lines[:_LINES] if line.top - line.height >= page.top - margin]
    foot = [line for line in lines[-_LINES:] if line.top <= page.bottom + margin]
    edges = {id(line): line for line in (*head, *foot)}.values()
    return [line for line in edges if line.height <= usual * 1.2]


def _counts(places: list[tuple[int, PrintedLine]]) -> bool:
    """Return whether the numbers in a line are equal on all pages, or count the pages.

    "Bảng 1" and "Bảng 7" at the head of two pages are different lines.
    """
    first, begin = places[0]
    for at, line in places[1:]:
        numbers = zip(_DIGITS.findall(begin.text), _DIGITS.findall(line.text), strict=False)
        if any(int(now) - int(then) not in (0, at - first) for then, now in numbers):
            return False
    return True
