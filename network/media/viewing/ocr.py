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


def read_scans(source: Path, reading: FileReading, *, beat: Callable[[], object]) -> None:
    """Fill in the text of pages without text, and add a note about it for the officer.

    Raises ChildDied if the child process was killed.
    """
    with source.open("rb") as file:
        if not file.read(8).startswith(_DRAWN):
            return
    parts = reading.parts
    wanted = [at for at, part in enumerate(parts) if part.width and not part.text]
    tesseract = program(settings.TESSERACT) if wanted else ""
    for at in wanted if tesseract else ():
        parts[at] = _read(tesseract, source, at + 1, parts[at], beat)
    read = [part for part in parts if part.confidence is not None]
    if read:
        least = min(part.confidence or 0 for part in read)
        reading.note(NoteKind.READ_BY_MACHINE, f"{len(read)}/{len(parts)}, {least} %")
    elif wanted and not any(part.text for part in parts):
        reading.note(NoteKind.NO_TEXT if tesseract else NoteKind.NO_TESSERACT)


def _read(
    tesseract: str, source: Path, number: int, part: ReadingPart, beat: Callable[[], object]
) -> ReadingPart:
    """Return the part with the recognised text, or unchanged if recognition failed."""
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
