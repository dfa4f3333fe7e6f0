"""Check that a file's content matches its extension, and read the pixel size of an image.

Only the bytes are read. Pure, without Django.
"""

import codecs
import re
import sys
from collections.abc import Callable
from typing import IO, Any

from PIL import Image

from . import recordings
from .viewing.archives import OPEN_FORMATS, office_kind
from .viewing.pictures import decoded_small
from .viewing.results import FileRefused, Refusal

CHUNK = 64 * 1024
# Long enough for every file signature and for the bytes from which browsers guess a type.
HEAD = 1024
# Markup for which a careless server or browser treats an image as a web page or a program. Cameras
# and drawing programs write none of it, and compressed data contains it by chance only once in
# thousands of gigabytes.
_MARKUP = re.compile(rb"<(?:(?:script|iframe|!doctype)\b|(?:html|\?php)[\s>])", re.IGNORECASE)
_LONGEST_MARKUP = 16
# Text contains tabs, line ends and form feeds, but no other control characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# The first line of a WebVTT caption file (WebVTT, 4.1).
_CAPTIONS = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT[ \t\r\n]")
# An image is compared at this size. Compression and paper make slightly different tones of one
# colour.
_SAMPLE, _NEARLY_EQUAL = 256, 12
_IMAGE_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}


def is_genuine(file: IO[bytes], extension: str) -> bool:
    """Return whether the content of `file` is of the type that `extension` (without dot) names.

    Returns False for an unknown extension too. Reads from the start and leaves the position at 0.
    """
    extension = extension.lower()
    check = _CHECKS.get(extension)
    file.seek(0)
    try:
        return check is not None and check(file, extension)
    finally:
        file.seek(0)


def refusal_of(file: IO[bytes], extension: str) -> Refusal | None:
    """Return why an office file is refused, or None if it is accepted or no office file."""
    if _CHECKS.get(extension.lower()) is not _is_office:
        return None
    file.seek(0)
    try:
        office_kind(file)
    except FileRefused as refused:
        return None if refused.refusal is Refusal.UNKNOWN else refused.refusal
    finally:
        file.seek(0)
    return None


def pixels(file: IO[bytes], extension: str) -> int:
    """Return how many pixels the header of the image in `file` claims.

    Returns 0 if it is no image of the type `extension`. Nothing is decoded, since a few hundred
    bytes may claim gigabytes. Only the first frame counts, because only that one is decoded here.
    Valid only for formats whose decoder trusts the same header: AVIF uses a second header further
    inside, so that 2 kB that claim 100 x 100 pixels take 300 MB.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGE_FORMATS[extension.lower()]]) as image:
            return image.width * image.height
    except Image.DecompressionBombError:
        return sys.maxsize
    except Exception:
        # A decoder may raise any exception on hostile bytes.
        return 0
    finally:
        file.seek(0)


def picture_size(file: IO[bytes], extension: str) -> tuple[int, int]:
    """Return width and height of an image by its header, (0, 0) if it is no such image."""
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGE_FORMATS[extension.lower()]]) as image:
            return image.size
    except Exception:
        # A decoder may raise any exception on hostile bytes.
        return 0, 0
    finally:
        file.seek(0)


def same_content(file: IO[bytes], stored: Any) -> bool:
    """Return whether an upload has the bytes of a stored file. False if that file is missing."""
    try:
        if stored.size != file.seek(0, 2):
            return False
        with stored.open() as other:
            file.seek(0)
            return file.read() == other.read()
    except FileNotFoundError:
        return False
    finally:
        file.seek(0)


def shows_nothing(file: IO[bytes], extension: str) -> bool:
    """Return whether an image is of one colour. False if it cannot be decoded."""
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGE_FORMATS[extension.lower()]]) as image:
            return is_one_colour(image)
    except Exception:
        # A decoder may raise any exception on hostile bytes.
        return False
    finally:
        file.seek(0)


def is_one_colour(image: Image.Image) -> bool:
    """Return whether all pixels of an image have nearly the same colour."""
    drawn = decoded_small(image, (_SAMPLE, _SAMPLE)).convert("RGBA")
    white = Image.new("RGBA", drawn.size, "white")
    seen = Image.alpha_composite(white, drawn).convert("RGB")
    spans = [bounds[1] - bounds[0] for bounds in map(_extrema, seen.split())]
    return max(spans) <= _NEARLY_EQUAL


def _extrema(band: Image.Image) -> tuple[int, int]:
    low, high = band.getextrema()
    return int(low), int(high)  # type: ignore[arg-type]


def _is_image(file: IO[bytes], extension: str) -> bool:
    """Return whether this is a complete image of that format without web page markup."""
    if _has_markup(file):
        return False
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGE_FORMATS[extension]]) as image:
            # Read a JPEG to its end, but decode it eight times smaller: half the memory and time.
            image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()
    except Exception:
        # A decoder may raise any exception on hostile bytes.
        return False
    return True


def _has_markup(file: IO[bytes]) -> bool:
    tail = b""
    while chunk := file.read(CHUNK):
        if _MARKUP.search(tail + chunk):
            return True
        tail = chunk[-_LONGEST_MARKUP:]
    return False


def _is_pdf(file: IO[bytes], extension: str) -> bool:
    """Return whether the PDF header is at the very start and an end mark exists (ISO 32000-2, 7.5.2
    and 7.5.5)."""
    head = file.read(HEAD)
    file.seek(0, 2)
    file.seek(max(0, file.tell() - HEAD))
    return head.startswith(b"%PDF-") and b"%%EOF" in file.read() and not _MARKUP.search(head)


def _is_office(file: IO[bytes], extension: str) -> bool:
    """Return whether this is an office file of that type without password and macros."""
    try:
        return office_kind(file) == extension
    except FileRefused:
        return False


def _is_text(file: IO[bytes], extension: str) -> bool:
    """Return whether this is UTF-8 text without control characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            if _CONTROLS.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_captions(file: IO[bytes], extension: str) -> bool:
    begins = _CAPTIONS.match(file.read(HEAD)) is not None
    file.seek(0)
    return begins and _is_text(file, extension)


_CHECKS: dict[str, Callable[[IO[bytes], str], bool]] = {
    **dict.fromkeys(_IMAGE_FORMATS, _is_image),
    "pdf": _is_pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx", *OPEN_FORMATS), _is_office),
    **dict.fromkeys(recordings.KINDS, recordings.is_recording),
    "txt": _is_text,
    "csv": _is_text,
    "vtt": _is_captions,
}
