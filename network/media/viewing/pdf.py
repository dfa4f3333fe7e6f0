"""PDF converter: images of each page in several widths, and text with guessed headings. No
Django."""

import ctypes
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as c

from network.core.legacy_encodings import detect_legacy_encoding, to_unicode

from .pdf_text import PrintedLine, part_of
from .pictures import keep_page
from .results import (
    LARGE,
    MOST_PAGES,
    TOTAL,
    FileReading,
    FileRefused,
    NoteKind,
    ReadingPart,
    Refusal,
    checked,
)

# WebP allows at most 16,383 pixels per side.
_MOST_PIXELS, _LONGEST_SIDE = 8_000_000, 16_000
# Maximum scale, 360 dpi: a small table is not enlarged to the full width.
_MOST_SCALE = 5.0
_BOLD = (b"bold", b"black", b"heavy")
_LONGEST_NAME = 200
_XFA_FORMS = (c.FORMTYPE_XFA_FULL, c.FORMTYPE_XFA_FOREGROUND)


def read_pdf(path: Path, folder: Path, *, only: Sequence[int] = ()) -> FileReading:
    """Return the text of the PDF and write its page images into `folder`.

    `only` lists the pages to read, if not all; the result numbers them from 1 again. Raises
    FileRefused if the file is broken, encrypted, a dynamic form, or has too many pages.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = c.FPDF_GetLastError() == c.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise FileRefused(Refusal.ENCRYPTED if locked else Refusal.BROKEN) from error
    if document.get_formtype() in _XFA_FORMS:
        raise FileRefused(Refusal.XFA)
    if not len(document):
        raise FileRefused(Refusal.BROKEN)
    if len(document) > MOST_PAGES:
        raise FileRefused(Refusal.TOO_MANY_PAGES)
    (folder / f"{TOTAL}{len(only or document)}").touch()
    reading = FileReading()
    _note_author(document, reading)
    old: list[str] = []
    for number, printed in enumerate(only or range(1, len(document) + 1), start=1):
        try:
            reading.parts.append(checked(_page(document[printed - 1], number, folder, old)))
        except pdfium.PdfiumError as error:
            raise FileRefused(Refusal.BROKEN) from error
    if old:
        reading.note(NoteKind.OLD_LETTERS, ", ".join(old))
    return reading


def _note_author(document: pdfium.PdfDocument, reading: FileReading) -> None:
    author = document.get_metadata_dict().get("Author", "").strip()
    if author:
        reading.note(NoteKind.AUTHOR, author)


def _page(page: pdfium.PdfPage, number: int, folder: Path, old: list[str]) -> ReadingPart:
    width, height = page.get_size()
    if width < 1 or height < 1:
        raise FileRefused(Refusal.BROKEN)
    most = (_MOST_PIXELS / (width * height)) ** 0.5
    scale = min(LARGE / width, _LONGEST_SIDE / height, most, _MOST_SCALE)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    keep_page(picture, number, folder)
    lines = _lines(page)
    decoded = _decoded(lines)
    if decoded is not lines:
        old.append(str(number))
    part = part_of(decoded, width=picture.width, height=picture.height)
    page.close()
    return part


def _decoded(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Return the lines converted to Unicode, or unchanged if no legacy encoding is detected."""
    encoding = detect_legacy_encoding("\n".join(line.text for line in lines))
    if encoding is None:
        return lines
    return [replace(line, text=to_unicode(line.text, encoding)) for line in lines]


def _lines(page: pdfium.PdfPage) -> list[PrintedLine]:
    """Return the lines of a page in reading order, with position and height."""
    text = page.get_textpage()
    letters = [_letter(c.FPDFText_GetUnicode(text.raw, at)) for at in range(text.count_chars())]
    lines: list[PrintedLine] = []
    begin = 0
    for at, letter in enumerate([*letters, "\n"]):
        if letter in "\r\n":
            row = "".join(letters[begin:at])
            if row.strip():
                lines.append(_line(text, row, begin))
            begin = at + 1
    text.close()
    return lines


def _letter(code: int) -> str:
    """Return a character of the text layer, or a blank for an invalid code."""
    known = code in (10, 13) or (32 <= code < 0xD800) or (0xE000 <= code < 0xFFFE) or code > 0xFFFF
    return chr(code) if known else " "


def _line(text: pdfium.PdfTextPage, row: str, begin: int) -> PrintedLine:
    visible = [begin + at for at, letter in enumerate(row) if letter.strip()]
    left, bottom, _right, top = text.get_charbox(visible[0], loose=True)
    right = text.get_charbox(visible[-1], loose=True)[2]
    bold = _is_bold(text, visible[0]) and _is_bold(text, visible[-1])
    return PrintedLine(" ".join(row.split()), left, right, top, max(1.0, top - bottom), bold)


def _is_bold(text: pdfium.PdfTextPage, at: int) -> bool:
    """Return whether a letter is bold, judged by its font name since the weight is not
    available."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    c.FPDFText_GetFontInfo(text.raw, at, name, _LONGEST_NAME, None)
    return any(word in name.value.lower() for word in _BOLD)
