"""Official reports as DOCX, in the layout of Decree 30/2020/NĐ-CP, without signature and number."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone

from .letters import (
    AGENCY_PT,
    BODY_PT,
    DATE_PT,
    DOCX,
    ISSUER_RULE_INSET_MM,
    MOTTO,
    MOTTO_PT,
    MOTTO_RULE_INSET_MM,
    NUMBER_PT,
    SPACE_AFTER_PT,
    STATE_NAME,
    STATE_NAME_PT,
    _add,
    _add_end,
    _add_paragraph,
    _add_rule,
    _columns,
    _element,
    _set_defaults,
    _set_page,
    _spaced,
    formal_date,
)

if TYPE_CHECKING:
    from docx.document import Document

# Section II, point 5: sizes of document type and abstract; the rule below has a third to a half of
# their length.
TITLE_PT, ABSTRACT_PT, TITLE_RULE_INSET_MM = 14, 14, 65
TABLE_PT = 12
# Widths of the first column, of number columns, and of the whole table; the second column takes the
# rest.
_FIRST_MM, _NUMBER_MM, _TEXT_WIDTH_MM = 14, 24, 165


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table in an annex. A row with a single cell is a subheading."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


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


def report_docx(report: OfficialReport, *, as_part: bool = False) -> bytes:
    """Return the DOCX file. With `as_part`, head and signature are left out, to insert it
    elsewhere."""
    # Imported here, because only these exports need it.
    from docx import Document
    from docx.enum.section import WD_SECTION

    document = Document()
    _set_defaults(document)
    _set_page(document.sections[0])
    if not as_part:
        _add_head(document, report)
    for heading, paragraphs in report.sections:
        if heading:
            words = _spaced(document.add_paragraph(), after=SPACE_AFTER_PT)
            words.paragraph_format.keep_with_next = True
            _add(words, heading, size=BODY_PT, bold=True)
        for each in paragraphs:
            _add_paragraph(document, each)
    if not as_part:
        _add_end(document, report)  # type: ignore[arg-type]
    if report.table:
        if not as_part:
            document.add_section(WD_SECTION.NEW_PAGE)
        _add_table(document, report.table)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def report_response(*, name: str, report: OfficialReport, as_part: bool = False) -> HttpResponse:
    """Return the report as a response. Today's date is appended to `name`."""
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.docx"
    return HttpResponse(
        report_docx(report, as_part=as_part),
        content_type=DOCX,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _add_head(document: "Document", report: OfficialReport) -> None:
    left, right = _columns(document)
    _add(left.paragraphs[0], report.parent.upper(), size=AGENCY_PT, centred=True)
    _add(left.add_paragraph(), report.issuer.upper(), size=AGENCY_PT, bold=True, centred=True)
    _add_rule(left.add_paragraph(), ISSUER_RULE_INSET_MM)
    number = f"Số:        /{report.symbol}"
    _add(left.add_paragraph(), number, size=NUMBER_PT, centred=True)
    _add(right.paragraphs[0], STATE_NAME, size=STATE_NAME_PT, bold=True, centred=True)
    _add(right.add_paragraph(), MOTTO, size=MOTTO_PT, bold=True, centred=True)
    _add_rule(right.add_paragraph(), MOTTO_RULE_INSET_MM)
    date = formal_date(report.place, report.date)
    _add(_spaced(right.add_paragraph()), date, size=DATE_PT, italic=True, centred=True)
    title = _spaced(document.add_paragraph(), before=12)
    _add(title, report.kind, size=TITLE_PT, bold=True, centred=True)
    _add(document.add_paragraph(), report.abstract, size=ABSTRACT_PT, bold=True, centred=True)
    _add_rule(_spaced(document.add_paragraph(), before=6, after=12), TITLE_RULE_INSET_MM)


def _add_table(document: "Document", table: ReportTable) -> None:
    title = _spaced(document.add_paragraph(), after=SPACE_AFTER_PT)
    _add(title, table.title, size=BODY_PT, bold=True, centred=True)
    grid = document.add_table(rows=0, cols=len(table.heads))
    grid.style, grid.autofit = "Table Grid", False
    widths = _widths(len(table.heads))
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


def _widths(columns: int) -> list[Any]:
    from docx.shared import Mm

    numbers = columns - 2
    text = _TEXT_WIDTH_MM - _FIRST_MM - numbers * _NUMBER_MM
    return [Mm(each) for each in (_FIRST_MM, text, *[_NUMBER_MM] * numbers)]


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
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
