"""Word files in .VnTime and VNI are shown in Unicode, as text and as pictures of pages."""

import io
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml.ns import qn
from openpyxl.styles import Font

from network.media.viewing import child
from network.media.viewing.print_copies import write_print_copy
from network.media.viewing.results import NoteKind, Refusal
from tests.factories.office import saved
from tests.media.word_import.make_docx import tcvn3, vni

SAID = "Người dân nộp hồ sơ tại Ủy ban nhân dân xã, không phải trả lệ phí."
WAYS = [(".VnTime", tcvn3), ("VNI-Times", vni)]


def typed(font: str, text: str) -> bytes:
    """Return a document with a paragraph in that font."""
    document = docx.Document()
    run = document.add_paragraph().add_run(text)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:hAnsi"), font)
    return saved(document)


@pytest.mark.parametrize(("font", "encode"), WAYS)
def test_its_text_is_read_and_the_officer_is_told(read, font, encode):
    reading = read(typed(font, encode(SAID)))
    assert [part.text for part in reading.parts] == [SAID]
    assert NoteKind.OLD_FONTS in dict(reading.notes)


@pytest.mark.parametrize(("font", "encode"), WAYS)
def test_its_pages_are_printed_from_a_copy_in_unicode(read, tmp_path, font, encode):
    reading = read(typed(font, encode(SAID)))
    copy = docx.Document(io.BytesIO((tmp_path / "made" / reading.print_copy).read_bytes()))
    assert [each.text for each in copy.paragraphs] == [SAID]


def test_letters_divided_among_runs_are_put_together(tmp_path: Path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    written = vni("hướng dẫn")
    for piece in (written[:3], written[3:]):
        run = paragraph.add_run(piece)
        run.font.name = "VNI-Times"
    (tmp_path / "file").write_bytes(saved(document))
    copy = docx.Document(tmp_path / write_print_copy(tmp_path / "file", tmp_path))
    assert [each.text for each in copy.paragraphs] == ["hướng dẫn"]


def test_a_file_in_unicode_needs_no_copy(read):
    assert read(typed("Times New Roman", SAID)).print_copy == ""


def test_a_font_that_cannot_be_decoded_is_refused_by_name(refusal):
    assert refusal(typed("VPS Times", "Ng\xfc\xf4\xb6i d\xe2n n\xb5p h\xb0 s\xd1")) == (
        Refusal.UNKNOWN_LETTERS
    )
    assert refusal(typed("VPS Times", SAID)) == ""


def slides(font: str, text: str) -> bytes:
    """Return a slide with a text in that font, in two runs."""
    talk = pptx.Presentation()
    box = talk.slides.add_slide(talk.slide_layouts[6]).shapes.add_textbox(0, 0, 9_000_000, 900_000)
    for piece in (text[:5], text[5:]):
        run = box.text_frame.paragraphs[0].add_run()
        run.text, run.font.name = piece, font
    return saved(talk)


def workbook(font: str, text: str) -> bytes:
    """Return a sheet with a cell in that font."""
    book = openpyxl.Workbook()
    book.active["B2"] = text
    book.active["B2"].font = Font(name=font)
    return saved(book)


def text_of(path: Path, kind: str) -> str:
    """Return the first text of slides or of a workbook."""
    if kind == "pptx":
        return str(pptx.Presentation(path).slides[0].shapes[0].text_frame.text)
    return str(openpyxl.load_workbook(path).active["B2"].value)


MAKERS = {"pptx": slides, "xlsx": workbook}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(("font", "encode"), WAYS)
def test_slides_and_workbooks_are_read_and_printed_in_unicode(read, tmp_path, kind, font, encode):
    reading = read(MAKERS[kind](font, encode(SAID)))
    assert [part.text for part in reading.parts] == [SAID]
    assert NoteKind.OLD_FONTS in dict(reading.notes)
    assert text_of(tmp_path / "made" / reading.print_copy, kind) == SAID


@pytest.mark.parametrize("kind", MAKERS)
def test_without_the_copy_other_letters_would_be_public(tmp_path, kind):
    (tmp_path / "file").write_bytes(MAKERS[kind](".VnTime", tcvn3(SAID)))
    convert = child._converter(kind, [])
    assert SAID not in convert(tmp_path / "file", tmp_path).parts[0].text


@pytest.mark.parametrize("kind", MAKERS)
def test_slides_and_workbooks_in_unicode_need_no_copy(read, kind):
    reading = read(MAKERS[kind](".VnTime", SAID))
    assert [part.text for part in reading.parts] == [SAID]
    assert reading.print_copy == ""


@pytest.mark.parametrize("kind", MAKERS)
def test_slides_and_workbooks_in_unknown_fonts_are_refused(refusal, kind):
    content = MAKERS[kind]("VPS Times", "Ng\xfc\xf4\xb6i d\xe2n n\xb5p h\xb0 s\xd1")
    assert refusal(content) == Refusal.UNKNOWN_LETTERS
