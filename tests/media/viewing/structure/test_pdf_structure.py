"""The structure of PDF files is read as a person wrote it down before."""

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter, Transformation
from pypdf.generic import RectangleObject

from network.media.viewing.markup import from_markup, to_markup
from network.media.viewing.pdf import read_pdf
from network.media.viewing.pdf_text import written_part

from .outline import outline
from .pdf_files import MERGED, PDF_FILES, TAGGED, PdfFile, pdf


@pytest.mark.parametrize("file", PDF_FILES, ids=lambda file: file.name)
def test_it_reads_as_written_down(file: PdfFile, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("network.media.viewing.pdf.keep_page", lambda *arguments: None)
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf(*file.pages))
    reading = read_pdf(source, tmp_path)
    assert [outline(part.html) for part in reading.parts] == file.outlines


@pytest.mark.parametrize(
    ("content", "shown"), [(90, 90), (90, 0), (180, 180), (270, 0), (0, 90), (0, 180)]
)
@pytest.mark.parametrize("file", [PDF_FILES[0], MERGED], ids=lambda file: file.name)
def test_a_turned_page_reads_as_a_level_one(file, content, shown, tmp_path: Path, monkeypatch):
    """Programs store landscape tables with letters that run up, and pages may lie on their side."""
    monkeypatch.setattr("network.media.viewing.pdf.keep_page", lambda *arguments: None)
    source = tmp_path / "a.pdf"
    writer = PdfWriter(clone_from=io.BytesIO(pdf(*file.pages)))
    for page in writer.pages:
        page.add_transformation(Transformation().rotate(content))
        page.mediabox = turned_box(content)
        page.rotation = shown
    writer.write(source)
    reading = read_pdf(source, tmp_path)
    assert [outline(part.html) for part in reading.parts] == file.outlines


def turned_box(degrees: int) -> RectangleObject:
    """Return where an A4 page is after it was turned to the left about its lower left corner."""
    boxes = {0: (0, 0, 595, 842), 90: (-842, 0, 0, 595), 180: (-595, -842, 0, 0)}
    return RectangleObject(boxes.get(degrees, (0, -595, 842, 0)))


def test_tags_say_what_is_a_heading_and_a_table_without_rules(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("network.media.viewing.pdf.keep_page", lambda *arguments: None)
    source = tmp_path / "a.pdf"
    source.write_bytes(TAGGED)
    (part,) = read_pdf(source, tmp_path).parts
    assert outline(part.html) == [
        "# Ket qua nam",
        "| ^Xa {1x2} | ^Hoa giai {2x1} |",
        "| ^Nhan | ^Thanh |",
        "| Ia Mau | 8 | 6 |",
        "¶ Het bang.",
    ]


def test_a_table_outlives_the_correction_of_its_page():
    written = "| Xã | Số vụ |\n| Ia Mẫu | 8 |\nHết."
    part = written_part(from_markup(written), width=1, height=1)
    assert outline(part.html) == ["| ^Xã | ^Số vụ |", "| Ia Mẫu | 8 |", "¶ Hết."]
    assert to_markup(part.html) == written
    assert part.text == "Xã | Số vụ\nIa Mẫu | 8\nHết."


def test_a_merged_cell_is_written_once_for_correction(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("network.media.viewing.pdf.keep_page", lambda *arguments: None)
    source = tmp_path / "a.pdf"
    source.write_bytes(pdf(*MERGED.pages))
    (part,) = read_pdf(source, tmp_path).parts
    assert to_markup(part.html).startswith("| Xa | Hoa giai |  |\n| So vu | Thanh |")
