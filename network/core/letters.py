"""Official letters as DOCX, in the layout of Decree 30/2020/NĐ-CP, without signature and number.

All sizes are from its Annex I: font sizes and margins.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone

from .registry import Registry
from .xml_text import xml_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

# Annex I, part I, section I, points 1 to 5: A4; margins top and bottom 20-25 mm, left 30-35, right
# 15-20.
PAGE_MM = (210, 297)
MARGINS_MM = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
FONT = "Times New Roman"
# Point 7: page number centred in the top margin, 13-14 pt, not on the first page.
PAGE_NUMBER_PT = 14
# Section II, points 1 to 5 and 9: font sizes of the parts.
STATE_NAME_PT = 12
MOTTO_PT = 13
AGENCY_PT = 12
NUMBER_PT = 13
DATE_PT = 13
SUBJECT_PT = 12
SIGNATURE_PT = 14
RECIPIENTS_HEAD_PT = 12
RECIPIENTS_PT = 11
# Point 6: 13-14 pt, justified, first-line indent 1 or 1.27 cm, at least 6 pt between paragraphs,
# line spacing at most 1.5.
BODY_PT = 14
FIRST_LINE_MM = 12.7
SPACE_AFTER_PT = 6
LINE_SPACING = 1.0
# Point 2: the rule below the issuer has a third to a half of the length of the text above it.
HEAD_COLUMNS_MM = (70, 95)
ISSUER_RULE_INSET_MM = 20
MOTTO_RULE_INSET_MM = 19
# Blank lines for signature and seal.
SIGNATURE_LINES = 4

STATE_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The common head of all letters of the province: superior body of the issuers, and place."""

    parent: str
    place: str


# Exactly one entry, registered by the app with the network's settings.
LETTERHEAD = Registry[Callable[[], Letterhead]]("what letters begin with")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLetter:
    """An official letter (công văn): issuer, recipients, subject, text."""

    # The superior body of the issuer, and the issuer.
    parent: str
    issuer: str
    # Letters after the number. The number itself is assigned at signing.
    symbol: str
    place: str
    subject: str
    addressee: str
    paragraphs: Sequence[str]
    # Numbered points between the first paragraph and the others.
    points: Sequence[str] = ()
    signed_as: str
    recipients: Sequence[str]
    # None leaves day and month blank.
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a regulation: its heading and its clauses."""

    heading: str
    clauses: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """A regulation issued with a decision."""

    parent: str
    issuer: str
    title: str
    about: str
    # The decision with which it is issued.
    under: str
    articles: Sequence[Article]


def letters_docx(letters: Iterable[OfficialLetter]) -> bytes:
    """Return one DOCX file. Each letter starts on a new page with its own page numbers."""
    # Imported here, because only these exports need it.
    from docx import Document
    from docx.enum.section import WD_SECTION

    document = Document()
    _set_defaults(document)
    _set_page(document.sections[0])
    for place, letter in enumerate(letters):
        if place:
            # A new section copies margins and page numbers from the previous one.
            document.add_section(WD_SECTION.NEW_PAGE)
        _add_letter(document, letter)
    return _saved(document)


def rules_response(*, name: str, rules: RuleBook) -> HttpResponse:
    """Return a regulation as a DOCX file to be completed."""
    from docx import Document

    document = Document()
    _set_defaults(document)
    _set_page(document.sections[0])
    _add_heads(document, rules.parent, rules.issuer)
    for words, size, before in ((rules.title.upper(), 14, 18), (rules.about, 14, 0)):
        _add(
            _spaced(document.add_paragraph(), before=before),
            words,
            size=size,
            bold=True,
            centred=True,
        )
    under = _spaced(document.add_paragraph(), after=12)
    _add(under, f"({rules.under})", size=BODY_PT, italic=True, centred=True)
    for number, article in enumerate(rules.articles, 1):
        heading = _spaced(document.add_paragraph(), before=6, after=SPACE_AFTER_PT)
        _add(heading, f"Điều {number}. {article.heading}", size=BODY_PT, bold=True)
        for place, words in enumerate(article.clauses, 1):
            mark = f"{place}. " if len(article.clauses) > 1 else ""
            _add_paragraph(document, f"{mark}{words}")
    return _docx_response(_saved(document), name)


def letters_response(*, name: str, letters: Iterable[OfficialLetter]) -> HttpResponse:
    """Return the letters as a DOCX file. Today's date is appended to `name`."""
    return _docx_response(letters_docx(letters), name)


