"""Compress page images and the images inside office files. No Django."""

import io
from pathlib import Path

from PIL import Image, ImageChops

from .results import LARGE, SMALL, THUMB, FileReading, picture_name

# Other formats are drawings (EMF, WMF, EPS), which Pillow cannot render by itself.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MOST_PIXELS = 50_000_000
# Modes that can be resized directly. Palette and 16-bit images are converted to RGB first.
RESIZED = ("L", "LA", "RGB", "RGBA", "CMYK")
MOST_PICTURES, _QUALITY = 500, 70
_PAGE_QUALITY = 60
# WebP effort: this level takes half the time of the default for 3 % more bytes.
_EFFORT = 2
# Black text on white has few middle tones. Sixteen grey tones without loss have half the size.
_MIDDLE, _MOST_MIDDLE = slice(32, 224), 0.15
_TONES = [round(level / 17) * 17 for level in range(256)]


def keep_page(picture: Image.Image, number: int, folder: Path) -> None:
    """Write the image of a page in three widths. The smallest is last, because it is counted as
    progress."""
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
    """Return whether a page is black text on white: no colour and hardly any middle tones."""
    channels = picture.convert("RGB").split()
    if any(ImageChops.difference(channels[0], each).getbbox() for each in channels[1:]):
        return False
    tones = channels[0].histogram()
    return sum(tones[_MIDDLE]) < _MOST_MIDDLE * sum(tones)


def decoded_small(opened: Image.Image, size: tuple[float, float]) -> Image.Image:
    """Return the image, shrunk to `size` before anything copies it.

    An image of 50 million pixels takes 200 MB, so that a second copy could exceed the memory limit.
    """
    # A JPEG is decoded at a smaller size at once.
    opened.draft("RGB", (2 * LARGE, 2 * LARGE))
    drawn: Image.Image = opened
    if opened.mode not in RESIZED:
        drawn = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    drawn.thumbnail(size)
    return drawn


# Parts cut off at left, top, right and bottom, as a share of the image.
type Crop = tuple[float, float, float, float]
WHOLE: Crop = (0, 0, 0, 0)


def cropped(drawn: Image.Image, crop: Crop) -> Image.Image:
    """Return the picture without the parts that Word has cropped away."""
    if crop == WHOLE:
        return drawn
    left, top, right, bottom = (min(max(part, 0.0), 0.95) for part in crop)
    box = (
        round(drawn.width * left),
        round(drawn.height * top),
        max(round(drawn.width * (1 - right)), round(drawn.width * left) + 1),
        max(round(drawn.height * (1 - bottom)), round(drawn.height * top) + 1),
    )
    return drawn.crop(box)


def keep_picture(content: bytes, folder: Path, reading: FileReading, crop: Crop = WHOLE) -> str:
    """Write an image as WebP and return its name, or "" if it cannot be shown.

    What Word has cropped away is not stored.
    """
    if len(reading.pictures) >= MOST_PICTURES:
        return ""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return ""
            picture = cropped(decoded_small(opened, (LARGE, LARGE * 2)), crop)
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except Exception:
        # Unknown format, or damaged.
        return ""
    name = f"anh-{len(reading.pictures) + 1}.webp"
    picture.save(folder / name, "WEBP", quality=_QUALITY)
    reading.pictures.append(name)
    return name
