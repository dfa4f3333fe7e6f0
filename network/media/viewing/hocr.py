"""Parse tesseract's output: lines with their positions and confidence. Pure.

The format is hOCR 1.2, as tesseract 5 writes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    r"class='(?P<page>ocr_page)'"
    r"|class='ocr_(?P<kind>line|header|caption|textfloat|separator)'[^>]*?"
    r"bbox (?P<box>\d+ \d+ \d+ \d+)(?:;[^>]*?x_size (?P<size>[\d.]+))?"
    r"|class='ocrx_word'[^>]*?bbox (?P<place>\d+ \d+ \d+ \d+)[^>]*?x_wconf (?P<sure>\d+)'[^>]*>"
    r"(?P<word>.*?)</span>",
    re.DOTALL,
)
_TAG = re.compile("<[^>]*>")
# Words below _LEAST and lines below _LEAST_LINE are dirt and parts of stamps, seldom real text.
# Words from _SURE on count as certain.
_LEAST, _LEAST_LINE, _SURE = 5, 30, 85
# Characters that tesseract often reads instead of a list bullet, one or two of them.
_DOTS = frozenset("«»‹›„®©¢°*")
_LIKE_DOTS, _SURE_OF_DOTS = _DOTS | frozenset("se5o"), 50


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels from the upper left corner."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> float:
        """Return the vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> int:
        """Return the height."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A recognised line: its position, font size, words with their confidence in per cent, and the
    position of each word."""

    box: Box
    size: float
    words: tuple[tuple[str, int], ...]
    places: tuple[Box, ...]

    @property
    def text(self) -> str:
        """Return the text of the line."""
        return " ".join(word for word, _sure in self.words)

    @property
    def letters(self) -> int:
        """Return the number of letters."""
        return sum(len(word) for word, _sure in self.words)

    @property
    def certainty(self) -> int:
        """Return the sum of the confidence of all letters."""
        return sum(len(word) * sure for word, sure in self.words)

    @property
    def sure(self) -> int:
        """Return the number of letters in words of high confidence."""
        return sum(len(word) for word, sure in self.words if sure >= _SURE)


def how_sure(lines: Iterable[ReadLine]) -> tuple[int, int]:
    """Return a sort key for the confidence of a reading: letters of high confidence, then the
    total."""
    each = [(line.sure, line.certainty) for line in lines]
    return sum(sure for sure, _ in each), sum(certainty for _, certainty in each)


@dataclass(slots=True)
class ReadPicture:
    """The result of one reading of an image: its lines, and the ruling lines drawn in it."""

    lines: list[ReadLine] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)

    @property
    def sure(self) -> int:
        """Return the number of letters of high confidence."""
        return sum(line.sure for line in self.lines)


def pictures(hocr: str) -> list[ReadPicture]:
    """Return the result for each image in the list given to tesseract."""
    found: list[ReadPicture] = []
    place: tuple[Box, float] | None = None
    words: list[tuple[str, int, Box]] = []

    def end_line() -> None:
        line = _line(place, words) if place else None
        if line and found and line.certainty > _LEAST_LINE * line.letters:
            found[-1].lines.append(line)
        words.clear()

    for token in _TOKEN.finditer(hocr):
        if token["word"] is not None:
            word = unescape(_TAG.sub("", token["word"])).strip()
            words.append((word, int(token["sure"]), _box(token["place"])))
            continue
        end_line()
        place = None
        box = _box(token["box"]) if token["box"] else None
        if token["page"]:
            found.append(ReadPicture())
        elif box and token["kind"] != "separator":
            place = box, max(1.0, float(token["size"] or 1))
        elif box and found:
            found[-1].rules.append(box)
    end_line()
    return found


def _box(edges: str) -> Box:
    return Box(*map(int, edges.split()))


def _line(place: tuple[Box, float], words: list[tuple[str, int, Box]]) -> ReadLine:
    """Return a line with its words, without dirt, and with a misread bullet restored."""
    first, sure = words[0][:2] if len(words) > 1 else ("", 0)
    like = len(first) <= 2 and sure < _SURE_OF_DOTS and set(first) <= _LIKE_DOTS
    is_dot = bool(first) and (like or first in _DOTS)
    dotted = [("•", 100, words[0][2]), *words[1:]] if is_dot else words
    kept = [(word, sure, box) for word, sure, box in dotted if word and sure >= _LEAST]
    return ReadLine(
        *place, tuple((word, sure) for word, sure, _box in kept), tuple(box for *_, box in kept)
    )
