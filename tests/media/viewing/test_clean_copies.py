"""What only its writers should see is named to the officer, with a copy without it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from PIL import ExifTags, Image
from pypdf import PdfReader

from network.media.viewing.results import TRACES, FileReading, NoteKind
from tests.factories.office import (
    entry_of,
    outline_docx,
    saved,
    slides_pptx,
    table_xlsx,
    with_entry,
)

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.fixture
def copy_of(read: Callable[[bytes], FileReading], tmp_path: Path) -> Callable[[bytes], bytes]:
    def cleaned(content: bytes) -> bytes:
        reading = read(content)
        assert TRACES & dict(reading.notes).keys()
        return (tmp_path / "made" / reading.clean_copy).read_bytes()

    return cleaned


def reviewed_docx() -> bytes:
    """A text with two changes, a comment, a hidden word and a row that was deleted."""
    text = docx.Document(io.BytesIO(outline_docx()))
    line = text.add_paragraph("Hòa giải ")
    text.add_comment(line.runs, "Bỏ câu này?", author="Khôi")
    gone = RUN.format("bắt buộc").replace("w:t>", "w:delText>")
    for tag, inside in (("del", gone), ("ins", RUN.format("tự nguyện"))):
        line._p.append(parse_xml(f'<w:{tag} {WORD} w:id="7" w:author="Khôi">{inside}</w:{tag}>'))
    line.add_run(" mật").font.hidden = True
    row = text.tables[0].add_row()
    row.cells[0].text = "hàng đã xóa"
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:del {WORD} w:id="8" w:author="Khôi"/>'))
    return saved(text)


@pytest.mark.office
@pytest.mark.usefixtures("office")
def test_pictures_of_pages_show_no_change_that_was_tracked(read, tmp_path):
    read(reviewed_docx())
    printed = PdfReader(tmp_path / "made/pdf/file.pdf").pages[0].extract_text()
    assert "tự nguyện" in printed
    assert "bắt buộc" not in printed


def everything_in(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return "".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())


def test_a_text_is_as_if_all_changes_were_accepted(copy_of, read):
    clean = copy_of(reviewed_docx())
    assert "Hòa giải tự nguyện" in [
        each.text for each in docx.Document(io.BytesIO(clean)).paragraphs
    ]
    inside = everything_in(clean)
    for left_out in ("bắt buộc", "Bỏ câu này", "mật", "hàng đã xóa", "Khôi"):
        assert left_out not in inside, left_out
    again = read(clean)
    assert not TRACES & dict(again.notes).keys()
    assert not again.clean_copy


def test_readers_get_no_hidden_words(read):
    text = "".join(part.text for part in read(reviewed_docx()).parts)
    assert "Hòa giải tự nguyện" in text
    for left_out in ("bắt buộc", "mật", "hàng đã xóa"):
        assert left_out not in text, left_out


def test_a_workbook_keeps_what_it_shows(copy_of, read):
    clean = copy_of(table_xlsx())
    assert entry_of(clean, "xl/worksheets/sheet1.xml")
    inside = everything_in(clean)
    for left_out in ("Chưa duyệt", "Xem lại", "Khôi"):
        assert left_out not in inside, left_out
    book = openpyxl.load_workbook(io.BytesIO(clean))
    assert [cell.value for cell in book["Mức chi"][3]] == ["Một vụ", 300000]
    assert [cell.value for cell in book["Mức chi"][4]] == [None, None]
    again = read(clean)
    assert not TRACES & dict(again.notes).keys()
    assert "<td>300.000</td>" in again.parts[0].html


def test_columns_hidden_together_are_hidden_each(read):
    book = openpyxl.Workbook()
    book.active.append(["Tên", "Căn cước", "Điện thoại", "Xã"])
    book.active.append(["A", "1", "2", "Pleiku"])
    book.active.column_dimensions.group("B", "C", hidden=True)
    reading = read(saved(book))
    assert reading.parts[0].text.endswith("A | Pleiku")
    assert dict(reading.notes)[NoteKind.HIDDEN] == "Sheet (B, C)"


def test_a_talk_keeps_the_slides_that_are_shown(copy_of, read):
    clean = copy_of(slides_pptx())
    (slide,) = pptx.Presentation(io.BytesIO(clean)).slides
    assert slide.shapes.title.text == "Kỹ năng lắng nghe"
    assert not slide.has_notes_slide
    assert "Nói chậm" not in everything_in(clean)
    assert not TRACES & dict(read(clean).notes).keys()


def test_a_photo_does_not_tell_where_it_was_taken(copy_of):
    exif = Image.Exif()
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (13.0, 58.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(copy_of(out.getvalue()))) as clean:
        assert not dict(clean.getexif())


def test_what_cannot_be_cleaned_is_read_all_the_same(read):
    broken = with_entry(outline_docx(), "word/header9.xml", b"<broken")
    reading = read(broken)
    assert (reading.clean_copy, len(reading.parts)) == ("", 2)


def test_what_has_no_traces_has_no_copy(read):
    text = docx.Document()
    text.core_properties.author = ""
    text.add_paragraph("Tự nguyện")
    assert read(saved(text)).clean_copy == ""
