"""What tesseract has read in a picture: lines with where they stand, and how sure it is; pure.

hOCR 1.2, as tesseract 5 writes it.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from .pdf_text import Line

_TOKEN = re.compile(
    r"class='(?P<page>ocr_page)'"
    r"|class='ocr_(?:line|header|caption|textfloat)'[^>]*?"
    r"bbox (?P<left>\d+) (?P<top>\d+) (?P<right>\d+) (?P<bottom>\d+);[^>]*?x_size (?P<size>[\d.]+)"
    r"|class='ocrx_word'[^>]*?x_wconf (?P<sure>\d+)'[^>]*>(?P<word>.*?)</span>",
    re.DOTALL,
)
_TAG = re.compile("<[^>]*>")
# What is less sure than this is dirt and parts of stamps, seldom a word.
_LEAST, _SURE = 25, 85
# What the dot before an item of a list is often taken for.
_DOTS = frozenset("«»‹›„®©¢°*")


@dataclass(slots=True)
class ReadPicture:
    """One picture: its lines, and the letters of each word with how sure they are."""

    lines: list[Line] = field(default_factory=list)
    letters: int = 0
    certainty: int = 0
    # Letters of words that nobody doubts.
    sure: int = 0

    @property
    def confidence(self) -> int:
        """Return how sure the text is, in per cent of its letters."""
        return self.certainty // self.letters if self.letters else 0


def surest(hocr: str) -> ReadPicture:
    """Return the picture of which most was read for sure."""
    return max(_pictures(hocr), key=lambda each: each.sure, default=ReadPicture())


def _pictures(hocr: str) -> list[ReadPicture]:
    pictures: list[ReadPicture] = []
    place: tuple[float, float, float, float] | None = None
    words: list[str] = []

    def end_line() -> None:
        if words and words[0] in _DOTS:
            words[0] = "•"
        if words and place and pictures:
            pictures[-1].lines.append(Line(" ".join(words), *place))
        words.clear()

    for token in _TOKEN.finditer(hocr):
        if token["page"]:
            end_line()
            pictures.append(ReadPicture())
        elif token["left"]:
            end_line()
            # Lines of a PDF are counted from the lower edge.
            place = (
                float(token["left"]),
                float(token["right"]),
                -float(token["top"]),
                max(1.0, float(token["size"])),
            )
        elif int(token["sure"]) >= _LEAST and pictures:
            word = unescape(_TAG.sub("", token["word"])).strip()
            words.append(word)
            pictures[-1].letters += len(word)
            pictures[-1].sure += len(word) * (int(token["sure"]) >= _SURE)
            pictures[-1].certainty += len(word) * int(token["sure"])
    end_line()
    return pictures
