"""Official reports as DOCX, in the layout of Decree 30/2020/NĐ-CP, without signature and number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from .letter_files import content_of, docx_response, fill
from .letters import formal_date
from .xml_text import xml_text

if TYPE_CHECKING:
    from docx.document import Document

TABLE_PT, TABLE_TITLE_PT, TABLE_TITLE_AFTER_PT = 12, 14, 6
# Widths of number columns and of the whole table; the second column takes the rest.
_NUMBER_MM, _TEXT_WIDTH_MM = 24, 165


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table in an annex. A row with a single cell is a subheading."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    # Width of the first column.
    first_mm: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialReport:
    """A report or plan of an agency: headings with paragraphs, and a table of figures."""

    parent: str
    issuer: str
    symbol: str
    place: str
    abstract: str
    sections: Sequence[tuple[str, Sequence[str]]]
    table: ReportTable | None = None
    signed_as: str
    recipients: Sequence[str]
    kind: str = "BÁO CÁO"
    date: dt.date | None = None

    @property
    def written_at(self) -> str:
        """Return place and date."""
        return formal_date(self.place, self.date)


def report_docx(report: OfficialReport, *, as_part: bool = False) -> bytes:
    """Return the DOCX file. With `as_part`, head and signature are left out, to insert it
    elsewhere. Raises BrokenTemplateError."""
    # Imported here, because only these exports need it.
    from docx.enum.section import WD_SECTION

    template = fill("report.docx", report=report, is_part=as_part)
    if report.table:
        if not as_part:
            template.docx.add_section(WD_SECTION.NEW_PAGE)
        _add_table(template.docx, report.table)
    return content_of(template)


def report_response(*, name: str, report: OfficialReport, as_part: bool = False) -> HttpResponse:
    """Return the report as a response. Today's date is appended to `name`."""
    return docx_response(name, lambda: report_docx(report, as_part=as_part))


def _add_table(document: "Document", table: ReportTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(TABLE_TITLE_AFTER_PT)
    _add(title, table.title, size=TABLE_TITLE_PT, bold=True)
    grid = document.add_table(rows=0, cols=len(table.heads))
    grid.style, grid.autofit = "Table Grid", False
    widths = _widths(table)
    # Word uses the widths of the cells, other programs those of the columns.
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _fill(grid.add_row(), table.heads, widths, bold=True)
    _repeat(grid.rows[0])
    for row in table.rows:
        line = grid.add_row()
        if len(row) == 1:
            whole = line.cells[0].merge(line.cells[-1])
            _add(whole.paragraphs[0], row[0], size=TABLE_PT, bold=True)
        else:
            _fill(line, row, widths)


def _widths(table: ReportTable) -> list[Any]:
    from docx.shared import Mm

    numbers = len(table.heads) - 2
    text = _TEXT_WIDTH_MM - table.first_mm - numbers * _NUMBER_MM
    return [Mm(each) for each in (table.first_mm, text, *[_NUMBER_MM] * numbers)]


def _fill(row: Any, words: Sequence[str], widths: Sequence[Any], *, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for place, (cell, text, width) in enumerate(zip(row.cells, words, widths, strict=True)):
        cell.width = width
        paragraph = cell.paragraphs[0]
        _add(paragraph, text, size=TABLE_PT, bold=bold)
        if place >= 2:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: Any) -> None:
    """Repeat the header row on each page of the table."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add(paragraph: Any, words: str, *, size: float, bold: bool) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(xml_text(words))
    run.font.size, run.bold = Pt(size), bold
