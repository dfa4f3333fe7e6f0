"""Text recognition for pages whose own text cannot be used, with tesseract."""

import dataclasses
import functools
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from . import ocr_child
from .child import PDF_MAGIC
from .hocr import Box, ReadLine, ReadPicture, pictures
from .page_text import RecognisedPage, add_notes, must_be_read, note_other_languages, settled
from .pdf_text import PrintedLine, part_of
from .readings import joined, share_covered, without_dirt
from .results import MOST_LETTERS, FileReading, FileRefused, NoteKind, ReadingPart
from .running import Processes

_SECONDS = 120.0
# PDF and the image formats of browsers (JPEG, PNG, GIF, WebP). Pages of office files are rendered
# from their own text, so they need no OCR.
_DRAWN = (PDF_MAGIC, b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_MOST_ABOUT_BYTES = 100_000
# A page is published if these shares of all its letters are certain, and of its lines recognised.
_LEAST_SURE, _LEAST_COVERED = 0.945, 0.95


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

    Without it, such pages are held and a note tells the officer what is missing.
    """
    with source.open("rb") as file:
        if not file.read(8).startswith(_DRAWN):
            note_other_languages(reading)
            return []
    parts = list(enumerate(reading.parts, start=1))
    wanted = [number for number, part in parts if must_be_read(part)]
    if not wanted or program(settings.TESSERACT):
        return wanted
    for number in wanted:
        reading.parts[number - 1] = settled(reading.parts[number - 1], None)
    reading.note(NoteKind.NO_TESSERACT)
    add_notes(reading)
    return []


def read_page(
    source: Path, number: int, part: ReadingPart, *, beat: Callable[[], object]
) -> ReadingPart:
    """Return the page with the text to publish, judged by what is recognised in its picture.

    Raises ChildDied if the child process was killed.
    """
    return settled(part, recognised(program(settings.TESSERACT), source, number, part, beat))


def recognised(
    tesseract: str, source: Path, number: int, part: ReadingPart, beat: Callable[[], object]
) -> RecognisedPage | None:
    """Return what is recognised in the picture of a page, or None if recognition failed."""
    with TemporaryDirectory(prefix="ocr-") as name:
        try:
            page = _PageOfFile(tesseract, source, number, Path(name), beat)
            seen = page.read()
        except FileRefused:
            return None
    return seen.laid_out(part) if seen else None


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """The lines that were recognised in a page turned by `turned` degrees."""

    lines: list[ReadLine]
    covered: float
    turned: int
    is_blank: bool

    @property
    def sure(self) -> int:
        return sum(line.sure for line in self.lines)

    @property
    def letters(self) -> int:
        return sum(line.letters for line in self.lines)

    def laid_out(self, part: ReadingPart) -> RecognisedPage:
        """Return the recognised page. Lines that were not recognised lower its confidence."""
        said = part_of([_line(each) for each in self.lines], width=part.width, height=part.height)
        if len(said.html) > MOST_LETTERS:
            said = dataclasses.replace(said, text="", html="", title="")
        letters = max(self.letters, 1)
        certainty = self.covered * sum(line.certainty for line in self.lines) / letters
        said = dataclasses.replace(said, confidence=int(certainty))
        # Letters of lines that were not recognised count as uncertain.
        is_sure = self.covered * self.sure >= _LEAST_SURE * letters
        is_trusted = is_sure and self.covered >= _LEAST_COVERED
        return RecognisedPage(said, is_trusted, self.is_blank, self.turned)


@dataclasses.dataclass(frozen=True, slots=True)
class _About:
    """By how many degrees a page was turned, its lines of print, what is too high for a line, and
    whether it is blank."""

    turned: int = 0
    printed: list[Box] = dataclasses.field(default_factory=list)
    drawings: list[Box] = dataclasses.field(default_factory=list)
    is_blank: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class _PageOfFile:
    """A page to read with tesseract, in a folder of its own."""

    tesseract: str
    source: Path
    number: int
    folder: Path
    beat: Callable[[], object]

    def read(self) -> _Seen | None:
        """Return the lines of the page, upright, or None if tesseract fails."""
        found = self._pictures(ocr_child.LAYOUT)
        if not _reads_well(found) and (turn := self._better_turn()):
            found = self._pictures(ocr_child.LAYOUT, turn)
        if not found:
            return None
        sparse = self._pictures(ocr_child.SPARSE)
        about = self._about()
        lines = joined(found, sparse[0] if sparse else ReadPicture())
        lines = without_dirt(lines, about.printed)
        covered = share_covered(about.printed, about.drawings, lines, found[0].rules)
        return _Seen(lines, covered, about.turned, about.is_blank and not lines)

    def _better_turn(self) -> int:
        """Return by how many degrees the page must be turned, judged by a piece of it."""
        found = self._pictures(ocr_child.PROBE)
        turns = zip(ocr_child.QUARTERS, found, strict=False)
        return max(turns, key=lambda each: each[1].sure, default=(0, None))[0]

    def _pictures(self, way: str, turn: int = 0) -> list[ReadPicture]:
        """Return the recognised images for one segmentation mode, or [] on failure."""
        words = (self.tesseract, str(self.source), str(self.number), str(self.folder), way)
        process = Processes(self.folder, self.beat, _SECONDS)
        code = process.run("viewing.ocr_child", *words, str(turn))
        result = self.folder / f"{way}.hocr"
        if code or not result.is_file():
            return []
        return pictures(result.read_text(encoding="utf-8", errors="replace"))

    def _about(self) -> "_About":
        """Return what the process that drew the page has found in it."""
        path = self.folder / ocr_child.ABOUT
        try:
            if path.is_symlink() or path.stat().st_size > _MOST_ABOUT_BYTES:
                return _About()
            about = json.loads(path.read_text(encoding="utf-8"))
            lines, drawn = (
                [Box(*map(int, each)) for each in about[kind]] for kind in ("lines", "drawings")
            )
            return _About(int(about["turned"]), lines, drawn, about["blank"] is True)
        except (OSError, ValueError, KeyError, TypeError):
            return _About()


def _reads_well(found: list[ReadPicture]) -> bool:
    """Return whether half of the letters are certain, as on no page that is upside down."""
    return any(
        2 * picture.sure >= sum(line.letters for line in picture.lines) > 0 for picture in found
    )


def _line(read: ReadLine) -> PrintedLine:
    # PDF coordinates start at the lower edge, so the sign changes.
    return PrintedLine(read.text, read.box.left, read.box.right, -read.box.top, read.size)
