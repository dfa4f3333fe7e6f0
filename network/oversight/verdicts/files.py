"""Digests and measures of evidence files."""

import hashlib
from collections.abc import Iterable
from os import SEEK_END
from typing import IO

from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from ..models.verdicts import EvidenceFile

_CHUNK = 1 << 20
# A one-colour picture compresses to nearly nothing, so larger files are not decoded to compare
# their colours.
_BYTES_PER_PIXEL = 0.05
# First bytes of a kind of file, and the bytes with which its content ends. Programs ignore what
# follows, so that bytes added there show nothing new.
_ENDS = {
    b"%PDF-": b"%%EOF",
    b"\x89PNG": b"IEND\xaeB`\x82",
    b"\xff\xd8\xff": b"\xff\xd9",
}


def facts_of(paths: Iterable[str]) -> dict[str, EvidenceFile]:
    """Return {storage path: facts}. One query, plus one read of each file that was not measured
    before; writes nothing, because screens call it."""
    wanted = {path for path in paths if path}
    known = {each.path: each for each in EvidenceFile.objects.filter(path__in=wanted)}
    return known | {path: _measured(path) for path in sorted(wanted - known.keys())}


def measure_files(paths: Iterable[str]) -> dict[str, EvidenceFile]:
    """Return {storage path: facts} as `facts_of`, and store the facts of new files."""
    found = facts_of(paths)
    new = [facts for facts in found.values() if facts.pk is None]
    EvidenceFile.objects.bulk_create(new, ignore_conflicts=True)
    return found


def _measured(path: str) -> EvidenceFile:
    """Read a stored file. Returns facts without digest if the file is missing."""
    facts, digest = EvidenceFile(path=path), hashlib.sha256()
    try:
        with default_storage.open(path) as file:
            end = _end_of_content(file)
            while chunk := file.read(_CHUNK):
                digest.update(chunk[: max(0, end - file.tell() + len(chunk))])
            size = file.tell()
            file.seek(0)
            _measure_picture(facts, file, size)
    except OSError:
        return facts
    facts.sha256 = digest.hexdigest()
    return facts


def _end_of_content(file: IO[bytes]) -> int:
    """Return the number of bytes up to the end of a PDF's or picture's content, of all bytes for
    other files. Leaves the position at 0."""
    head = file.read(8)
    end = start = file.seek(0, SEEK_END)
    mark = next((mark for first, mark in _ENDS.items() if head.startswith(first)), b"")
    while mark and start > 0:
        start = max(0, start - _CHUNK)
        file.seek(start)
        place = file.read(_CHUNK + len(mark)).rfind(mark)
        if place >= 0:
            end = start + place + len(mark)
            break
    file.seek(0)
    return end


def _measure_picture(facts: EvidenceFile, file: object, size: int) -> None:
    """Set size and `one_colour` if the file is a picture; other files stay without."""
    try:
        with Image.open(file) as picture:  # type: ignore[arg-type]
            facts.width, facts.height = picture.size
            if size <= _BYTES_PER_PIXEL * picture.width * picture.height + _CHUNK // 1024:
                colours = picture.convert("RGB").getcolors(maxcolors=1)
                facts.one_colour = colours is not None
    except (UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return
