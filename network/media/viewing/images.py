"""A picture or a scan: a file of one page; no Django."""

from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from .pictures import MOST_PIXELS, keep_page
from .results import LARGE, FileReading, FileRefused, NoteKind, ReadingPart, Refusal

_FORMATS, _PAPER = ("JPEG", "PNG", "WEBP"), "white"


def read_image(path: Path, folder: Path) -> FileReading:
    """Return its one page, turned as the camera was held."""
    with Image.open(path, formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise FileRefused(Refusal.TOO_HEAVY)
        # A JPEG is decoded smaller at once.
        opened.draft("RGB", (2 * LARGE, 2 * LARGE))
        has_place = bool(opened.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        picture = ImageOps.exif_transpose(opened)
    if picture.has_transparency_data:
        drawn = picture.convert("RGBA")
        picture = Image.new("RGB", drawn.size, _PAPER)
        picture.paste(drawn, mask=drawn)
    picture = picture.convert("RGB")
    picture.thumbnail((LARGE, 10 * LARGE))
    keep_page(picture, 1, folder)
    reading = FileReading(
        [ReadingPart(text="", html="", width=picture.width, height=picture.height)]
    )
    if has_place:
        reading.note(NoteKind.PLACE)
    return reading
