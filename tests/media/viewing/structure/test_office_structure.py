"""Merged cells and charts of workbooks and talks are read as a person wrote them down before."""

import datetime as dt
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
        (15602.5, '#,##0 [$₫-42A]"đồng"', "15.603"),
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
