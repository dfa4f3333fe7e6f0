"""PDF converter: images of each page in several widths, and text with guessed headings. No
Django."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as c

from network.core.legacy_encodings import detect_legacy_encoding, to_unicode

from .fixed_words import FIELD
from .page_text import Fate
from .pdf_fields import with_filled_fields
from .pdf_letters import printed_blocks
from .pdf_text import PrintedLine, part_of
from .pdf_turns import PageTurn, make_level
from .pdf_worth import has_unknown_letters, is_scan
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
from .running_heads import PrintedPage, drop_repeated

# WebP allows at most 16,383 pixels per side.
_MOST_PIXELS, _LONGEST_SIDE = 8_000_000, 16_000
# Maximum scale, 360 dpi: a small table is not enlarged to the full width.
_MOST_SCALE = 5.0
# The text of a scan with so many words was recognised by the program that made the file.
_RECOGNISED_WORDS = 60
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
    numbers = only or range(1, len(document) + 1)
    pages: list[PrintedPage] = []
    sizes: list[tuple[int, int]] = []
    scans: list[bool] = []
    fields = 0
    for number, printed in enumerate(numbers, start=1):
        try:
            filled = with_filled_fields(document, printed - 1)
            page = filled.page
            fields += filled.undrawn
            sizes.append(_draw(page, number, folder))
            before = pages[-1].blocks if pages else ()
            scans.append(is_scan(page))
            turn = make_level(page)
            blocks = [] if has_unknown_letters(page) else printed_blocks(filled, before, turn)
            pages.append(PrintedPage(blocks, *_lower_and_upper_edge(page, turn)))
            page.close()
        except pdfium.PdfiumError as error:
            raise FileRefused(Refusal.BROKEN) from error
    if fields:
        reading.note(NoteKind.OMITTED, f"{FIELD.lower()} ({fields})")
    old = [str(number) for number, each in enumerate(pages, start=1) if _decode(each)]
    drop_repeated(pages)
    reading.parts = [
        _marked(checked(part_of(each.blocks, width=width, height=height)), scanned=scanned)
        for each, (width, height), scanned in zip(pages, sizes, scans, strict=True)
    ]
    if old:
        reading.note(NoteKind.OLD_LETTERS, ", ".join(old))
    return reading


def _marked(part: ReadingPart, *, scanned: bool) -> ReadingPart:
    """Return the page, marked as a scan if its own text may be only a part of what it shows."""
    is_short = len(part.text.split()) < _RECOGNISED_WORDS
    return replace(part, fate=Fate.SCAN) if scanned and is_short else part


def _note_author(document: pdfium.PdfDocument, reading: FileReading) -> None:
    author = document.get_metadata_dict().get("Author", "").strip()
    if author:
        reading.note(NoteKind.AUTHOR, author)


def _draw(page: pdfium.PdfPage, number: int, folder: Path) -> tuple[int, int]:
    """Write the images of a page and return the size of the large one."""
    width, height = page.get_size()
    if width < 1 or height < 1:
        raise FileRefused(Refusal.BROKEN)
    most = (_MOST_PIXELS / (width * height)) ** 0.5
    scale = min(LARGE / width, _LONGEST_SIDE / height, most, _MOST_SCALE)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    keep_page(picture, number, folder)
    return picture.size


def _lower_and_upper_edge(page: pdfium.PdfPage, turn: PageTurn) -> tuple[float, float]:
    _left, bottom, _right, top = turn.box(*page.get_cropbox())
    return bottom, top


def _decode(page: PrintedPage) -> bool:
    """Convert a page in a legacy encoding to Unicode. Returns whether it was in one."""
    encoding = detect_legacy_encoding("\n".join(block.text for block in page.blocks))
    if encoding is None:
        return False
    for at, block in enumerate(page.blocks):
        if isinstance(block, PrintedLine):
            page.blocks[at] = replace(block, text=to_unicode(block.text, encoding))
            continue
        for cell in {id(cell): cell for row in block.rows for cell in row}.values():
            cell.text = to_unicode(cell.text, encoding)
    return True
