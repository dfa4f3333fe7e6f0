"""Official reports, measured in the XML of the file."""

import io
import zipfile
from dataclasses import replace

from lxml import etree

from network.core.official_reports import OfficialReport, ReportTable, report_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_PER_MM = 1440 / 25.4
ROWS = [["I. Chỉ đạo"], ["1.1", "Văn bản (văn bản)", "7", "1", "8"]] + [
    [f"2.{number}", "Cuộc PBGDPL trực tiếp (cuộc)", "34", "6", "40"] for number in range(60)
]
REPORT = OfficialReport(
    parent="UBND tỉnh Gia Lai",
    issuer="Sở Y tế",
    symbol="BC-SYT",
    place="Gia Lai",
    abstract="Kết quả công tác phổ biến, giáo dục pháp luật 6 tháng đầu năm 2026",
    sections=[("I. Công tác chỉ đạo, hướng dẫn", ["Đã ban hành 8 văn bản."]), ("II. Kết quả", [])],
    table=ReportTable("PHỤ LỤC SỐ LIỆU", ["Mã", "Chỉ tiêu", "Thực tế", "Ước tính", "Cả kỳ"], ROWS),
    signed_as="Giám đốc",
    recipients=["Sở Tư pháp;", "Lưu: VT."],
)


def xml_of(*, as_part: bool = False) -> etree._Element:
    file = zipfile.ZipFile(io.BytesIO(report_docx(REPORT, as_part=as_part)))
    return etree.fromstring(file.read("word/document.xml"))


def style_of(root: etree._Element, words: str) -> tuple[float, bool]:
    """Return size and boldness of the run with these words."""
    [run] = [run for run in root.iter(f"{W}r") if "".join(run.itertext()) == words]
    bold = run.find(f"{W}rPr/{W}b")
    size = int(run.find(f"{W}rPr/{W}sz").get(f"{W}val")) / 2
    return size, bold is not None and bold.get(f"{W}val") not in ("0", "false")


def test_the_marks_of_a_report_stand_as_the_decree_has_them():
    root = xml_of()
    for section in root.iter(f"{W}sectPr"):
        margins = section.find(f"{W}pgMar")
        allowed = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
        for side, (least, most) in allowed.items():
            assert least - 0.1 <= int(margins.get(f"{W}{side}")) / TWIPS_PER_MM <= most, side
    expected = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True),
        "Độc lập - Tự do - Hạnh phúc": (13, True),
        "UBND TỈNH GIA LAI": (12, False),
        "SỞ Y TẾ": (12, True),
        "Số:        /BC-SYT": (13, False),
        "BÁO CÁO": (14, True),
        REPORT.abstract: (14, True),
        "I. Công tác chỉ đạo, hướng dẫn": (14, True),
        "Đã ban hành 8 văn bản.": (14, False),
        "Nơi nhận:": (12, True),
        "- Lưu: VT.": (11, False),
        "GIÁM ĐỐC": (14, True),
    }
    assert {words: style_of(root, words) for words in expected} == expected


def test_headings_and_who_signs_stay_with_what_they_belong_to():
    kept = [
        "".join(each.itertext())
        for each in xml_of().iter(f"{W}p")
        if each.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert kept == ["I. Công tác chỉ đạo, hướng dẫn", "II. Kết quả"]


def test_the_annex_repeats_its_heads_and_fits_between_the_margins():
    [grid] = [each for each in xml_of().iter(f"{W}tbl") if "Chỉ tiêu" in "".join(each.itertext())]
    assert len(grid.findall(f"{W}tr")) == len(ROWS) + 1
    head = grid.find(f"{W}tr")
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    widths = [int(cell.get(f"{W}w")) / TWIPS_PER_MM for cell in head.iter(f"{W}tcW")]
    assert round(sum(widths)) == 165


def test_as_a_part_it_has_neither_head_nor_end():
    words = "".join(xml_of(as_part=True).itertext())
    assert "Đã ban hành 8 văn bản." in words
    assert "PHỤ LỤC SỐ LIỆU" in words
    for mark in ("CỘNG HÒA", "BÁO CÁO", "Nơi nhận"):
        assert mark not in words


def test_what_word_pasted_into_a_text_breaks_no_file():
    pasted = "Dòng một\x0bdòng hai\x01\ufffe"
    report = replace(REPORT, issuer=pasted, sections=[(pasted, [pasted])], recipients=[pasted])
    report = replace(report, table=ReportTable(pasted, REPORT.table.heads, [[pasted]]))
    file = zipfile.ZipFile(io.BytesIO(report_docx(report)))
    words = "".join(etree.fromstring(file.read("word/document.xml")).itertext())
    assert words.upper().count("DÒNG MỘTDÒNG HAI") == 6


def test_recipients_and_signature_stay_together_on_a_page():
    [row] = [row for row in xml_of().iter(f"{W}tr") if "Nơi nhận:" in "".join(row.itertext())]
    assert row.find(f"{W}trPr/{W}cantSplit") is not None
