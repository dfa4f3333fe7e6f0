"""Office files as agencies have them, of several programs and in several states of order."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from pptx.util import Inches

from network.media.viewing.results import Refusal
from tests.factories.office import (
    entry_of,
    outline_docx,
    picture,
    saved,
    slides_pptx,
    table_xlsx,
    with_entry,
)

from .row import Row

DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"


def text(*pieces: tuple[str, str]) -> Any:
    """A text of paragraphs, each with the style that it has."""
    made = docx.Document()
    for style, words in pieces:
        made.add_paragraph(words, style=style)
    return made


def three_chapters() -> bytes:
    pieces = []
    for chapter in ("Hòa giải", "Hòa giải viên", "Kinh phí"):
        pieces += [("Heading 1", chapter), ("Normal", f"{chapter} ở cơ sở là tự nguyện. " * 120)]
    return saved(text(*pieces))


def merged_table() -> bytes:
    made = text(("Normal", "Bảng mức chi"))
    table = made.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Mức chi"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Thù lao"
    return saved(made)


def with_header() -> bytes:
    made = text(("Title", "Đề cương"), ("List Number", "Một"), ("List Number", "Hai"))
    made.sections[0].header.paragraphs[0].text = "Đầu trang"
    return saved(made)


def with_mark(mark: bytes) -> bytes:
    """The outline with a piece of Word's own in its first paragraph."""
    old = entry_of(outline_docx(), DOCUMENT)
    return with_entry(outline_docx(), DOCUMENT, old.replace(b"</w:p>", mark + b"</w:p>", 1))


def of_package(package: Any, name: str) -> bytes:
    """A file that an installed package brings."""
    return (Path(package.__file__).parent / "templates" / name).read_bytes()


def workbook(**sheets: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def with_chart() -> bytes:
    book = workbook(Bieu=[["Xã", "Vụ"], ["Ia Pa", 3], ["Chư Sê", 5]])
    chart = BarChart()
    chart.add_data(Reference(book["Bieu"], min_col=2, min_row=1, max_row=3))
    book["Bieu"].add_chart(chart, "D2")
    return saved(book)


def of_another_writer() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Dự toán")
        sheet.write_row(0, 0, ["Nội dung", "Mức"])
        sheet.write(1, 0, "Thù lao")
        sheet.write_formula(1, 1, "=100*3", None, 300)
        sheet.insert_image(3, 0, "a.png", {"image_data": picture()})
    return out.getvalue()


def merged_cells() -> bytes:
    book = workbook(Gop=[["Bảng", None], ["Một", "Hai"], ["Ba", None]])
    book["Gop"].merge_cells("A1:B1")
    book["Gop"].merge_cells("A3:B3")
    return saved(book)


def numbers() -> list[list[Any]]:
    return [["Ngày", "Tỷ lệ"], [dt.date(2026, 11, 27), 0.5], [dt.datetime(2026, 1, 2, 3), 7]]  # noqa: DTZ001


def talk(*titles: str) -> Any:
    show = pptx.Presentation()
    for title in titles:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "Nghe hết\nKhông ngắt lời"
    return show


def with_table() -> bytes:
    show = talk("Mức chi")
    table = show.slides[0].shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(1, 1).text = "300.000 đồng"
    return saved(show)


def with_group() -> bytes:
    show = talk("Sơ đồ")
    group = show.slides[0].shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "Trong nhóm"
    return saved(show)


def macro_docx() -> bytes:
    plain = b"wordprocessingml.document.main"
    types = entry_of(outline_docx(), TYPES)
    with_macros = types.replace(plain, b"ms-word.document.macroEnabled.main")
    return with_entry(outline_docx(), TYPES, with_macros)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TRACKED = b'<w:ins w:id="1" w:author="K"><w:r><w:t>them vao</w:t></w:r></w:ins>'
HIDDEN = b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>an di</w:t></w:r>"
WIDE = [[f"Cột {at}" for at in range(60)], list(range(60))]

ROWS = [
    Row("outline.docx", outline_docx, parts=2, words="Có phẩm chất tốt", printed=1),
    Row("three-chapters.docx", three_chapters, parts=3, words="Kinh phí ở cơ sở", printed=4),
    Row("merged-table.docx", merged_table, words="Thù lao"),
    Row("header-and-numbers.docx", with_header, words="Đề cương"),
    Row("tracked-changes.docx", lambda: with_mark(TRACKED), parts=2, words="them vao", printed=1),
    Row("hidden-words.docx", lambda: with_mark(HIDDEN), parts=2, words="Tự nguyện", printed=1),
    Row("template-of-python-docx.docx", lambda: of_package(docx, "default.docx")),
    Row("table.xlsx", table_xlsx, words="300.000"),
    Row(
        "three-sheets.xlsx",
        lambda: saved(workbook(Mot=[["a"]], Hai=[["b"]], Ba=[["Xã", "Số"], ["Ia Pa", 1]])),
        parts=3,
        words="Ia Pa",
    ),
    Row("chart.xlsx", with_chart, words="Chư Sê"),
    Row("another-writer.xlsx", of_another_writer, words="300"),
    Row("merged-cells.xlsx", merged_cells, words="Ba"),
    Row("dates-and-shares.xlsx", lambda: saved(workbook(So=numbers())), words="27/11/2026"),
    Row("wide.xlsx", lambda: saved(workbook(Rong=WIDE)), words="Cột 59"),
    Row("long.xlsx", lambda: saved(workbook(Dai=[["Xã", at] for at in range(1500)])), words="1499"),
    Row("slides.pptx", slides_pptx, words="Không ngắt lời"),
    Row("three-slides.pptx", lambda: saved(talk("Một", "Hai", "Ba")), parts=3, words="Ba"),
    Row("table.pptx", with_table, words="300.000 đồng"),
    Row("group.pptx", with_group, words="Trong nhóm"),
    Row("no-slides.pptx", lambda: saved(pptx.Presentation()), Refusal.EMPTY),
    Row("macros.docx", macro_docx, Refusal.MACROS),
    Row("old.docx", lambda: OLD, Refusal.OLD_FORMAT),
    Row("password.docx", lambda: OLD + "EncryptedPackage".encode("utf-16-le"), Refusal.ENCRYPTED),
    Row("cut-off.pptx", lambda: slides_pptx()[:3000], Refusal.BROKEN),
    Row("no-office-file.xlsx", lambda: b"MZ\x90\0 chuong trinh", Refusal.UNKNOWN),
]
