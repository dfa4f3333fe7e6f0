"""The picture that Zalo and Facebook show beside a link: who says what, in words.

1200 x 630 pixels (https://ogp.me/, the size both ask for). The letters are those of fonts/, which
have all of Vietnamese, Jrai and Bahnar, the combining breve of ơ̆ and ê̆ too.
"""

import io
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
BRAND, ON_BRAND, MUTED, GOLD = "#083358", "#ffffff", "#cfdcea", "#f2c14e"
# From the largest title that may be to the smallest, in pixels, and as many lines as fit.
TITLE_SIZES = ((76, 3), (64, 4), (54, 5), (46, 6))
# Stacked tone marks need room.
LINE = 1.36
NAME_SIZE, NAME_LINES = 34, 2
_FONTS = Path(__file__).parent / "fonts"
_TITLE_TOP, _NAME_BOTTOM = 132, HEIGHT - 52


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return one of the fonts beside this file, "Bold" or "Regular", at a size in pixels."""
    return ImageFont.truetype(_FONTS / f"NotoSans-{name}.ttf", size)


def draw_picture(*, title: str, who: str, place: str) -> bytes:
    """Return the PNG: the title, the agency below it, above both what the network is."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BRAND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 12), fill=GOLD)
    _write(draw, [_fitted(place, "Regular", 30)], top=56, name="Regular", size=30, fill=MUTED)
    size, lines = fit_title(title)
    _write(draw, lines, top=_TITLE_TOP, name="Bold", size=size, fill=ON_BRAND)
    names = wrapped(who, font("Regular", NAME_SIZE), most=NAME_LINES)
    top = _NAME_BOTTOM - round(len(names) * NAME_SIZE * LINE)
    draw.rectangle((MARGIN, top - 22, MARGIN + 96, top - 18), fill=GOLD)
    _write(draw, names, top=top, name="Regular", size=NAME_SIZE, fill=MUTED)
    out = io.BytesIO()
    # Few colours: a third of the bytes.
    image.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


def fit_title(title: str) -> tuple[int, list[str]]:
    """Return the largest size at which the title fits, and its lines; the longest is cut off."""
    for size, most in TITLE_SIZES:
        lines = list(_lines(clean(title), font("Bold", size)))
        if len(lines) <= most:
            return size, lines
    return size, wrapped(title, font("Bold", size), most=most)


def wrapped(text: str, letters: ImageFont.FreeTypeFont, *, most: int) -> list[str]:
    """Return the text in at most so many lines, none wider than the picture's middle."""
    lines = list(_lines(clean(text), letters))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and letters.getlength(f"{last}…") > WIDTH - 2 * MARGIN:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:.')}…"]


def clean(text: str) -> str:
    """Return the text composed, without what cannot be drawn."""
    composed = unicodedata.normalize("NFC", text)
    printable = (" " if each.isspace() else each for each in composed)
    kept = "".join(each for each in printable if unicodedata.category(each)[0] != "C")
    return " ".join(kept.split())


def _lines(text: str, letters: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in (part for each in text.split() for part in _parts(each, letters)):
        longer = f"{line} {word}".strip()
        if line and letters.getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _parts(word: str, letters: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yield a word in pieces that fit; a letter keeps its marks."""
    part = ""
    for each in word:
        if (
            part
            and not unicodedata.combining(each)
            and letters.getlength(part + each) > WIDTH - 2 * MARGIN
        ):
            yield part
            part = ""
        part += each
    yield part


def _fitted(place: str, name: str, size: int) -> str:
    return wrapped(place, font(name, size), most=1)[0] if clean(place) else ""


def _write(
    draw: ImageDraw.ImageDraw, lines: list[str], *, top: int, name: str, size: int, fill: str
) -> None:
    for number, line in enumerate(lines):
        place = (MARGIN, top + round(number * size * LINE))
        draw.text(place, line, font=font(name, size), fill=fill)
