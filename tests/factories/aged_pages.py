"""Pages of exactly known text, printed in several fonts and aged as scanners and phones leave them.

Everything follows from a seed, so a page is the same in every run. Used by `tests.drill.aged_pages`
and by the tests of text recognition.
"""

import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DPI = 150
# A4 at 150 dpi.
_WIDTH, _HEIGHT, _MARGIN = 1240, 1754, 130
_FONTS = Path("/usr/share/fonts/truetype")
FACES = (
    "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "crosextra/Carlito-Regular.ttf",
    "dejavu/DejaVuSerif.ttf",
)
_BOLD = "liberation/LiberationSerif-Bold.ttf"
# Sentences as officers write them, with names, figures, dates and numbers of documents.
_SENTENCES = Path(__file__).with_name("officers_sentences.txt")
_NUMBER = re.compile(r"^\d+\. ")


@dataclass(frozen=True, slots=True)
class AgedPage:
    """A picture of a page, the way it was aged, and its text."""

    picture: Image.Image
    way: str
    text: str

    def as_pdf(self) -> bytes:
        """Return a PDF with this picture only."""
        out = io.BytesIO()
        self.picture.save(out, "PDF", resolution=DPI, quality=80)
        return out.getvalue()


def aged_page(seed: int, way: str, *, paragraphs: int = 12) -> AgedPage:
    """Return the page that `seed` chooses, aged in one of the `WAYS`."""
    chance = random.Random(seed)  # noqa: S311
    printed, text = printed_page(chance, paragraphs)
    return AgedPage(WAYS[way](printed, chance), way, text)


def aged_pages(seed: int, count: int) -> list[AgedPage]:
    """Return pages aged in all ways in turn."""
    ways = list(WAYS)
    return [aged_page(seed * 1000 + at, ways[at % len(ways)]) for at in range(count)]


def printed_page(chance: random.Random, count: int) -> tuple[Image.Image, str]:
    """Return a clean grey page and its text, without the numbers of list items: a heading,
    paragraphs and a numbered list."""
    sentences = _SENTENCES.read_text(encoding="utf-8").splitlines()
    face, points = chance.choice(FACES), chance.choice((12, 13, 13, 14))
    size = round(points * DPI / 72)
    body = ImageFont.truetype(_FONTS / face, size)
    bold = ImageFont.truetype(_FONTS / _BOLD, size + 2)
    page = Image.new("L", (_WIDTH, _HEIGHT), 255)
    draw = ImageDraw.Draw(page)
    picked = chance.sample(sentences, len(sentences))
    paragraphs = [(picked.pop(), bold)]
    for number in range(1, count):
        said = " ".join(picked.pop() for _ in range(chance.randint(1, 3)))
        paragraphs.append((said if chance.random() < 0.6 else f"{number}. {said}", body))
    top, text = _MARGIN, []
    for said, font in paragraphs:
        lines = _wrapped(said, font)
        if top + len(lines) * size * 1.45 > _HEIGHT - _MARGIN:
            break
        for line in lines:
            draw.text((_MARGIN, top), line, font=font, fill=chance.randint(0, 30))
            top += round(size * 1.45)
        top += round(size * 0.6)
        text.append(_NUMBER.sub("", said))
    return page, "\n".join(text)


def _wrapped(said: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines, line = [], ""
    for word in said.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > _WIDTH - 2 * _MARGIN:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _askew(page: Image.Image, degrees: float, paper: int = 255) -> Image.Image:
    return page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=paper)


def _noisy(page: Image.Image, sigma: float, chance: random.Random) -> Image.Image:
    """Return the page with Gaussian noise."""
    spread = NormalDist(128, sigma)
    table = [min(255, max(0, round(spread.inv_cdf((at + 0.5) / 256)))) for at in range(256)]
    noise = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height))
    return ImageChops.add(page, noise.point(table), scale=1, offset=-128)


