"""DOCX converter: HTML from the document's structure, one part per main heading. No Django."""

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..word_import.docx_parts import Package
from ..word_import.docx_reader import DocxReader
from ..word_import.headings import guess_headings, read_typed_lists
from ..word_import.pictures import ManuscriptPictures
from ..word_import.pieces import Grid, Line, Piece, plain_of, words_in
from ..word_import.tables import lines_in
from . import notes
from .archives import note_author, require_harmless
from .clean_copies import offer_clean_copy
from .html import paragraphs, plain
from .pictures import MOST_PICTURES, Crop, keep_picture
from .results import FileReading, FileRefused, NoteKind, ReadingPart, Refusal, checked
from .running_heads import is_page_number
from .unicode_copies import DECODED, require_known_fonts
from .word_html import DEPTH, HtmlMaker

_MAIN, _COMMENTS = "word/document.xml", "word/comments.xml"
_CHANGE = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo) ")
_COMMENT, _HIDDEN = re.compile(rb"<w:comment "), re.compile(rb"<w:vanish ?/>")
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
# A document with more main headings is divided only where a part is this long.
_MOST_CHAPTERS, _LEAST_LETTERS = 60, 3_000


def read_word(path: Path, folder: Path) -> FileReading:
    """Return the text, and write its images into `folder`. Raises FileRefused if the file is
    broken."""
    reading = FileReading()
    with path.open("rb") as file:
        require_harmless(file)
        _note(file, reading)
    if {NoteKind.HIDDEN, NoteKind.TRACKED_CHANGES} & dict(reading.notes).keys():
        # The pages are printed from the clean copy, because LibreOffice prints deleted words.
        offer_clean_copy(reading, path, "docx", folder)
        if not reading.clean_copy:
            raise FileRefused(Refusal.BROKEN)
    with zipfile.ZipFile(path) as archive:
        reading.parts = _parts(Package(archive), _Pictures(folder, reading), reading)
    reading.note(NoteKind.NO_PAGE_PICTURES)
    return reading


def _parts(package: Package, pictures: "_Pictures", reading: FileReading) -> list[ReadingPart]:
    """Return the text, divided before each main heading, with running heads once."""
    reader = DocxReader(package, pictures, is_whole=True)
    pieces, _whole, footnotes = reader.read()
    pieces = [each for each in pieces if isinstance(each, Grid) or not each.is_empty or each.found]
    guess_headings(pieces, depth=DEPTH)
    read_typed_lists(pieces)
    lines = [*_lines(pieces), *(line for note in footnotes for line in note)]
    maker = HtmlMaker((line.level for line in lines if line.level), reading)
    html = maker.html(pieces)
    said = {str(n): maker.note(n, each) for n, each in enumerate(footnotes, start=1) if each}
    parts = _pieces(html)
    parts[0] = paragraphs(_running(reader, "header")) + parts[0]
    parts[-1] += paragraphs(_running(reader, "footer"))
    _note_doubts(maker, lines, reading)
    return [_part(notes.placed(each, said)) for each in parts]


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    """Return all lines, also those in tables."""
    lines: list[Line] = []
    for piece in pieces:
        lines += lines_in(piece) if isinstance(piece, Grid) else [piece]
    return lines


def _running(reader: DocxReader, kind: str) -> list[str]:
    """Return the lines of the running heads ("header") or feet ("footer"), each once."""
    roots = reader.package.parts(kind)
    lines = [line for root in roots for line in _lines(reader.pieces_of(root))]
    texts = (plain_of(line.spans) for line in lines)
    return [text for text in dict.fromkeys(texts) if text and not is_page_number(text)]


def _note_doubts(maker: HtmlMaker, lines: list[Line], reading: FileReading) -> None:
    """Note for the officer what the text only names, and what was decoded from old fonts."""
    reading.note_omitted()
    if maker.unnamed:
        reading.note(NoteKind.NO_ALT_TEXT, str(maker.unnamed))
    require_known_fonts(lines)
    decoded = [line for line in lines if any(each.kind in DECODED for each in line.found)]
    if decoded:
        words = sum(words_in(plain_of(line.spans)) for line in decoded)
        reading.note(NoteKind.OLD_FONTS, str(words))


def _pieces(html: str) -> list[str]:
    """Return the HTML, split before each main heading."""
    starts = [0, *(match.start() for match in _HEADING.finditer(html))]
    ends = [*starts[1:], len(html)]
    pieces = [html[start:end] for start, end in zip(starts, ends, strict=True)]
    pieces = [piece for piece in pieces if plain(piece) or "<img" in piece] or [""]
    if len(pieces) <= _MOST_CHAPTERS:
        return pieces
    joined = [""]
    for piece in pieces:
        if len(joined[-1]) >= _LEAST_LETTERS:
            joined.append("")
        joined[-1] += piece
    return joined


def _part(html: str) -> ReadingPart:
    heading = _HEADING.search(html)
    title = " ".join(plain(heading[1]).split())[:200] if heading else ""
    return checked(ReadingPart(text=plain(html), html=html, title=title))


def _note(file: Any, reading: FileReading) -> None:
    with zipfile.ZipFile(file) as archive:
        note_author(archive, reading)
        text = archive.read(_MAIN)
        comments = archive.read(_COMMENTS) if _COMMENTS in archive.namelist() else b""
    for kind, found in (
        (NoteKind.TRACKED_CHANGES, _CHANGE.findall(text)),
        (NoteKind.COMMENTS, _COMMENT.findall(comments)),
        (NoteKind.HIDDEN, _HIDDEN.findall(text)),
    ):
        if found:
            reading.note(kind, str(len(found)))


class _Pictures(ManuscriptPictures):
    """Stores the images of the text as the reader finds them."""

    most = MOST_PICTURES

    def __init__(self, folder: Path, reading: FileReading) -> None:
        super().__init__(folder)
        self.reading = reading

    def write(self, content: bytes, crop: Crop) -> str:
        """Write a new image and return its name, "" if it cannot be shown."""
        return keep_picture(content, self.folder, self.reading, crop)
