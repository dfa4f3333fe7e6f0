"""Pictures of pages, and those inside office files, made light; no Django."""

import io
from pathlib import Path

from PIL import Image

from .results import LARGE, SMALL, THUMB, Reading, picture_name

# Others are drawings (EMF, WMF, EPS), which no decoder here draws by itself.
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MOST_PIXELS = 50_000_000
_MOST_PICTURES, _QUALITY = 500, 70
_PAGE_QUALITY = 60
# Of WebP's six efforts: the third takes half the time of the default and 3 % more bytes.
_EFFORT = 2


def keep_page(picture: Image.Image, number: int, folder: Path) -> None:
    """Write the picture of a page in three widths; the smallest, which is counted, last."""
    drawn = picture
    for width in (LARGE, SMALL, THUMB):
        if width != LARGE:
            drawn = drawn.copy()
            drawn.thumbnail((width, picture.height), Image.Resampling.BOX, reducing_gap=2)
        path = folder / picture_name(number, width)
        drawn.save(path, "WEBP", quality=_PAGE_QUALITY, method=_EFFORT)


def keep_picture(content: bytes, folder: Path, reading: Reading) -> str:
    """Write a picture as WebP and return its name; "" for one that cannot be shown."""
    if len(reading.pictures) >= _MOST_PICTURES:
        return ""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return ""
            picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except Exception:
        # Of another format, or damaged.
        return ""
    picture.thumbnail((LARGE, LARGE * 2))
    name = f"anh-{len(reading.pictures) + 1}.webp"
    picture.save(folder / name, "WEBP", quality=_QUALITY)
    reading.pictures.append(name)
    return name
