"""DOCX converter: HTML from the document's structure, one part per main heading. No Django."""

import re
import zipfile
from pathlib import Path
from typing import Any

import mammoth

from .archives import note_author, require_harmless
from .clean_copies import offer_clean_copy
from .html import plain
from .pictures import keep_picture
from .results import FileReading, FileRefused, NoteKind, ReadingPart, Refusal, checked

_STYLES = """
p[style-name='Title'] => h2:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='Heading 4'] => h4:fresh
"""
_MAIN, _COMMENTS = "word/document.xml", "word/comments.xml"
_CHANGE = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo) ")
_COMMENT, _HIDDEN = re.compile(rb"<w:comment "), re.compile(rb"<w:vanish ?/>")
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_LOST_PICTURE = re.compile(r'<img(?![^>]*src="anh-)[^>]*>')


def read_word(path: Path, folder: Path) -> FileReading:
    """Return the text, and write its images into `folder`. Raises FileRefused if the file is
    broken."""
    reading = FileReading()
    with path.open("rb") as file:
        require_harmless(file)
        _note(file, reading)
    if {NoteKind.HIDDEN, NoteKind.TRACKED_CHANGES} & dict(reading.notes).keys():
        # Mammoth includes hidden text like any other, so the clean copy is read instead.
        offer_clean_copy(reading, path, "docx", folder)
        if not reading.clean_copy:
            raise FileRefused(Refusal.BROKEN)
        path = folder / reading.clean_copy
    with path.open("rb") as file:
        pictures = _Pictures(folder, reading)
        html = mammoth.convert_to_html(
            file, style_map=_STYLES, convert_image=mammoth.images.img_element(pictures.keep)
        ).value
    html = _LOST_PICTURE.sub("", html)
    html = html.replace("<table>", '<div class="wide" role="group" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    reading.parts = [_part(piece) for piece in _pieces(html)]
    pictures.note()
    reading.note(NoteKind.NO_PAGE_PICTURES)
    return reading


def _pieces(html: str) -> list[str]:
    """Return the HTML, split before each main heading."""
    starts = [0, *(match.start() for match in _HEADING.finditer(html))]
    ends = [*starts[1:], len(html)]
    pieces = [html[start:end] for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if plain(piece) or "<img" in piece] or [""]


def _part(html: str) -> ReadingPart:
    heading = _HEADING.search(html)
    title = plain(heading[1])[:200] if heading else ""
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


class _Pictures:
    def __init__(self, folder: Path, reading: FileReading) -> None:
        self.folder, self.reading, self.unnamed = folder, reading, 0

    def keep(self, image: Any) -> dict[str, str]:
        """Store an image and return its attributes. Mammoth adds the alternative text."""
        with image.open() as opened:
            name = keep_picture(opened.read(), self.folder, self.reading)
        self.unnamed += bool(name and not image.alt_text)
        return {"src": name, "alt": image.alt_text or "", "loading": "lazy"}

    def note(self) -> None:
        if self.unnamed:
            self.reading.note(NoteKind.NO_ALT_TEXT, str(self.unnamed))
