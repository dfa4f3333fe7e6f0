"""Judge whether the text of a page reads as Vietnamese, and whether two readings agree. Pure.

A text layer without a correct table of letters (ToUnicode) gives wrong letters or lacks those with
marks; both leave few Vietnamese syllables. What is not Vietnamese may be another language or a
table of figures, so it is compared with what is recognised in the picture of the page.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from network.core.syllables import is_vietnamese_syllable
from network.core.text import strip_marks

# What makes a word an address of mail or web, which says nothing about the language. Looked for in
# one word at a time: an expression with a beginning of any length takes minutes for 400,000 letters
# without a space.
_ADDRESS_MARKS = ("@", "://", "www.")
_PIECES = re.compile(r"[\s\-–—/.,:;()\[\]{}'’‘\"“”+&%…!?]+")
# Abbreviations in the numbers of documents: QH13, HĐND, BNNPTNT. Longer words in capitals are
# headings.
_ABBREVIATION = re.compile(r"[^\W\d_]{1,8}\d{0,2}")
# Share of syllables among the words. Printed pages and articles have 0.94 to 1, lists of village
# names 0.82. A page below costs a comparison with its picture, and loses nothing if they agree.
_SHARE = 0.93
# Three of four Vietnamese syllables have a mark; a text layer may have lost them all.
_MARKED, _ENOUGH = 0.35, 12
# Of so many words, less than this share are syllables.
_SEVERAL, _FOREIGN = 20, 0.5
# Words that two readings of one page share: of the same letters, and of letters without marks,
# which recognition in Vietnamese cannot know in other languages.
_SAME, _SIMILAR = 0.85, 0.5


@dataclass(frozen=True, slots=True)
class Spelling:
    """Counts of a text: words, how many of them are Vietnamese syllables, how many of these have a
    mark, and abbreviations, which are no words."""

    words: int
    syllables: int
    marked: int
    abbreviations: int

    @property
    def share(self) -> float:
        """Return the share of syllables among the words, 0 for a text without words."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def is_vietnamese(self) -> bool:
        """Return whether the text reads as Vietnamese."""
        if self.share < _SHARE or self.syllables < self.abbreviations:
            return False
        return self.syllables < _ENOUGH or self.marked >= _MARKED * self.syllables


def spelling_of(text: str) -> Spelling:
    """Count the words of a text."""
    written = unicodedata.normalize("NFC", text).split()
    pieces = _PIECES.split(" ".join(word for word in written if not _is_address(word)))
    words = [piece for piece in pieces if not _is_figure(piece)]
    syllables = [word for word in words if is_vietnamese_syllable(word)]
    unknown = [word for word in words if not is_vietnamese_syllable(word)]
    short = sum(_is_abbreviation(word) for word in unknown)
    marked = sum(not word.isascii() for word in syllables)
    return Spelling(len(words) - short, len(syllables), marked, short)


def is_vietnamese(text: str) -> bool:
    """Return whether the text reads as Vietnamese. False for other languages and for figures."""
    return spelling_of(text).is_vietnamese


def is_mostly_foreign(text: str) -> bool:
    """Return whether a text of several lines consists mostly of words that are not Vietnamese."""
    spelling = spelling_of(text)
    return spelling.words >= _SEVERAL and spelling.share < _FOREIGN


def are_same(text: str, seen: str) -> bool:
    """Return whether two readings have nearly the same words, in any order."""
    return _shared(_words(text), _words(seen)) >= _SAME


def are_similar(text: str, seen: str) -> bool:
    """Return whether two readings share half of their words when marks are ignored."""
    return _shared(_words(strip_marks(text)), _words(strip_marks(seen))) >= _SIMILAR


def _shared(some: Counter[str], others: Counter[str]) -> float:
    most = max(some.total(), others.total())
    return (some & others).total() / most if most else 0.0


def _words(text: str) -> Counter[str]:
    pieces = _PIECES.split(unicodedata.normalize("NFC", text).casefold())
    return Counter(piece for piece in pieces if any(map(str.isalnum, piece)))


def _is_address(word: str) -> bool:
    return any(mark in word for mark in _ADDRESS_MARKS)


def _is_figure(piece: str) -> bool:
    """Return whether this is a number, a bullet or a single letter such as that of a list item."""
    if len(piece) == 1 and not "\ue000" <= piece <= "\uf8ff":
        return not is_vietnamese_syllable(piece)
    return not piece or all(_is_sign(char) for char in piece)


def _is_sign(char: str) -> bool:
    return char.isdigit() or unicodedata.category(char) in ("Sc", "Sm", "So", "Pd", "Po", "No")


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and bool(_ABBREVIATION.fullmatch(word))
