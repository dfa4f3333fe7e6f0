"""Where a visitor's words stand in texts, and the part of a text that has most of them, marked.

Pure but for Django's escaping.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from network.core.text import strip_marks, unify_tones

from .questions import SearchQuery, Sought, Term

LENGTH = 240
_BEFORE = 60
_MOST_PLACES = 200
_LOOSE = 0.5
# Between two words of one sentence.
_BETWEEN = r"[^\w.!?:;]{1,3}"


class WordSpan(NamedTuple):
    """Where words stand in a text: text[begin:end]."""

    begin: int
    end: int


class QueryWords:
    """The words of a question, to be found in texts as they were meant.

    Who typed "độ" is not shown "đỏ"; a syllable by itself is marked only where it is one of the
    `telling` terms, and another way to say a thing only as a whole: "giấy phép lái xe" for "bằng
    lái", not each "xe".
    """

    def __init__(self, question: SearchQuery, telling: Collection[Term]) -> None:
        said = list(_sequences(question, telling))
        self._exact = _pattern([word.exact for word in each] for each in said if _is_exact(each))
        self._loose = _pattern(
            [word.folded for word in each] for each in said if not _is_exact(each)
        )

    def places(self, text: str) -> list[WordSpan]:
        """Return where the words stand in the text, in order, none within another."""
        plain = unify_tones(text.lower())
        if len(plain) != len(text):
            # A letter that is two in small letters would shift all places.
            return []
        bare = strip_marks(plain)
        looked_in = [
            (self._exact, plain),
            *([(self._loose, bare)] if len(bare) == len(text) else []),
        ]
        found = sorted(
            match.span(1) for pattern, where in looked_in for match in pattern.finditer(where)
        )
        spans: list[WordSpan] = []
        for begin, end in sorted(found):
            if spans and begin <= spans[-1].end:
                begin, end = spans[-1].begin, max(end, spans.pop().end)
            spans.append(WordSpan(begin, end))
        return spans


def _sequences(question: SearchQuery, telling: Collection[Term]) -> Iterator[tuple[Sought, ...]]:
    for term in question.terms:
        for number, reading in enumerate(term.readings):
            if number or len(reading.words) > 1 or term in telling:
                yield reading.words
    for one, other in pairwise(question.terms):
        for before in one.readings:
            for after in other.readings:
                yield before.words[-1:] + after.words[:1]


def _is_exact(words: Sequence[Sought]) -> bool:
    return all(word.exact and word.loose < _LOOSE for word in words)


def _pattern(sequences: Iterable[Sequence[str]]) -> re.Pattern[str]:
    """Return the pattern of these words side by side, whole words, also where they overlap."""
    ways = {_BETWEEN.join(map(re.escape, words)) for words in sequences}
    longest_first = "|".join(sorted(ways, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<![^\W_])(?=({longest_first})(?![^\W_]))")


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
