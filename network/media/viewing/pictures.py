"""Pictures of pages, and those inside office files, made light; no Django."""

import io
from pathlib import Path

from PIL import Image, ImageChops

from .results import LARGE, SMALL, THUMB, FileReading, picture_name

# Others are drawings (EMF, WMF, EPS), which no decoder here draws by itself.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MOST_PIXELS = 50_000_000
# What is made smaller as it is; a palette or 16 bits a channel are read into colours first.
RESIZED = ("L", "LA", "RGB", "RGBA", "CMYK")
_MOST_PICTURES, _QUALITY = 500, 70
_PAGE_QUALITY = 60
# Of WebP's six efforts: the third takes half the time of the default and 3 % more bytes.
_EFFORT = 2
# Black letters on white have few tones between; sixteen of them, kept without loss, weigh half.
_MIDDLE, _MOST_MIDDLE = slice(32, 224), 0.15
_TONES = [round(level / 17) * 17 for level in range(256)]


def keep_page(picture: Image.Image, number: int, folder: Path) -> None:
    """Write the picture of a page in three widths; the smallest, which is counted, last."""
    is_print = _is_print(picture)
    drawn = picture
    for width in (LARGE, SMALL, THUMB):
        if width != LARGE:
            drawn = drawn.copy()
            drawn.thumbnail((width, picture.height), Image.Resampling.BOX, reducing_gap=2)
        path = folder / picture_name(number, width)
        shown = drawn.convert("L").point(_TONES) if is_print else drawn
        shown.save(path, "WEBP", quality=_PAGE_QUALITY, method=_EFFORT, lossless=is_print)


def _is_print(picture: Image.Image) -> bool:
    """Return whether a page is black letters on white: no colour, and hardly a tone between."""
    channels = picture.convert("RGB").split()
    if any(ImageChops.difference(channels[0], each).getbbox() for each in channels[1:]):
        return False
    tones = channels[0].histogram()
    return sum(tones[_MIDDLE]) < _MOST_MIDDLE * sum(tones)


def decoded_small(opened: Image.Image, size: tuple[float, float]) -> Image.Image:
    """Return the picture, made small enough for `size` before anything copies it.

    A picture of 50 million pixels takes 200 MB; the second copy of it would be the last.
    """
    # A JPEG is decoded smaller at once.
    opened.draft("RGB", (2 * LARGE, 2 * LARGE))
    drawn: Image.Image = opened
    if opened.mode not in RESIZED:
        drawn = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    drawn.thumbnail(size)
    return drawn


def keep_picture(content: bytes, folder: Path, reading: FileReading) -> str:
    """Write a picture as WebP and return its name; "" for one that cannot be shown."""
    if len(reading.pictures) >= _MOST_PICTURES:
        return ""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return ""
            picture = decoded_small(opened, (LARGE, LARGE * 2))
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except Exception:
        # Of another format, or damaged.
        return ""
    name = f"anh-{len(reading.pictures) + 1}.webp"
    picture.save(folder / name, "WEBP", quality=_QUALITY)
    reading.pictures.append(name)
    return name
