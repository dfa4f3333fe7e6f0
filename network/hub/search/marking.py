"""Where a visitor's words stand in texts, and the part of a text that has most of them, marked.

Pure but for Django's escaping.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from network.core.text import fold, strip_marks

from .query import SearchQuery
from .words import exact_words

LENGTH = 240
_WORD = re.compile(r"[^\W_]+")
_BEFORE = 60
_MOST_PLACES = 200


class WordSpan(NamedTuple):
    """Where a word stands in a text: text[begin:end]."""

    begin: int
    end: int


class QueryWords:
    """The words of a question, to be found in many texts."""

    def __init__(self, question: SearchQuery) -> None:
        ways = [way for term in question.terms for way in term.folded]
        self.folded = {word for way in ways for word in way}
        accented = question.terms if question.accented else ()
        self.exact = {word for term in accented for way in term.exact for word in way}
        words = "|".join(map(re.escape, sorted(self.folded)))
        self._pattern = re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")

    def places(self, *texts: str) -> list[list[WordSpan]]:
        """Return for each text where the words stand in it.

        Where any of the texts has a word with the very accents, it stands for those alone: who
        typed "độ" is not shown "đỏ". Otherwise, and for who typed none, accents do not count.
        """
        found = [
            [(place, text[place.begin : place.end]) for place in self._in(text)] for text in texts
        ]
        words = {word for places in found for _, word in places}
        very = {word for word in words if self.exact.issuperset(exact_words(word))}
        settled = {fold(word) for word in very if self.exact}
        return [
            [place for place, word in places if word in very or fold(word) not in settled]
            for places in found
        ]

    def _in(self, text: str) -> Iterator[WordSpan]:
        plain = strip_marks(text.lower())
        if len(plain) == len(text):
            return (WordSpan(*match.span()) for match in self._pattern.finditer(plain))
        # Combining marks without a composed letter: stripping them would shift all positions.
        words = _WORD.finditer(text)
        return (WordSpan(*match.span()) for match in words if fold(match[0]) in self.folded)


def snippet(text: str, places: Sequence[WordSpan], *, length: int = LENGTH) -> SafeString:
    """Return the part of `text` with most of the places, escaped, each of them in <mark>.

    About `length` characters, cut between words; the beginning where there is no place.
    """
    begin, end = _window(text, [place.begin for place in places], length)
    inside = [place for place in places if begin <= place.begin and place.end <= end]
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    part = _marked(text, inside, begin, end).strip()
    return mark_safe(f"{before}{part}{after}")  # noqa: S308


def marked(text: str, places: Sequence[WordSpan]) -> SafeString:
    """Return the whole text, escaped, with the places in <mark>."""
    return mark_safe(_marked(text, places, 0, len(text)))  # noqa: S308


def _marked(text: str, places: Sequence[WordSpan], begin: int, end: int) -> str:
    pieces = []
    for place in places:
        word = escape(text[place.begin : place.end])
        pieces += [escape(text[begin : place.begin]), f"<mark>{word}</mark>"]
        begin = place.end
    pieces.append(escape(text[begin:end]))
    return "".join(pieces).replace("</mark> <mark>", " ")


def _window(text: str, places: list[int], length: int) -> tuple[int, int]:
    """Return begin and end of where most of the words stand together, the first such place."""
    if len(text) <= length:
        return 0, len(text)
    looked_at = places[:_MOST_PLACES]
    first = max(
        looked_at,
        key=lambda start: sum(start <= each < start + length for each in looked_at),
        default=0,
    )
    begin = max(0, first - _BEFORE)
    if begin:
        begin = text.find(" ", begin) + 1 or begin
    if begin + length >= len(text):
        return begin, len(text)
    return begin, max(text.rfind(" ", begin, begin + length), begin + 1)
