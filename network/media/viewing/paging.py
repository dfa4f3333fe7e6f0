"""Combine the structure of an office file with its printed pages. Pure.

The structure gives headings, lists and tables; the print gives the page breaks. An element belongs
to the page on which it begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import normalize

from . import notes
from .html import plain
from .results import FileReading, ReadingPart

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = ("br", "img")
# Maximum height of a sheet's image as a multiple of its width. A longer image would have hundreds
# of kilobytes; such a sheet is shown as a table only.
_LONGEST = 2.5
# Elements that may be split at a page break, with the tags around each piece.
_DIVIDED = {
    "ul": re.compile(r"(<ul>)(.*)(</ul>)", re.DOTALL),
    "ol": re.compile(r"(<ol>)(.*)(</ol>)", re.DOTALL),
    # The headings of a table are repeated on each page.
    "div": re.compile(
        r"(<div [^>]*><table>(?:<thead>.*?</thead>)?)(.*)(</table></div>)", re.DOTALL
    ),
}
_HEADING = re.compile(r"<h[23]>(.*?)</h[23]>", re.DOTALL)
_LETTERS = re.compile(r"[\W_]+")
# Search for the first `_KEY` letters of a piece: short pieces only nearby, longer ones a few pages
# ahead.
_KEY, _SHORT, _NEAR, _FAR = 60, 12, 200, 12_000


@dataclass(frozen=True, slots=True)
class _Piece:
    html: str
    before: str = ""
    after: str = ""
    # Number shared by all pieces of one list or table.
    whole: int = 0


def laid_on_pages(
    reading: FileReading, printed: list[ReadingPart], *, flows: bool
) -> list[ReadingPart] | None:
    """Return the parts with the images of `printed`, or None if the two do not match.

    With `flows` the text is distributed over the pages; sheets and slides have one page each.
    """
    if not flows:
        if len(reading.parts) != len(printed):
            return None
        pairs = zip(reading.parts, printed, strict=True)
        return [_pictured(part, page) for part, page in pairs]
    html, said = notes.taken("".join(part.html for part in reading.parts))
    pieces = list(_pieces(html))
    numbers = _numbers([plain(each.html) for each in pieces], [page.text for page in printed])
    return [
        _part(page, [each for each, at in zip(pieces, numbers, strict=True) if at == number], said)
        for number, page in enumerate(printed)
    ]


def _pictured(part: ReadingPart, page: ReadingPart) -> ReadingPart:
    if page.height > _LONGEST * page.width:
        return part
    return replace(part, width=page.width, height=page.height)


def _part(page: ReadingPart, pieces: list[_Piece], said: dict[str, str]) -> ReadingPart:
    """Return a page with the pieces that begin on it, and the footnotes that they call."""
    html, open_piece = "", _Piece("")
    for each in pieces:
        if each.whole != open_piece.whole or not each.whole:
            html += open_piece.after + each.before
        html += each.html
        open_piece = each
    html = notes.placed(html + open_piece.after, said)
    heading = _HEADING.search(html)
    title = " ".join(plain(heading[1]).split())[:200] if heading else ""
    return replace(page, text=plain(html), html=html, title=title, fate="")


def _pieces(html: str) -> Iterator[_Piece]:
    """Yield the units that can be on different pages: paragraphs, list items, table rows."""
    for number, element in enumerate(_elements(html), start=1):
        tag = _TAG.match(element)
        around = _DIVIDED[tag[2]].fullmatch(element) if tag and tag[2] in _DIVIDED else None
        if around is None:
            yield _Piece(element)
        else:
            for at, inner in enumerate(_elements(around[2]), start=1):
                if around[1] == "<ol>" and inner.startswith("<li>"):
                    inner = inner.replace("<li>", f'<li value="{at}">', 1)
                yield _Piece(inner, around[1], around[3], number)


def _elements(html: str) -> Iterator[str]:
    depth = begin = 0
    for tag in _TAG.finditer(html):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if depth <= 0:
            yield html[begin : tag.end()]
            begin, depth = tag.end(), 0
    if html[begin:].strip():
        yield html[begin:]


def _numbers(texts: list[str], pages: list[str]) -> list[int]:
    """Return the index of the page on which each text begins. The indexes never decrease."""
    letters, ends = "", []
    for page in pages:
        letters += _only_letters(page)
        ends.append(len(letters))
    found, position, number = [], 0, 0
    for text in texts:
        said = _only_letters(text)
        key = said[:_KEY]
        reach = _NEAR if len(key) < _SHORT else _FAR
        at = letters.find(key, position, position + reach) if key else -1
        if at >= 0:
            # Not to its very end: print may leave out a sign.
            position = at + max(len(key), len(said) * 9 // 10)
            while number < len(ends) - 1 and ends[number] <= at:
                number += 1
        found.append(number)
    return found


def _only_letters(text: str) -> str:
    return _LETTERS.sub("", normalize("NFC", text).casefold())
