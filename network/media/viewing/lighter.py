"""Shrink the photos in an office file before LibreOffice opens it. No Django.

LibreOffice holds all photos of a file in memory at full size: twelve phone photos take 600 MB.
Pages are shown 1440 pixels wide.
"""

import io
import zipfile
from pathlib import Path

from PIL import Image

from .pictures import MOST_PIXELS

_SIDE, _QUALITY = 2_000, 85
# Images in these modes can be saved without conversion.
_MODES = {"JPEG": ("L", "RGB"), "PNG": ("L", "LA", "RGB", "RGBA")}
_HEADS = (b"\xff\xd8\xff", b"\x89PNG")


def write_lighter(source: Path, target: Path) -> None:
    """Write a copy of the office file with smaller photos, or a link to it if it has no large
    ones."""
    with zipfile.ZipFile(source) as old:
        small = {
            entry.filename: content
            for entry in old.infolist()
            if (content := _smaller(old, entry)) is not None
        }
        if not small:
            target.symlink_to(source)
            return
        with zipfile.ZipFile(target, "w") as new:
            for entry in old.infolist():
                new.writestr(entry, small.get(entry.filename) or old.read(entry))


def _smaller(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """Return the shrunken photo, or None if the entry is no photo or small enough."""
    with archive.open(entry) as file:
        if not file.read(4).startswith(_HEADS):
            return None
    try:
        with Image.open(io.BytesIO(archive.read(entry)), formats=tuple(_MODES)) as photo:
            kind = photo.format or ""
            is_large = max(photo.size) > _SIDE and photo.width * photo.height <= MOST_PIXELS
            if not is_large or photo.mode not in _MODES[kind]:
                return None
            photo.draft("RGB", (_SIDE, _SIDE))
            photo.thumbnail((_SIDE, _SIDE))
            out = io.BytesIO()
            photo.save(out, kind, quality=_QUALITY)
            return out.getvalue()
    except Exception:
        # A decoder may raise any exception on hostile bytes. LibreOffice then gets the entry
        # unchanged.
        return None
