"""Word files in .VnTime and VNI are shown in Unicode, as text and as pictures of pages."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

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
