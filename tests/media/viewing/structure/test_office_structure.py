"""Merged cells and charts of workbooks and talks are read as a person wrote them down before."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pptx
import pytest
from openpyxl.chart import BarChart, Reference
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from network.media.viewing.results import NoteKind
from network.media.viewing.sheets import _shown as shown_value
from network.media.viewing.sheets import read_sheets
from network.media.viewing.slides import read_slides

from .outline import outline


def workbook(path: Path) -> None:
    """A report whose table begins at B2, with merged cells, an empty column and a chart."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Quý I"
    rows = [
        [None, "Kết quả hòa giải", None, None, None],
        [None, "Xã", "Số vụ", None, "Ghi chú"],
        [None, None, "Nhận", "Thành", None],
        [None, "Ia Mẫu", 8, None, "Một vụ đang hòa giải"],
        [None, "Ia Thử", 5, 4, None],
    ]
    for row in rows:
        sheet.append(row)
    for area in ("B1:E1", "B2:B3", "C2:D2", "E2:E3"):
        sheet.merge_cells(area)
    chart = BarChart()
    chart.title = "Số vụ theo xã"
    chart.add_data(Reference(sheet, min_col=3, min_row=4, max_row=5))
    sheet.add_chart(chart, "G2")
    book.save(path)


def test_a_workbook_keeps_its_columns_below_merged_cells(tmp_path: Path):
    workbook(tmp_path / "a.xlsx")
    reading = read_sheets(tmp_path / "a.xlsx", tmp_path)
    (part,) = reading.parts
    assert outline(part.html) == [
        "¶ Kết quả hòa giải",
        "[bảng] Quý I",
        "| ^Xã {1x2} | ^Số vụ {2x1} | ^Ghi chú {1x2} |",
        "| ^Nhận | ^Thành |",
        "| Ia Mẫu | 8 |  | Một vụ đang hòa giải |",
        "| Ia Thử | 5 | 4 |  |",
        "¶ [Biểu đồ “Số vụ theo xã” không hiển thị trong bản đọc này]",
    ]
    assert "Ia Thử | 5 | 4" in part.text.splitlines()
    assert dict(reading.notes)[NoteKind.OMITTED] == "biểu đồ (1)"


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.125, "0.0%", "12,5%"),
        (0.5, "0.0%", "50,0%"),
        (0.125, "0%", "13%"),
        (15602, "#,##0", "15.602"),
        (15602.5, "#,##0.00", "15.602,50"),
        (15602.5, '#,##0 [$₫-42A]"đồng"', "15.603 ₫đồng"),
        (3, '"Quý "0', "Quý 3"),
        (8, 'General" vụ"', "8 vụ"),
        (1250000, '#,##0," nghìn đồng"', "1.250 nghìn đồng"),
        (3.5, '0.##" km"²', "3,5 km²"),
        (-3500, "#,##0;[Red](#,##0)", "-3.500"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        (2, '[=1]"Nam";[=2]"Nữ";General', "Nữ"),
        (3, '[=1]"Nam";[=2]"Nữ";General', "3"),
        (0, '"Có";;"Không"', "Không"),
        (64099000001, ";;;", ""),
        (905123456, "0000\\ 000\\ 000", "0905123456"),
        (1234567.5, "General", "1234567,5"),
        (250000000000, "General", "250000000000"),
        (7, "000", "007"),
        (3.5, "0.##", "3,5"),
        (0.5, "# ?/?", "0,5"),
        (True, "General", "Đúng"),
        (dt.time(7, 30), "hh:mm", "07:30"),
        (dt.datetime(2026, 3, 5, 7, 30), "dd/mm/yyyy hh:mm", "05/03/2026 07:30"),  # noqa: DTZ001
        (dt.date(2026, 3, 5), "mm/yyyy", "03/2026"),
        (dt.timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_a_cell_reads_as_its_format_shows_it(value: object, form: str, shown: str):
    cell = openpyxl.Workbook().active["A1"]
    cell.value, cell.number_format = value, form
    assert shown_value(cell) == shown


def test_formulas_that_no_program_has_computed_are_named(tmp_path: Path):
    """Websites write such workbooks. A formula for text may have an empty result."""
    book = openpyxl.Workbook()
    for row in (("Xã", "Vụ"), ("Ia Dom", 10), ("Cộng", "=SUM(B2:B2)"), ("", '=IF(B2>0,"","x")')):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert dict(read_sheets(tmp_path / "a.xlsx", tmp_path).notes)[NoteKind.UNCOMPUTED] == "2"
    computed = {
        b'<c r="B3"><f>SUM(B2:B2)</f><v></v>': b'<c r="B3"><f>SUM(B2:B2)</f><v>10</v>',
        b'<c r="B4"><f>': b'<c r="B4" t="str"><f>',
    }
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b", "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"<v />", b"<v></v>")
            for one, other in computed.items():
                content = content.replace(one, other)
            new.writestr(name, content)
    reading = read_sheets(tmp_path / "b", tmp_path)
    assert NoteKind.UNCOMPUTED not in dict(reading.notes)
    assert "Cộng | 10" in reading.parts[0].text


@pytest.mark.parametrize("hidden", ["0", "false"])
def test_notes_without_a_placeholder_and_hidden_slides_are_named(tmp_path: Path, hidden: str):
    """LibreOffice writes such notes: their page has no placeholder for the text."""
    show = pptx.Presentation()
    for title in ("Một", "Hai"):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
        body = slide.notes_slide.notes_placeholder
        body.text_frame.text = "Lời của người nói" if title == "Một" else ""
        (mark,) = body._element.xpath(".//p:ph")
        mark.getparent().remove(mark)
    slide._element.set("show", hidden)
    show.save(str(tmp_path / "a.pptx"))
    reading = read_slides(tmp_path / "a.pptx", tmp_path)
    assert [part.title for part in reading.parts] == ["Một"]
    assert dict(reading.notes)[NoteKind.HIDDEN_SLIDES] == "2"
    assert dict(reading.notes)[NoteKind.SPEAKER_NOTES] == "1"


def test_a_talk_keeps_merged_cells_and_names_its_chart(tmp_path: Path):
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Mức chi"
    table = slide.shapes.add_table(3, 2, 0, Inches(2), Inches(4), Inches(1)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    for at, text in enumerate(("Năm 2026", "", "Việc", "Mức", "Thù lao", "300.000 đồng")):
        table.cell(at // 2, at % 2).text = text
    data = CategoryChartData()
    data.categories = ["Quý I"]
    data.add_series("Số vụ", (5,))
    area = (Inches(1), Inches(4), Inches(3), Inches(2))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *area, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Số vụ"
    show.save(str(tmp_path / "a.pptx"))
    (part,) = read_slides(tmp_path / "a.pptx", tmp_path).parts
    assert outline(part.html) == [
        "# Mức chi",
        "| ^Năm 2026 {2x1} |",
        "| ^Việc | ^Mức |",
        "| Thù lao | 300.000 đồng |",
        "¶ [Biểu đồ “Số vụ” không hiển thị trong bản đọc này]",
    ]