def _compressed(page: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def _faded(page: Image.Image, ink: int, paper: int) -> Image.Image:
    return page.point([ink + level * (paper - ink) // 255 for level in range(256)])


def _shadowed(page: Image.Image, chance: random.Random, darkest: float) -> Image.Image:
    """Return the page with a soft shadow across it and light that falls off to one side."""
    small = Image.new("L", (64, 90), 255)
    draw = ImageDraw.Draw(small)
    edge, slope = chance.uniform(20, 45), chance.uniform(-15, 15)
    ends = [(edge, 0), (edge + slope, 90), (64, 90), (64, 0)]
    draw.polygon(ends, fill=round(255 * darkest))
    if chance.random() < 0.5:
        small = small.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    small = small.filter(ImageFilter.GaussianBlur(chance.uniform(1.5, 5)))
    falling = (
        Image.linear_gradient("L")
        .resize(small.size)
        .point([175 + at * 80 // 255 for at in range(256)])
    )
    light = ImageChops.multiply(small, falling).resize(page.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(page, light)


def _scan(page: Image.Image, chance: random.Random) -> Image.Image:
    askew = _askew(page, chance.uniform(-3, 3))
    soft = askew.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.7)))
    return _compressed(_noisy(soft, chance.uniform(10, 25), chance), chance.randint(60, 85))


def _photo(page: Image.Image, chance: random.Random) -> Image.Image:
    askew = _askew(page, chance.uniform(-2, 2), 250)
    soft = askew.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.9)))
    dark = _shadowed(_faded(soft, 25, 235), chance, chance.uniform(0.35, 0.7))
    noisy = _noisy(dark, chance.uniform(4, 10), chance)
    warm = [noisy.point([round(at * part) for at in range(256)]) for part in (1, 0.95, 0.84)]
    return _compressed(Image.merge("RGB", warm), chance.randint(65, 88))


def _grey_copy(page: Image.Image, chance: random.Random) -> Image.Image:
    askew = _askew(page, chance.uniform(-2, 2))
    soft = askew.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.7)))
    paper = chance.randint(150, 200)
    grey = _faded(soft, chance.randint(60, 90), paper)
    light = Image.linear_gradient("L").rotate(90 * chance.randint(0, 3)).resize(grey.size)
    uneven = ImageChops.multiply(grey, light.point([190 + at * 65 // 255 for at in range(256)]))
    specks = _noisy(uneven, chance.uniform(5, 12), chance)
    draw = ImageDraw.Draw(specks)
    for _ in range(chance.randint(100, 500)):
        x, y = chance.randrange(specks.width), chance.randrange(specks.height)
        draw.ellipse((x, y, x + chance.randint(0, 2), y + chance.randint(0, 2)), fill=40)
    return _compressed(specks, chance.randint(60, 85))


def _turned(page: Image.Image, chance: random.Random) -> Image.Image:
    quarter = chance.choice((90, 180, 270))
    return _scan(page, chance).rotate(quarter, expand=True)


def _blurred(page: Image.Image, chance: random.Random) -> Image.Image:
    soft = _askew(page, chance.uniform(-1, 1)).filter(
        ImageFilter.GaussianBlur(chance.uniform(0.9, 1.6))
    )
    return _compressed(_noisy(soft, chance.uniform(5, 20), chance), chance.randint(40, 70))


def _worst(page: Image.Image, chance: random.Random) -> Image.Image:
    """A copy of a copy that people can hardly read."""
    soft = _askew(page, chance.uniform(-3, 3)).filter(
        ImageFilter.GaussianBlur(chance.uniform(1.6, 2.4))
    )
    faded = _faded(soft, chance.randint(60, 110), 200)
    return _compressed(_noisy(faded, chance.uniform(15, 30), chance), chance.randint(25, 50))


WAYS: dict[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "scan": _scan,
    "photo": _photo,
    "grey copy": _grey_copy,
    "turned": _turned,
    "blurred": _blurred,
    "worst": _worst,
}
