"""Is a file what its name says, and how large a picture is in it?

The bytes decide; pure, nothing here knows of Django.
"""

import codecs
import re
import sys
from collections.abc import Callable
from typing import IO

from PIL import Image

from . import recordings
from .viewing.archives import OPEN_FORMATS, office_kind
from .viewing.results import FileRefused, Refusal

CHUNK = 64 * 1024
# Enough for every signature, and for what a browser that guesses would look at.
HEAD = 1024
# What makes a picture a web page or a program for a server that is careless with it. Cameras and
# drawing programs write none of it; compressed data holds it once in thousands of gigabytes.
_MARKUP = re.compile(rb"<(?:(?:script|iframe|!doctype)\b|(?:html|\?php)[\s>])", re.IGNORECASE)
_LONGEST_MARKUP = 16
# Text has tabs, line ends and form feeds, no other control characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# The first line of a file of captions (WebVTT, 4.1).
_CAPTIONS = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT[ \t\r\n]")
_IMAGE_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}


def is_genuine(file: IO[bytes], extension: str) -> bool:
    """Return whether the content of `file` is of the kind `extension` (no dot) names.

    False also for a kind that is not known here. The file is read from its start and left there.
    """
    extension = extension.lower()
    check = _CHECKS.get(extension)
    file.seek(0)
    try:
        return check is not None and check(file, extension)
    finally:
        file.seek(0)


def refusal_of(file: IO[bytes], extension: str) -> Refusal | None:
    """Return why an office file is not taken, None where it is or is no office file at all."""
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
    """Return how many pixels the header of the picture in `file` claims.

    0 for what is no picture of the kind `extension` names. Nothing is decoded: a few hundred
    bytes may claim gigabytes. Of several frames nothing here decodes more than the first. Only
    for kinds whose decoder believes the same header: AVIF's goes by a second one further inside,
    so that 2 kB that claim 100 x 100 take 300 MB.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGE_FORMATS[extension.lower()]]) as image:
            return image.width * image.height
    except Image.DecompressionBombError:
        return sys.maxsize
    except Exception:
        # A decoder that is fed hostile bytes raises anything.
        return 0
    finally:
        file.seek(0)


def _is_image(file: IO[bytes], extension: str) -> bool:
    """A picture of that format, whole, and nothing of a web page inside."""
    if _has_markup(file):
        return False
    file.seek(0)
    try:
        with Image.open(file, formats=[_IMAGE_FORMATS[extension]]) as image:
            # A JPEG is read to its end, but drawn eight times smaller: half the memory and time.
            image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()
    except Exception:
        # A decoder that is fed hostile bytes raises anything.
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
    """A header at the very start and an end mark (ISO 32000-2, 7.5.2 and 7.5.5)."""
    head = file.read(HEAD)
    file.seek(0, 2)
    file.seek(max(0, file.tell() - HEAD))
    return head.startswith(b"%PDF-") and b"%%EOF" in file.read() and not _MARKUP.search(head)


def _is_office(file: IO[bytes], extension: str) -> bool:
    """An archive of that kind, without a password, without programs in it."""
    try:
        return office_kind(file) == extension
    except FileRefused:
        return False


def _is_text(file: IO[bytes], extension: str) -> bool:
    """UTF-8 throughout, without control characters."""
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
