"""Scans made here: printed pages as pictures without text, clean or as old scanners leave them."""

import io
import random
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from network.media.viewing import ocr
from network.media.viewing.repeated_lines import without_repeated
from network.media.viewing.results import FileReading

_SEAL = (205, 40, 50)
_GRAIN = 256


def pictures_of(content: bytes, *, worn: bool = False) -> list[Image.Image]:
    """Return the pages of a PDF as a scanner sees them: 300 dpi, or worn at 150."""
    dpi = 150 if worn else 300
    pages = pdfium.PdfDocument(content)
    drawn = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pages]
    return [_worn(picture) for picture in drawn] if worn else drawn


def scan_of(content: bytes, *, worn: bool = False) -> bytes:
    """Return a PDF that holds nothing but those pictures."""
    first, *others = pictures_of(content, worn=worn)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=150 if worn else 300)
    return out.getvalue()


def text_in(content: bytes) -> str:
    """Return what a PDF says by its own text layer."""
    return " ".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(content))


def read_scans(source: Path, reading: FileReading) -> None:
    """Recognise the text of the scanned pages of a file, all at once."""
    scanned = ocr.scanned_pages(source, reading)
    for number in scanned:
        part = reading.parts[number - 1]
        reading.parts[number - 1] = ocr.read_page(source, number, part, beat=lambda: None)
    reading.parts = without_repeated(reading.parts)
    if scanned:
        ocr.add_notes(reading)


def error_rate(told: str, read: str) -> float:
    """Return the character error rate (edits by letters, blanks as one).

    The bars between the cells of a table are not printed, so they do not count.
    """
    said, found = (" ".join(each.replace("|", " ").split()) for each in (told, read))
    return edits(said, found) / len(said)


def edits(said: str, found: str) -> int:
    """Return the edit distance of two texts.

    A column of the table is two integers with a bit for each letter (Myers 1999), a hundred times
    faster than a list of numbers.
    """
    every, last = (1 << len(said)) - 1, 1 << max(len(said) - 1, 0)
    places: dict[str, int] = {}
    for at, letter in enumerate(said):
        places[letter] = places.get(letter, 0) | 1 << at
    more, less, count = every, 0, len(said)
    for letter in found:
        same = places.get(letter, 0)
        diagonal = (((same & more) + more) ^ more) | same | less
        higher, lower = less | (~(diagonal | more) & every), more & diagonal
        count += bool(higher & last) - bool(lower & last)
        higher, lower = (higher << 1) | 1, lower << 1
        vertical = same | less
        more, less = (lower | ~(vertical | higher)) & every, higher & vertical
    return count


def _worn(picture: Image.Image) -> Image.Image:
    """Two degrees askew, with noise, and a round seal over the text."""
    askew = picture.rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    draw = ImageDraw.Draw(askew)
    left, top = askew.width * 0.42, askew.height * 0.3
    for inset, width in ((0, 6), (40, 3)):
        ring = [left + inset, top + inset, left + 260 - inset, top + 260 - inset]
        draw.ellipse(ring, outline=_SEAL, width=width)
    draw.text((left + 60, top + 110), "UBND", fill=_SEAL, font_size=40)
    noise = Image.new("RGB", askew.size)
    for x in range(0, askew.width, _GRAIN):
        for y in range(0, askew.height, _GRAIN):
            noise.paste(_grain(), (x, y))
    return ImageChops.add(askew, noise, scale=1, offset=-128)


@cache
def _grain() -> Image.Image:
    """A square of noise, the same in every run and order of tests: the chances of a scanner."""
    chance = random.Random(7)  # noqa: S311
    spots = (round(chance.gauss(128, 25)) for _ in range(3 * _GRAIN * _GRAIN))
    return Image.frombytes("RGB", (_GRAIN, _GRAIN), bytes(min(255, max(0, spot)) for spot in spots))
