"""Find and mark a visitor's words in texts, and choose the best snippet. Pure, except for HTML
escaping."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from network.core.text import strip_marks, unify_tones

from .questions import SearchQuery, SearchTerm, Sought

LENGTH = 160
_BEFORE = 60
_MOST_PLACES = 200
_LOOSE = 0.5
# Separator between two words of one sentence.
_BETWEEN = r"[^\w.!?:;]{1,3}"


# Lower-case ASCII letters and digits only; "lý" and "lí" count as the same word.
_ROUGH = bytes(code if chr(code).isalnum() else 32 for code in range(256)).replace(b"y", b"i")

type Span = tuple[int, int]


class QueryWords:
    """The words of a query, prepared for finding them in texts.

    A query with "độ" does not mark "đỏ". A single syllable is marked only if it is one of the
    `telling` terms, and a synonym only as a whole phrase: "giấy phép lái xe" for "bằng lái", not
    every "xe".
    """

    def __init__(self, question: SearchQuery, telling: Collection[SearchTerm]) -> None:
        said = list(_sequences(question, telling))
        self._rough = {_rough(" ".join(word.folded for word in each)) for each in said}
        self._exact = _pattern([word.exact for word in each] for each in said if _is_exact(each))
        self._loose = _pattern(
            [word.folded for word in each] for each in said if not _is_exact(each)
        )

    def letters_in(self, text: str) -> int:
        """Return roughly how many characters of the words occur in the text.

        Twenty times faster than `places`; used to preselect the pages of a file.
        """
        plain = _rough(text)
        return sum(len(each) for each in self._rough if each in plain)

    def places(self, text: str) -> list[Span]:
        """Return the (begin, end) spans of the words in the text, in order."""
        plain = unify_tones(text.lower())
        covered = bytearray(len(text))
        for pattern, where in ((self._exact, plain), (self._loose, strip_marks(plain))):
            # A character that becomes two in lower case would shift all positions.
            for match in pattern.finditer(where) if len(where) == len(text) else ():
                covered[slice(*match.span(1))] = b"x" * len(match[1])
        return [match.span() for match in re.finditer(rb"x+", covered)]


def _rough(text: str) -> bytes:
    bare = normalize("NFD", text.lower().replace("đ", "d").replace("ƀ", "b"))
    return b" %b " % b" ".join(bare.encode("ascii", "ignore").translate(_ROUGH).split())


def _sequences(
    question: SearchQuery, telling: Collection[SearchTerm]
) -> Iterator[tuple[Sought, ...]]:
    for term in question.terms:
        for number, variant in enumerate(term.variants):
            if number or len(variant.words) > 1 or term in telling:
                yield variant.words
    for one, other in pairwise(question.terms):
        for before in one.variants:
            for after in other.variants:
                yield before.words[-1:] + after.words[:1]


def _is_exact(words: Sequence[Sought]) -> bool:
    return all(word.exact and word.loose < _LOOSE for word in words)


def _pattern(sequences: Iterable[Sequence[str]]) -> re.Pattern[str]:
    """Return a pattern for these word sequences, as whole words, including overlapping matches."""
    ways = {_BETWEEN.join(map(re.escape, words)) for words in sequences}
    longest_first = "|".join(sorted(ways, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<![^\W_])(?=({longest_first})(?![^\W_]))")


def snippet(text: str, places: Sequence[Span], *, length: int = LENGTH) -> SafeString:
    """Return the part of `text` with the most matches, escaped, with each match in <mark>.

    About `length` characters, cut between words; the beginning of the text if nothing matches.
    """
    begin, end = _window(text, places, length)
    inside = [place for place in places if begin <= place[0] and place[1] <= end]
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{_marked(text, inside, begin, end).strip()}{after}")  # noqa: S308


def marked(text: str, places: Sequence[Span]) -> SafeString:
    """Return the whole text, escaped, with the matches in <mark>."""
    return mark_safe(_marked(text, places, 0, len(text)))  # noqa: S308


def _marked(text: str, places: Sequence[Span], begin: int, end: int) -> str:
    pieces = []
    for first, last in places:
        pieces.append(f"{escape(text[begin:first])}<mark>{escape(text[first:last])}</mark>")
        begin = last
    pieces.append(escape(text[begin:end]))
    return "".join(pieces).replace("</mark> <mark>", " ")


def told_together(places: Sequence[Span], *, length: int = LENGTH) -> tuple[int, int]:
    """Find the window of `length` characters with the most matched text. Returns (matched
    characters, start)."""
    looked_at = places[:_MOST_PLACES]
    told = (
        (sum(end - begin for begin, end in looked_at if start <= begin < start + length), -start)
        for start, _end in looked_at
    )
    letters, before = max(told, default=(0, 0))
    return letters, -before


def _window(text: str, places: Sequence[Span], length: int) -> tuple[int, int]:
    """Return begin and end of the snippet around the window with the most matched text."""
    _letters, start = told_together(places, length=length)
    begin = max(0, start - _BEFORE)
    if begin:
        begin = 0 if len(text) <= length else text.find(" ", begin) + 1 or begin
    if begin + length >= len(text):
        return begin, len(text)
    return begin, max(text.rfind(" ", begin, begin + length), begin + 1)
