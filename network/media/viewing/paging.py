"""The structure of an office file laid upon its printed pages; pure.

Structure says what is a heading, a list, a table; print says where a page begins. What begins on a
page belongs to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import normalize

from .html import plain
from .results import FileReading, ReadingPart

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = ("br", "img")
# So many times as high as wide is the picture of a sheet at most: a longer one weighs hundreds of
# kilobytes, and is read as a table.
_LONGEST = 2.5
# What is divided where a page ends, and the tags around each of its pieces.
_DIVIDED = {
    "ul": re.compile(r"(<ul>)(.*)(</ul>)", re.DOTALL),
    "ol": re.compile(r"(<ol>)(.*)(</ol>)", re.DOTALL),
    "div": re.compile(r"(<div [^>]*><table>)(.*)(</table></div>)", re.DOTALL),
}
_HEADING = re.compile(r"<h[23]>(.*?)</h[23]>", re.DOTALL)
_LETTERS = re.compile(r"[\W_]+")
# So many letters are looked for; a short piece only so near, a longer one a few pages ahead.
_KEY, _SHORT, _NEAR, _FAR = 60, 12, 200, 12_000


@dataclass(frozen=True, slots=True)
class _Piece:
    html: str
    before: str = ""
    after: str = ""
    # Pieces of one list or table share it.
    whole: int = 0


def laid_on_pages(
    reading: FileReading, printed: list[ReadingPart], *, flows: bool
) -> list[ReadingPart] | None:
    """Return the parts with the pictures of `printed`; None where the two do not fit.

    A text flows over its pages; sheets and slides have a page each.
    """
    if not flows:
        if len(reading.parts) != len(printed):
            return None
        pairs = zip(reading.parts, printed, strict=True)
        return [_pictured(part, page) for part, page in pairs]
    pieces = list(_pieces("".join(part.html for part in reading.parts)))
    numbers = _numbers([plain(each.html) for each in pieces], [page.text for page in printed])
    return [
        _part(page, [each for each, at in zip(pieces, numbers, strict=True) if at == number])
        for number, page in enumerate(printed)
    ]


def _pictured(part: ReadingPart, page: ReadingPart) -> ReadingPart:
    if page.height > _LONGEST * page.width:
        return part
    return replace(part, width=page.width, height=page.height)


def _part(page: ReadingPart, pieces: list[_Piece]) -> ReadingPart:
    html, open_piece = "", _Piece("")
    for each in pieces:
        if each.whole != open_piece.whole or not each.whole:
            html += open_piece.after + each.before
        html += each.html
        open_piece = each
    html += open_piece.after
    heading = _HEADING.search(html)
    title = " ".join(plain(heading[1]).split())[:200] if heading else ""
    return replace(page, text=plain(html), html=html, title=title)


def _pieces(html: str) -> Iterator[_Piece]:
    """Yield what may stand on a page of its own: paragraphs, items of lists, rows of tables."""
    for number, element in enumerate(_elements(html), start=1):
        tag = _TAG.match(element)
        around = _DIVIDED[tag[2]].fullmatch(element) if tag and tag[2] in _DIVIDED else None
        if around is None:
            yield _Piece(element)
        else:
            for at, inner in enumerate(_elements(around[2]), start=1):
                if around[1] == "<ol>":
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
    """Return the page, counted from 0, on which each text begins; never one before the last."""
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
