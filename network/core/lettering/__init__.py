"""Text on generated images: fonts and line breaking.

The fonts beside this file cover Vietnamese, Jrai and Bahnar, including the combining breve of ơ̆
and ê̆.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageFont

# Line height as a multiple of the font size: stacked tone marks need room.
LINE = 1.36
FONTS = Path(__file__).parent / "fonts"


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the font "Bold" or "Regular" at a size in pixels."""
    return ImageFont.truetype(FONTS / f"NotoSans-{name}.ttf", size)


def clean(text: str) -> str:
    """Return the text composed (NFC), without characters that cannot be drawn."""
    composed = unicodedata.normalize("NFC", text)
    printable = (" " if each.isspace() else each for each in composed)
    kept = "".join(each for each in printable if unicodedata.category(each)[0] != "C")
    return " ".join(kept.split())


def wrapped(text: str, letters: ImageFont.FreeTypeFont, *, most: int, width: float) -> list[str]:
    """Return the text in at most `most` lines of maximum `width`; longer text is cut with "…"."""
    lines = list(lines_of(text, letters, width))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and letters.getlength(f"{last}…") > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:.')}…"]


def lines_of(text: str, letters: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Yield the text line by line, none wider than `width`."""
    line = ""
    for word in (part for each in clean(text).split() for part in _parts(each, letters, width)):
        longer = f"{line} {word}".strip()
        if line and letters.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _parts(word: str, letters: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Yield a word in pieces that fit. A letter is not separated from its combining marks."""
    part = ""
    for each in word:
        wider = letters.getlength(part + each) > width
        if part and not unicodedata.combining(each) and wider:
            yield part
            part = ""
        part += each
    yield part
