"""What a scan says is read out of its pictures by tesseract, and how sure that is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageOps

from network.demo.scanning import scanned
from network.media.viewing.page_text import Fate
from network.media.viewing.results import FileReading, NoteKind, ReadingPart
from network.settings import base
from tests.factories.aged_pages import aged_page
from tests.factories.broken_letters import with_lost_marks, with_scrambled_table, without_table
from tests.factories.files import page_of, pdf_of
from tests.factories.scans import error_rate, pictures_of, read_scans, scan_of

LEAFLETS = ("thuoc-la-dien-tu", "muoi-viec-cua-hoa-giai-vien")
# Whether a scan is worn, and how many of its letters may be read wrong.
BOUNDS = ((False, 0.01), (True, 0.05))
HANDBOOK, TABLE, BLUE_HEADING = "so-tay-phap-luat-cho-gia-dinh", 6, 18
needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="no tesseract here")


@pytest.fixture(autouse=True)
def tesseract(settings) -> None:
    settings.TESSERACT = base.TESSERACT


@pytest.fixture
def read_scan(read, tmp_path: Path) -> Callable[[bytes], FileReading]:
    """Return what the job makes of a file."""

    def opened(content: bytes) -> FileReading:
        reading = read(content)
        read_scans(tmp_path / "file", reading)
        return reading

    return opened


@needs_tesseract
@pytest.mark.parametrize(
    ("printed", "worn", "most"),
    [
        (page_of(HANDBOOK, TABLE), *BOUNDS[0]),
        (page_of(HANDBOOK, BLUE_HEADING), *BOUNDS[0]),
        (pdf_of(LEAFLETS[1]), *BOUNDS[1]),
    ],
    ids=["table", "heading", "leaflet-worn"],
)
def test_few_letters_of_a_scan_are_read_wrong(read, read_scan, printed, worn, most):
    """Of a page with a table, read cell by cell, of one with blue headings, and of a leaflet.

    Worn: 150 dpi, two degrees askew, with noise and a seal over the text. `make drill` reads
    eighteen pages clean and worn.
    """
    (told,) = read(printed).parts
    reading = read_scan(scan_of(printed, worn=worn))
    (part,) = reading.parts
    assert error_rate(told.text, part.text) <= most, part.text
    assert part.confidence is not None
    assert part.confidence > 85
    assert part.title.split()[:3] == told.title.split()[:3]
    assert [kind for kind, _found in reading.notes] == [NoteKind.READ_BY_MACHINE]


@needs_tesseract
def test_the_scanned_page_of_the_demo_is_read(read, read_scan):
    """Its ruling lines are askew, so that tesseract takes them for dirt."""
    printed = pdf_of(LEAFLETS[0])
    (told,), (part,) = read(printed).parts, read_scan(scanned(printed)).parts
    assert part.fate == Fate.RECOGNISED
    assert error_rate(told.text, part.text) <= 0.01


@needs_tesseract
def test_a_worn_table_is_read_right_or_held(read, read_scan):
    printed = page_of(HANDBOOK, TABLE)
    (told,), (part,) = read(printed).parts, read_scan(scan_of(printed, worn=True)).parts
    assert part.fate == Fate.UNREADABLE or error_rate(told.text, part.text) <= 0.03
    assert part.text or part.draft


@needs_tesseract
@pytest.mark.parametrize("colours", [("black", "white"), ("#ffeb00", "#da251d")])
def test_a_photograph_is_read_as_well(tmp_path, colours):
    """Of a leaflet in black, and of a poster in yellow on red, whose brightest channel is blank."""
    (picture,) = pictures_of(pdf_of(LEAFLETS[0]))
    ImageOps.colorize(picture.convert("L"), *colours).save(tmp_path / "file", "JPEG")
    reading = FileReading([ReadingPart(text="", html="", width=1440, height=2036)])
    read_scans(tmp_path / "file", reading)
    item = '<ol><li value="1">Bình tĩnh hỏi con dùng từ khi nào, mua ở đâu.</li>'
    assert item in reading.parts[0].html


@needs_tesseract
@pytest.mark.parametrize(
    ("way", "seed", "turned"), [("photo", 7, 0), ("grey copy", 7, 0), ("turned", 1, 90)]
)
def test_shadows_grey_paper_and_turned_pages_are_read(read, read_scan, way, seed, turned):
    """Pages with a few lines, whose text is known. `python -m tests.drill.aged_pages` reads twenty
    full ones."""
    page = aged_page(seed, way, paragraphs=4)
    reading = read_scan(page.as_pdf())
    (part,) = reading.parts
    assert error_rate(page.text, part.text) <= 0.03, part.text
    assert part.turned == turned
    assert (NoteKind.TURNED in dict(reading.notes)) is bool(turned)


@needs_tesseract
def test_a_page_that_cannot_be_read_is_held_and_named(read, read_scan):
    page = aged_page(1, "worst", paragraphs=2)
    reading = read_scan(page.as_pdf())
    (part,) = reading.parts
    assert (part.text, part.html) == ("", "")
    assert reading.notes == [(NoteKind.UNREADABLE, "1")]


@needs_tesseract
def test_a_text_layer_of_other_letters_is_replaced_by_what_the_page_shows(read, read_scan):
    (told,) = read(pdf_of(LEAFLETS[0])).parts
    reading = read_scan(with_scrambled_table(LEAFLETS[0]))
    (part,) = reading.parts
    assert error_rate(told.text, part.text) <= 0.01, part.text
    assert (NoteKind.WRONG_LETTERS, "1") in reading.notes


@pytest.mark.parametrize("make", [without_table, with_scrambled_table, with_lost_marks])
def test_wrong_letters_are_never_published_without_tesseract(read_scan, settings, make):
    settings.TESSERACT = "no-such-program"
    reading = read_scan(make(LEAFLETS[0]))
    assert [(part.text, part.html) for part in reading.parts] == [("", "")]
    assert [kind for kind, _found in reading.notes] == [NoteKind.NO_TESSERACT]


def test_a_page_with_a_text_of_its_own_is_not_read_again(read, read_scan):
    assert read_scan(pdf_of(LEAFLETS[0])).parts == read(pdf_of(LEAFLETS[0])).parts


def test_without_tesseract_all_else_works_and_a_line_says_what_is_missing(read_scan, settings):
    settings.TESSERACT = "no-such-program"
    reading = read_scan(scan_of(pdf_of(LEAFLETS[0])))
    assert [part.text for part in reading.parts] == [""]
    assert [kind for kind, _found in reading.notes] == [NoteKind.NO_TESSERACT]
