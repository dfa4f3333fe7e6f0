"""Find the words of a query in the tsvector of one entry. Pure.

PostgreSQL selects candidates (`selectors`) and returns their tsvectors as text; this module reads
word positions from them.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .questions import Sought
from .words import EXACT_MARK

# Weight of a word in the title and in the summary, compared with the text.
_TITLE, _LEAD = 3.0, 2.0
# Usual BM25 constants: saturation of repeated words, and influence of the length.
_K, _B = 1.2, 0.3
_USUAL_LENGTH = 250
_MOST_PLACES = 60
# Number of words of half a page.
HALF_PAGE = 200


class Match(NamedTuple):
    """A matched term: `value` with frequency, `share` 0 to 1 for being present, `written` positions
    from the vector."""

    value: float = 0.0
    share: float = 0.0
    written: str = ""
    # How often its words stand side by side.
    times: int = 0

    @property
    def places(self) -> frozenset[int]:
        """Return the positions of the word."""
        return frozenset(map(int, _plain(self.written)[:_MOST_PLACES]))

    @property
    def halves(self) -> set[int]:
        """Return the indexes of the half pages that contain the word."""
        return {int(place) // HALF_PAGE for place in _plain(self.written)}

    @property
    def titled(self) -> bool:
        """Return whether the word is in the title."""
        return "A" in self.written

    @property
    def headed(self) -> bool:
        """Return whether the word is in title or summary."""
        return "A" in self.written or "B" in self.written


NOT_FOUND = Match()


def _plain(written: str) -> list[str]:
    plain = written.replace("A", "").replace("B", "")
    return plain.split(",") if plain else []


class Vector:
    """A parsed tsvector of one entry, read word by word."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._written: dict[str, str] = {}
        self._passage: range | None = None
        self._length = _length(len(text) / 20)

    def narrow(self, passage: range) -> None:
        """Limit further reading of the body text to the positions in `passage`."""
        self._passage, self._length = passage, _length(len(passage))

    def match(self, word: Sought) -> Match:
        """Return how well the word matches, with other accents if necessary."""
        exact = self._read(EXACT_MARK + word.exact) if word.exact else NOT_FOUND
        if exact.share or not word.loose:
            return exact
        loose = self._read(word.folded)
        return loose._replace(value=loose.value * word.loose, share=loose.share * word.loose)

    def _read(self, mark: str) -> Match:
        """Return how well one variant of a term matches: several words must stand near each
        other."""
        if mark not in self._written:
            self._written[mark] = self._find(mark)
        written = self._written[mark]
        if self._passage:
            written = ",".join(_inside(self._passage, written))
        if not written:
            return NOT_FOUND
        often = written.count(",") + 1.0
        often += (_TITLE - 1) * written.count("A") + (_LEAD - 1) * written.count("B")
        return Match(often / (often + self._length), 1.0, written, written.count(",") + 1)

    def _find(self, mark: str) -> str:
        begin = self._text.find(f"'{mark}':")
        if begin < 0:
            return ""
        begin += len(mark) + 3
        end = self._text.find(" ", begin)
        return self._text[begin : end if end > 0 else None]


def _length(words: float) -> float:
    return _K * (1 - _B + _B * words / _USUAL_LENGTH)


def _inside(passage: range, written: str) -> Iterator[str]:
    """Yield the positions in title, summary and passage."""
    for place in written.split(",") if written else ():
        if place[-1] in "AB" or int(place) in passage:
            yield place


def within(one: frozenset[int], other: frozenset[int], steps: Iterable[int]) -> bool:
    return any(not other.isdisjoint({place + step for place in one}) for step in steps)


def followed(one: frozenset[int], other: frozenset[int]) -> int:
    return len(other & {place + 1 for place in one})
