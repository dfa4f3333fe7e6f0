"""Draw the values of form fields on the pages of a PDF, as PDF programs show them. No Django.

Pictures and text of a page do not hold them otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as c

from .pdf_text import PrintedBlock, PrintedLine

# An empty string has so many bytes: those of its end in UTF-16.
_NOTHING = 2


@dataclass(frozen=True, slots=True)
class FilledPage:
    """A page on which the values of its fields are drawn.

    `undrawn` values cannot be drawn. Of its letters the first `own` are not in fields; None stands
    for all.
    """

    page: pdfium.PdfPage
    undrawn: int = 0
    own: int | None = None


def with_filled_fields(document: pdfium.PdfDocument, at: int) -> FilledPage:
    """Return a page with the values of its fields.

    A field without a picture of its value is drawn by each PDF program in letters of its own.
    PDFium leaves out most Vietnamese ones, so such fields are counted instead.
    """
    page = document[at]
    count = c.FPDFPage_GetAnnotCount(page.raw)
    undrawn = sum(_is_undrawn(page, number) for number in range(count))
    if c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) != c.FLATTEN_SUCCESS:
        return FilledPage(page, undrawn)
    text = page.get_textpage()
    own = text.count_chars()
    text.close()
    page.close()
    return FilledPage(document[at], undrawn, own)


def _is_undrawn(page: pdfium.PdfPage, number: int) -> bool:
    annotation = c.FPDFPage_GetAnnot(page.raw, number)
    try:
        return (
            c.FPDFAnnot_GetSubtype(annotation) == c.FPDF_ANNOT_WIDGET
            and c.FPDFAnnot_GetStringValue(annotation, b"V", None, 0) > _NOTHING
            and c.FPDFAnnot_GetAP(annotation, c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
            <= _NOTHING
        )
    finally:
        c.FPDFPage_CloseAnnot(annotation)


def beside_labels(blocks: Sequence[PrintedBlock], first_row: int) -> list[PrintedBlock]:
    """Return the blocks with the values, the lines from `first_row` on, behind their labels. The
    file has them behind all other text."""
    ordered = [block for block in blocks if not _is_value(block, first_row)]
    for value in blocks:
        if not isinstance(value, PrintedLine) or not _is_value(value, first_row):
            continue
        middle = value.top - value.height / 2
        level = [
            at
            for at, block in enumerate(ordered)
            if block.top - block.height <= middle <= block.top and block.left <= value.left
        ]
        lower = (at for at, block in enumerate(ordered) if block.top < middle)
        place = max(level) + 1 if level else next(lower, len(ordered))
        label = ordered[place - 1] if level else None
        row = label.row if isinstance(label, PrintedLine) else value.row
        ordered.insert(place, replace(value, row=row))
    return ordered


def _is_value(block: PrintedBlock, first_row: int) -> bool:
    return isinstance(block, PrintedLine) and block.row >= first_row
