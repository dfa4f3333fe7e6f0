"""Official letters, measured in the XML of the file."""

import datetime as dt
import io
import zipfile

from django.utils import timezone
from lxml import etree

from network.core.letters import OfficialLetter, formal_date, letters_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS_PER_MM = 1440 / 25.4
LETTER = OfficialLetter(
    parent="UBND tỉnh Gia Lai",
    issuer="Sở Tư pháp",
    symbol="STP-PBGDPL",
    place="Gia Lai",
    subject="đôn đốc thực hiện Công văn số 1510",
    addressee="Sở Y tế",
    paragraphs=["Còn những việc sau:", "Đề nghị hoàn thành./."],
    points=["1. Chưa có bài.", "2. Có 3 câu hỏi quá hạn."],
    signed_as="Giám đốc",
    recipients=["Như trên;", "Lưu: VT, PBGDPL."],
)


def xml_of(count: int = 1, part: str = "word/document.xml") -> etree._Element:
    file = zipfile.ZipFile(io.BytesIO(letters_docx([LETTER] * count)))
    return etree.fromstring(file.read(part))


def runs(root: etree._Element) -> dict[str, etree._Element]:
    return {"".join(run.itertext()): run for run in root.iter(f"{W}r")}


def sizes(run: etree._Element) -> float:
    return int(run.find(f"{W}rPr/{W}sz").get(f"{W}val")) / 2


def is_set(run: etree._Element, mark: str) -> bool:
    found = run.find(f"{W}rPr/{W}{mark}")
    return found is not None and found.get(f"{W}val") not in ("0", "false")


def test_a_page_is_a4_with_the_margins_of_the_decree():
    [section] = xml_of().iter(f"{W}sectPr")
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    paper = [round(int(size.get(f"{W}{side}")) / TWIPS_PER_MM) for side in ("w", "h")]
    assert paper == [210, 297]
    allowed = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
    for side, (least, most) in allowed.items():
        assert least - 0.1 <= int(margins.get(f"{W}{side}")) / TWIPS_PER_MM <= most, side


def test_page_numbers_begin_on_the_second_page_in_the_middle_of_the_upper_margin():
    [section] = xml_of().iter(f"{W}sectPr")
    assert section.find(f"{W}titlePg") is not None
    assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"
    names = [each.tag.removeprefix(W) for each in section]
    # The order that the schema asks for; Word calls a file with another one damaged.
    assert names.index("pgMar") < names.index("pgNumType") < names.index("titlePg")
    header = xml_of(part="word/header1.xml")
    assert [each.text for each in header.iter(f"{W}instrText")] == ["PAGE"]
    assert next(header.iter(f"{W}jc")).get(f"{W}val") == "center"


def test_all_is_times_new_roman():
    styles = xml_of(part="word/styles.xml")
    [normal] = styles.xpath("//w:style[@w:styleId='Normal']", namespaces={"w": W[1:-1]})
    fonts = normal.find(f"{W}rPr/{W}rFonts")
    assert {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    assert [run for run in xml_of().iter(f"{W}rFonts") if run.get(f"{W}ascii")] == []


def test_each_mark_of_the_layout_has_its_size_and_face():
    found = runs(xml_of())
    year = timezone.localdate().year
    marks = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": ((12, 13), "b"),
        "Độc lập - Tự do - Hạnh phúc": ((13, 14), "b"),
        "UBND TỈNH GIA LAI": ((12, 13), ""),
        "SỞ TƯ PHÁP": ((12, 13), "b"),
        "Số:        /STP-PBGDPL": ((13, 13), ""),
        "V/v đôn đốc thực hiện Công văn số 1510": ((12, 13), ""),
        f"Gia Lai, ngày …… tháng …… năm {year}": ((13, 14), "i"),
        "Kính gửi: Sở Y tế": ((13, 14), ""),
        "1. Chưa có bài.": ((13, 14), ""),
        "Nơi nhận:": ((12, 12), "bi"),
        "- Lưu: VT, PBGDPL.": ((11, 11), ""),
        "GIÁM ĐỐC": ((13, 14), "b"),
    }
    for words, ((least, most), face) in marks.items():
        assert least <= sizes(found[words]) <= most, words
        assert {mark for mark in "bi" if is_set(found[words], mark)} == set(face), words


def test_the_body_is_justified_with_its_first_line_drawn_in():
    [paragraph] = [
        each for each in xml_of().iter(f"{W}p") if "".join(each.itertext()) == "1. Chưa có bài."
    ]
    shape = paragraph.find(f"{W}pPr")
    assert shape.find(f"{W}jc").get(f"{W}val") == "both"
    assert round(int(shape.find(f"{W}ind").get(f"{W}firstLine")) / TWIPS_PER_MM, 1) == 12.7
    assert int(shape.find(f"{W}spacing").get(f"{W}after")) >= 6 * 20


def test_points_stand_between_the_first_paragraph_and_the_others():
    words = ["".join(each.itertext()) for each in xml_of().iter(f"{W}p")]
    order = [LETTER.paragraphs[0], *LETTER.points, LETTER.paragraphs[1]]
    assert [each for each in words if each in order] == order


def test_several_letters_are_sections_of_one_file():
    root = xml_of(3)
    sections = list(root.iter(f"{W}sectPr"))
    assert len(sections) == 3
    assert {each.find(f"{W}pgMar").get(f"{W}left") for each in sections} == {"1701"}
    assert (
        len([run for run in root.iter(f"{W}t") if run.text == "Độc lập - Tự do - Hạnh phúc"]) == 3
    )


def test_a_date_is_written_as_offices_write_it():
    assert formal_date("Gia Lai", dt.date(2026, 2, 5)) == "Gia Lai, ngày 05 tháng 02 năm 2026"
    assert formal_date("Gia Lai", dt.date(2026, 3, 12)) == "Gia Lai, ngày 12 tháng 3 năm 2026"
