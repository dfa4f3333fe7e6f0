"""Poster of a channel: an A4 page whose QR code leads to the channel's entry in the register.

It does not lead to the channel itself, because that may be renamed or hijacked while the paper is
still on the wall.
"""

import io
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw

from network.core.lettering import LINE, font, wrapped

DPI = 200
# A4 in pixels.
WIDTH, HEIGHT = round(210 / 25.4 * DPI), round(297 / 25.4 * DPI)
MARGIN = 130
_TEXT_WIDTH = WIDTH - 2 * MARGIN
BRAND, ON_BRAND, INK, MUTED, GOLD, PAPER = (
    "#083358",
    "#ffffff",
    "#16202b",
    "#4a5a6a",
    "#f2c14e",
    "#ffffff",
)
_HEAD = 300
_CODE = 960


@dataclass(frozen=True, slots=True)
class Poster:
    """The texts on a poster."""

    head: str
    name: str
    platform: str
    agency: str
    # The channel's address as people type it.
    url: str
    # The address in the QR code.
    target: str
    how: str
    warning: str


def draw_poster(poster: Poster) -> bytes:
    """Return the poster as PDF."""
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, WIDTH, _HEAD), fill=BRAND)
    draw.rectangle((0, _HEAD, WIDTH, _HEAD + 14), fill=GOLD)
    _write(draw, poster.head, 96, size=80, name="Bold", fill=ON_BRAND)
    top = _write(draw, poster.name, _HEAD + 90, size=100, name="Bold", fill=BRAND, most=3)
    top = _write(draw, poster.platform, top + 10, size=46, name="Regular", fill=MUTED)
    top = _write(draw, poster.agency, top + 14, size=60, name="Bold", fill=INK, most=2)
    code = _code(poster.target)
    # Place the code in the middle between the texts above and below.
    foot = HEIGHT - 520
    page.paste(code, ((WIDTH - code.width) // 2, (top + foot - code.height) // 2))
    foot = _write(draw, poster.how, foot, size=60, name="Bold", fill=INK, most=2)
    foot = _write(draw, poster.url, foot + 14, size=46, name="Regular", fill=BRAND, most=2)
    draw.rectangle((MARGIN, foot + 40, WIDTH - MARGIN, foot + 44), fill=GOLD)
    _write(draw, poster.warning, foot + 64, size=38, name="Regular", fill=MUTED, most=2)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=DPI, title=poster.name, quality=90)
    return out.getvalue()


def _code(target: str) -> Image.Image:
    """Return the QR code's image; each module is a whole number of pixels."""
    code = segno.make(target, error="q", micro=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=_CODE // code.symbol_size()[0], border=4)
    return Image.open(out).convert("RGB")


def _write(
    draw: ImageDraw.ImageDraw,
    words: str,
    top: int,
    *,
    size: int,
    name: str,
    fill: str,
    most: int = 1,
) -> int:
    """Write centered text of at most `most` lines. Returns the position below it."""
    letters = font(name, size)
    for line in wrapped(words, letters, most=most, width=_TEXT_WIDTH):
        place = ((WIDTH - letters.getlength(line)) / 2, top)
        draw.text(place, line, font=letters, fill=fill)
        top += round(size * LINE)
    return top