def _saved(document: "Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _docx_response(content: bytes, name: str) -> HttpResponse:
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.docx"
    return HttpResponse(
        content,
        content_type=DOCX,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def formal_date(place: str, date: dt.date | None) -> str:
    """Return place and date of a letter: days below 10 and months 1 and 2 have a leading zero."""
    if date is None:
        return f"{place}, ngày …… tháng …… năm {timezone.localdate().year}"
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"{place}, ngày {date.day:02} tháng {month} năm {date.year}"


def _set_defaults(document: "Document") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = LINE_SPACING


def _set_page(section: "Section") -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = map(Mm, PAGE_MM)
    for name, millimetres in MARGINS_MM.items():
        setattr(section, name, Mm(millimetres))
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    numbering = _element("w:pgNumType", start="1")
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
    paragraph = section.header.paragraphs[0]
    run = _add(paragraph, "", size=PAGE_NUMBER_PT, centred=True)
    run._r.append(_element("w:fldChar", fldCharType="begin"))
    code = _element("w:instrText")
    code.text = "PAGE"
    run._r.append(code)
    run._r.append(_element("w:fldChar", fldCharType="end"))


def _add_letter(document: "Document", letter: OfficialLetter) -> None:
    left, right = _add_heads(document, letter.parent, letter.issuer)
    number = f"Số:        /{letter.symbol}"
    _add(left.add_paragraph(), number, size=NUMBER_PT, centred=True)
    subject = _spaced(left.add_paragraph())
    _add(subject, f"V/v {letter.subject}", size=SUBJECT_PT, centred=True)
    date = formal_date(letter.place, letter.date)
    _add(_spaced(right.add_paragraph()), date, size=DATE_PT, italic=True, centred=True)
    to = document.add_paragraph()
    _spaced(to, before=12, after=12)
    _add(to, f"Kính gửi: {letter.addressee}", size=BODY_PT, centred=True)
    first, *others = letter.paragraphs
    for words in (first, *letter.points, *others):
        _add_paragraph(document, words)
    _add_end(document, letter)


def _add_heads(document: "Document", parent: str, issuer: str) -> tuple[Any, Any]:
    """Add issuer and State heading side by side. Returns the two blocks."""
    left, right = _columns(document)
    line = left.paragraphs[0]
    if parent:
        _add(line, parent.upper(), size=AGENCY_PT, centred=True)
        line = left.add_paragraph()
    _add(line, issuer.upper(), size=AGENCY_PT, bold=True, centred=True)
    _add_rule(left.add_paragraph(), ISSUER_RULE_INSET_MM)
    _add(right.paragraphs[0], STATE_NAME, size=STATE_NAME_PT, bold=True, centred=True)
    _add(right.add_paragraph(), MOTTO, size=MOTTO_PT, bold=True, centred=True)
    _add_rule(right.add_paragraph(), MOTTO_RULE_INSET_MM)
    return left, right


def _add_end(document: "Document", letter: OfficialLetter) -> None:
    # The signature block must not be alone on a page.
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = _columns(document)
    head = _spaced(left.paragraphs[0], before=12)
    _add(head, "Nơi nhận:", size=RECIPIENTS_HEAD_PT, bold=True, italic=True)
    for recipient in letter.recipients:
        _add(left.add_paragraph(), f"- {recipient}", size=RECIPIENTS_PT)
    signed_as = _spaced(right.paragraphs[0], before=12)
    _add(signed_as, letter.signed_as.upper(), size=SIGNATURE_PT, bold=True, centred=True)
    for _line in range(SIGNATURE_LINES):
        right.add_paragraph()


def _add_paragraph(document: "Document", words: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    paragraph = _spaced(document.add_paragraph(), after=SPACE_AFTER_PT)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(FIRST_LINE_MM)
    _add(paragraph, words, size=BODY_PT)


def _columns(document: "Document") -> tuple[Any, Any]:
    """Return two blocks side by side, the cells of a table without borders."""
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    # No padding, otherwise the longest lines of the head do not fit.
    padding = _element("w:tblCellMar")
    padding.extend(_element(f"w:{side}", w="0", type="dxa") for side in ("left", "right"))
    table._tblPr.insert_element_before(padding, "w:tblLook")
    # Word uses the widths of the cells, other programs those of the columns.
    for column, width in zip(table.columns, HEAD_COLUMNS_MM, strict=True):
        column.width = column.cells[0].width = Mm(width)
    return table.rows[0].cells


def _add(
    paragraph: Any,
    words: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = paragraph.add_run(xml_text(words))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return run


def _spaced(paragraph: Any, *, before: float = 6, after: float = 0) -> Any:
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _add_rule(paragraph: Any, inset: float) -> None:
    """Draw the rule below a name: the top border of an indented empty paragraph."""
    from docx.shared import Mm, Pt

    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(inset)
    shape.line_spacing = Pt(4)
    # Below the descenders of the line above.
    shape.space_before = shape.space_before or Pt(2)
    border = _element("w:pBdr")
    border.append(_element("w:top", val="single", sz="6", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
