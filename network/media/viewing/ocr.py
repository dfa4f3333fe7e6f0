"""Text recognition for pages that consist of an image only, with tesseract."""

import dataclasses
import functools
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from . import ocr_child
from .child import PDF_MAGIC
from .hocr import ReadLine, ReadPicture, pictures
from .pdf_text import PrintedLine, part_of
from .readings import joined
from .results import MOST_LETTERS, FileReading, FileRefused, NoteKind, ReadingPart
from .running import Processes

_SECONDS = 120.0
# PDF and the image formats of browsers (JPEG, PNG, GIF, WebP). Pages of office files are rendered
# from their own text, so they need no OCR.
_DRAWN = (PDF_MAGIC, b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")


@functools.cache
def program(name: str) -> str:
    """Return the path of tesseract, or "" if it or its Vietnamese data is not installed."""
    found = shutil.which(name)
    if found is None:
        return ""
    told = subprocess.run(  # noqa: S603
        [found, "--list-langs"], capture_output=True, text=True, check=False
    )
    return found if "vie" in told.stdout.split() else ""


def scanned_pages(source: Path, reading: FileReading) -> list[int]:
    """Return the numbers of the pages whose text must be recognised, none without tesseract.

    Adds a note for the officer if the file has no text and tesseract is missing.
    """
    with source.open("rb") as file:
        if not file.read(8).startswith(_DRAWN):
            return []
    parts = list(enumerate(reading.parts, start=1))
    wanted = [number for number, part in parts if part.width and not part.text]
    if not wanted or program(settings.TESSERACT):
        return wanted
    if not any(part.text for part in reading.parts):
        reading.note(NoteKind.NO_TESSERACT)
    return []


def add_notes(reading: FileReading) -> None:
    """Add a note for the officer about the recognised text of a file with scanned pages."""
    parts = reading.parts
    read = [part for part in parts if part.confidence is not None]
    if read:
        least = min(part.confidence or 0 for part in read)
        reading.note(NoteKind.READ_BY_MACHINE, f"{len(read)}/{len(parts)}, {least} %")
    elif not any(part.text for part in parts):
        reading.note(NoteKind.NO_TEXT)


def read_page(
    source: Path, number: int, part: ReadingPart, *, beat: Callable[[], object]
) -> ReadingPart:
    """Return the part of a scanned page with its text, or unchanged if recognition failed.

    Raises ChildDied if the child process was killed.
    """
    tesseract = program(settings.TESSERACT)
    with TemporaryDirectory(prefix="ocr-") as name:
        words = [tesseract, str(source), str(number), name]
        try:
            found = _pictures(words, ocr_child.LAYOUT, beat)
            sparse = _pictures(words, ocr_child.SPARSE, beat)
        except FileRefused:
            return part
    read = joined(found, sparse[0] if sparse else ReadPicture()) if found else []
    said = part_of([_line(each) for each in read], width=part.width, height=part.height)
    if not said.text or len(said.html) > MOST_LETTERS:
        return part
    certainty = sum(each.certainty for each in read) // sum(each.letters for each in read)
    return dataclasses.replace(said, confidence=certainty)


def _pictures(words: list[str], way: str, beat: Callable[[], object]) -> list[ReadPicture]:
    """Return the recognised images of a page for one segmentation mode, or [] on failure."""
    folder = Path(words[-1])
    code = Processes(folder, beat, _SECONDS).run("viewing.ocr_child", *words, way)
    result = folder / f"{way}.hocr"
    if code or not result.is_file():
        return []
    return pictures(result.read_text(encoding="utf-8", errors="replace"))


def _line(read: ReadLine) -> PrintedLine:
    # PDF coordinates start at the lower edge, so the sign changes.
    return PrintedLine(read.text, read.box.left, read.box.right, -read.box.top, read.size)
