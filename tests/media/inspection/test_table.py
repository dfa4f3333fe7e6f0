"""Each hostile file of the table is rejected or cleaned, and no harmless one is rejected."""

import io
import re
import time
import zlib

import pytest

from network.media.inspection import office, office_xml, pdf_copies, pdf_scan, services
from network.media.inspection.pdf_scan import active_parts
from network.media.viewing.results import FileRefused
from network.media.viewing.wording import refusal_text
from tests.factories.files import written

from . import harmless, hostile, making
from .making import MARK
from .row import ACCEPTED, CLEANED, Row

ROWS = [*hostile.ROWS, *harmless.ROWS]


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """Look into the files in this process: starting one for each takes half a second."""

    def inspect(data: bytes) -> bytes | None:
        if data.startswith(b"%PDF-"):
            return pdf_copies.clean_pdf(data)
        office.require_clean_office(io.BytesIO(data))
        return None

    monkeypatch.setattr(services, "_in_a_process", inspect)


def outcome(row: Row) -> str:
    return outcome_of(row.make(), row.name)


def outcome_of(content: bytes, name: str) -> str:
    try:
        inspection = services.inspect_file(io.BytesIO(content), name.rpartition(".")[2])
    except FileRefused as refused:
        assert refusal_text(refused.refusal, refused.found)
        return refused.refusal
    return CLEANED if inspection.copy else ACCEPTED


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])
def test_each_file_is_accepted_cleaned_or_rejected_as_the_table_says(row):
    assert outcome(row) == row.becomes


def test_there_are_thirty_of_each_and_no_hostile_one_is_accepted_nor_a_harmless_one_rejected():
    assert len({row.name for row in hostile.ROWS}) == len(hostile.ROWS) >= 30
    assert len({row.name for row in harmless.ROWS}) == len(harmless.ROWS) >= 30
    assert not [row.name for row in hostile.ROWS if row.becomes == ACCEPTED]
    assert {row.becomes for row in harmless.ROWS} <= {ACCEPTED, CLEANED}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.name) for row in ROWS if row.becomes == CLEANED]
)
def test_a_cleaned_copy_shows_the_same_and_does_nothing(row):
    before = row.make()
    copy = pdf_copies.clean_pdf(before)
    assert not active_parts(copy)
    for word in (
        b"/JavaScript",
        b"/JS",
        b"/OpenAction",
        b"/Launch",
        b"/EmbeddedFile",
        b"/SubmitForm",
        b"/Encrypt",
    ):
        assert word not in copy
    # The same once more: nothing is left to strike out.
    assert outcome_of(copy, "a.pdf") == ACCEPTED
    assert drawn(copy) == drawn(before)


@pytest.mark.parametrize("name", ["rich-media.pdf", "attached-by-another-name.pdf"])
def test_a_cleaned_copy_has_no_bytes_of_what_was_embedded(name, monkeypatch):
    before = next(row for row in hostile.ROWS if row.name == name).make()
    assert MARK in unpacked(before)
    assert MARK not in unpacked(pdf_copies.clean_pdf(before))
    monkeypatch.setattr(pdf_copies, "without_unused_objects", lambda data: data)
    assert MARK in unpacked(pdf_copies.clean_pdf(before))


def unpacked(data: bytes) -> bytes:
    """Return a file and what its packed streams hold."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return data + b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x")


def test_what_is_hidden_in_an_object_stream_without_type_is_not_in_the_copy(monkeypatch):
    hidden = [row for row in hostile.ROWS if "without-type" in row.name]
    assert len(hidden) == 4
    for row in hidden:
        copy = pdf_copies.clean_pdf(row.make())
        assert b"/ObjStm" not in copy
        assert copy.count(b"endstream") <= 1


def test_without_the_search_of_undeclared_object_streams_a_script_is_accepted(monkeypatch):
    monkeypatch.setattr(pdf_scan, "_MARKS", (re.compile(b"/ObjStm"),))
    monkeypatch.setattr(pdf_scan, "_undeclared_objects", lambda *_arguments: b"")
    row = next(row for row in hostile.ROWS if row.name == "object-stream-without-type.pdf")
    assert outcome(row) == ACCEPTED


def test_a_file_without_active_parts_stays_byte_for_byte_with_bookmarks_and_numbers():
    """Bookmarks name a first one, page contents begin with numbers: neither is an object stream."""
    writer = making.pdf()
    writer.add_outline_item(title="Mục 1", page_number=0)
    assert b"/First" in written(writer)
    assert outcome_of(written(writer), "a.pdf") == ACCEPTED
    for content in (b"1 1 1 rg 0 0 9 9 re f", b"1 0 0 1 50.5 20 cm (/XFA) Tj", b"0 0 m 5 5 l S"):
        assert outcome_of(making.of_content(content), "a.pdf") == ACCEPTED


def drawn(data: bytes) -> list[bytes]:
    import pypdfium2

    return [page.render().to_pil().tobytes() for page in pypdfium2.PdfDocument(data)]


def test_a_cleaned_form_can_still_be_filled_in():
    from pypdf import PdfReader

    form = next(row for row in harmless.ROWS if row.name == "form-with-script.pdf")
    copy = pdf_copies.clean_pdf(form.make())
    assert list(PdfReader(io.BytesIO(copy)).get_fields()) == ["ngay"]


@pytest.mark.parametrize(
    ("name", "guard"),
    [
        ("exe-in-package.docx", (office, "_check_object")),
        ("exe-as-picture.pptx", (office, "check_content")),
        ("vba.docx", (office, "office_kind")),
        ("excel-4-renamed.xlsx", (office, "_check_types")),
        ("dde-in-pieces.docx", (office_xml, "_check_field")),
        ("dde-formula.xlsx", (office_xml, "_check_formula")),
        ("script-in-drawing.docx", (office_xml, "_check_svg")),
        ("archive-behind.png", (services, "require_single")),
    ],
)
def test_without_its_guard_a_hostile_file_is_accepted(name, guard, monkeypatch):
    row = next(row for row in hostile.ROWS if row.name == name)
    monkeypatch.setattr(*guard, lambda *args, **kwargs: None)
    monkeypatch.setattr(office, "holds_program", lambda data: False)
    monkeypatch.setattr(office, "_MACROS", office._MACRO_SHEET)
    assert outcome(row) == ACCEPTED


def test_without_the_search_of_object_streams_a_packed_script_is_accepted(monkeypatch):
    monkeypatch.setattr(pdf_scan, "_object_streams", lambda data: [])
    row = next(row for row in hostile.ROWS if row.name == "script-in-packed-object.pdf")
    assert outcome(row) == ACCEPTED


@pytest.mark.parametrize("unit", [b",=a|", b"\t", b"=|''a", b",=IMPORT", b"|   ", b"=", b"=("])
def test_the_time_for_a_line_of_a_table_grows_with_its_length_alone(unit):
    """A megabyte takes under five seconds; looked at anew from each cell it would take hours."""
    started = time.process_time()
    outcome_of(unit * (1024 * 1024 // len(unit)), "bang.csv")
    assert time.process_time() - started < 5
