"""Preview picture that Zalo and Facebook show beside a link.

1200 x 630 pixels (https://ogp.me/, the size both ask for).
"""

import io

from PIL import Image, ImageDraw

from network.core.lettering import LINE, font, lines_of, wrapped

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
BRAND, ON_BRAND, MUTED, GOLD = "#083358", "#ffffff", "#cfdcea", "#f2c14e"
# (font size in pixels, number of lines that fit), largest first.
TITLE_SIZES = ((76, 3), (64, 4), (54, 5), (46, 6))
NAME_SIZE, NAME_LINES = 34, 2
_TEXT_WIDTH = WIDTH - 2 * MARGIN
_TITLE_TOP, _NAME_BOTTOM = 132, HEIGHT - 52


def draw_picture(*, title: str, who: str, place: str) -> bytes:
    """Return a PNG with `place` on top, then the title, and the agency below."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BRAND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 12), fill=GOLD)
    _write(draw, [_fitted(place, "Regular", 30)], top=56, name="Regular", size=30, fill=MUTED)
    size, lines = fit_title(title)
    _write(draw, lines, top=_TITLE_TOP, name="Bold", size=size, fill=ON_BRAND)
    names = wrapped(who, font("Regular", NAME_SIZE), most=NAME_LINES, width=_TEXT_WIDTH)
    top = _NAME_BOTTOM - round(len(names) * NAME_SIZE * LINE)
    draw.rectangle((MARGIN, top - 22, MARGIN + 96, top - 18), fill=GOLD)
    _write(draw, names, top=top, name="Regular", size=NAME_SIZE, fill=MUTED)
    out = io.BytesIO()
    # A palette of few colours takes a third of the bytes.
    image.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


def fit_title(title: str) -> tuple[int, list[str]]:
    """Return the largest font size at which the title fits, and its lines. A too long title is
    cut."""
    for size, most in TITLE_SIZES:
        lines = list(lines_of(title, font("Bold", size), _TEXT_WIDTH))
        if len(lines) <= most:
            return size, lines
    return size, wrapped(title, font("Bold", size), most=most, width=_TEXT_WIDTH)


def _fitted(place: str, name: str, size: int) -> str:
    lines = wrapped(place, font(name, size), most=1, width=_TEXT_WIDTH)
    return lines[0] if lines else ""


def _write(
    draw: ImageDraw.ImageDraw, lines: list[str], *, top: int, name: str, size: int, fill: str
) -> None:
    for number, line in enumerate(lines):
        place = (MARGIN, top + round(number * size * LINE))
        draw.text(place, line, font=font(name, size), fill=fill)
