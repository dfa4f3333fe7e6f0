"""Page text as officers edit it, one line per paragraph. Pure.

`# ` starts a heading, `## ` a subheading, `- ` a list item, `1. ` a numbered list item, and `| ` a
row of a table with a bar between its cells.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby
from unicodedata import normalize

from .pdf_text import Paragraph, PrintedTable, join_lists
from .table_html import TextCell

_ELEMENT = re.compile(
    r'<(h2|h3|p|li)(?: value="(\d+)")?>(.*?)</\1>|<tr>(?P<row>.*?)</tr>', re.DOTALL
)
_CELL = re.compile(r"<t[dh](?P<spans>[^>]*)>(?P<text>.*?)</t[dh]>", re.DOTALL)
_WIDE = re.compile(r'colspan="(\d{1,2})"')
_TAG = re.compile("<[^>]*>")
_MARKS = {"h2": "# ", "h3": "## ", "p": "", "li": "- "}
_WRITTEN = re.compile(r"(?:(?P<h3>##)|(?P<h2>#)|(?P<li>[-•*])|(?P<number>\d{1,3})[.)])\s+(?=\S)")


def to_markup(html: str) -> str:
    """Return the page's HTML as editable lines."""
    return "\n".join(
        _row(found["row"])
        if found["row"] is not None
        else (f"{found[2]}. " if found[2] else _MARKS[found[1]]) + _words(found[3])
        for found in _ELEMENT.finditer(html)
    )


def _row(html: str) -> str:
    """Return a table row as a line. A cell of several columns is followed by empty ones."""
    cells: list[str] = []
    for cell in _CELL.finditer(html):
        wide = _WIDE.search(cell["spans"])
        cells += [_words(cell["text"]), *[""] * (int(wide[1]) - 1 if wide else 0)]
    return f"| {' | '.join(cells)} |"


def _words(html: str) -> str:
    return unescape(_TAG.sub("", html))


def from_markup(written: str) -> list[Paragraph | PrintedTable]:
    """Return the paragraphs and tables described by the edited lines."""
    lines = (" ".join(line.split()) for line in normalize("NFC", written).splitlines())
    found = list(_blocks(line for line in lines if line))
    join_lists(found)
    return found


def _blocks(lines: Iterator[str]) -> Iterator[Paragraph | PrintedTable]:
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if not is_table:
            yield from map(_paragraph, group)
            continue
        rows = [line.strip("|").split("|") for line in group]
        yield PrintedTable([[TextCell(cell.strip()) for cell in row] for row in rows])


def _paragraph(line: str) -> Paragraph:
    mark = _WRITTEN.match(line)
    if mark is None:
        return Paragraph("p", line)
    tag = "li" if mark["number"] else str(mark.lastgroup)
    return Paragraph(tag, line[mark.end() :], mark["number"] or "")
