"""What tesseract has read in a picture: lines with where they stand, and how sure it is; pure.

hOCR 1.2, as tesseract 5 writes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    r"class='(?P<page>ocr_page)'"
    r"|class='ocr_(?P<kind>line|header|caption|textfloat|separator)'[^>]*?"
    r"bbox (?P<box>\d+ \d+ \d+ \d+)(?:;[^>]*?x_size (?P<size>[\d.]+))?"
    r"|class='ocrx_word'[^>]*?x_wconf (?P<sure>\d+)'[^>]*>(?P<word>.*?)</span>",
    re.DOTALL,
)
_TAG = re.compile("<[^>]*>")
# What is less sure than this is dirt and parts of stamps, seldom a word; so is a line that is
# less sure as a whole.
_LEAST, _LEAST_LINE, _SURE = 5, 30, 85
# What the dot before an item of a list is often taken for, alone or two of them.
_DOTS = frozenset("«»‹›„®©¢°*")
_LIKE_DOTS, _SURE_OF_DOTS = _DOTS | frozenset("se5o"), 50


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands, in dots from the upper left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> float:
        """Return how far down the middle of it is."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> int:
        """Return its height."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that was read: the size of its letters, its words, each with how sure it is."""

    box: Box
    size: float
    words: tuple[tuple[str, int], ...]

    @property
    def text(self) -> str:
        """Return what it says."""
        return " ".join(word for word, _sure in self.words)

    @property
    def letters(self) -> int:
        """Return how many there are."""
        return sum(len(word) for word, _sure in self.words)

    @property
    def certainty(self) -> int:
        """Return how sure its letters are, all together."""
        return sum(len(word) * sure for word, sure in self.words)

    @property
    def sure(self) -> int:
        """Return how many letters stand in words that nobody doubts."""
        return sum(len(word) for word, sure in self.words if sure >= _SURE)


def how_sure(lines: Iterable[ReadLine]) -> tuple[int, int]:
    """Return what tells which of two readings is surer: letters not doubted, then certainty."""
    each = [(line.sure, line.certainty) for line in lines]
    return sum(sure for sure, _ in each), sum(certainty for _, certainty in each)


@dataclass(slots=True)
class ReadPicture:
    """One picture as it was read once: its lines, and the rules that are drawn in it."""

    lines: list[ReadLine] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)

    @property
    def sure(self) -> int:
        """Return how many letters nobody doubts."""
        return sum(line.sure for line in self.lines)


def pictures(hocr: str) -> list[ReadPicture]:
    """Return each picture of the list that tesseract was given."""
    found: list[ReadPicture] = []
    place: tuple[Box, float] | None = None
    words: list[tuple[str, int]] = []

    def end_line() -> None:
        line = ReadLine(*place, _cleaned(words)) if place else None
        if line and found and line.certainty > _LEAST_LINE * line.letters:
            found[-1].lines.append(line)
        words.clear()

    for token in _TOKEN.finditer(hocr):
        if token["word"] is not None:
            words.append((unescape(_TAG.sub("", token["word"])).strip(), int(token["sure"])))
            continue
        end_line()
        place = None
        box = Box(*map(int, token["box"].split())) if token["box"] else None
        if token["page"]:
            found.append(ReadPicture())
        elif box and token["kind"] != "separator":
            place = box, max(1.0, float(token["size"] or 1))
        elif box and found:
            found[-1].rules.append(box)
    end_line()
    return found


def _cleaned(words: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return a line without dirt, the dot before an item as a dot."""
    first, sure = words[0] if len(words) > 1 else ("", 0)
    like = len(first) <= 2 and sure < _SURE_OF_DOTS and set(first) <= _LIKE_DOTS
    dotted = [("•", 100), *words[1:]] if first and (like or first in _DOTS) else words
    return tuple((word, sure) for word, sure in dotted if word and sure >= _LEAST)
