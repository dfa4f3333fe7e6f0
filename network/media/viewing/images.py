"""Converter of images and scans, which become a file of one page. No Django."""

from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from .pictures import MOST_PIXELS, decoded_small, keep_page
from .results import LARGE, FileReading, FileRefused, NoteKind, ReadingPart, Refusal

_FORMATS, _PAPER = ("JPEG", "PNG", "WEBP"), "white"


def read_image(path: Path, folder: Path) -> FileReading:
    """Return the image as one page, rotated according to its EXIF orientation. Raises FileRefused
    if it has too many pixels."""
    with Image.open(path, formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise FileRefused(Refusal.TOO_HEAVY)
        has_place = bool(opened.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        least = max(LARGE, min(opened.size))
        size = opened.width * LARGE / least, opened.height * LARGE / least
        picture = ImageOps.exif_transpose(decoded_small(opened, size))
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
