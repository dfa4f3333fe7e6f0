"""A PDF becomes pages: pictures in two widths, text with headings, lists and numbers."""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from network.media.viewing.pdf_text import PrintedLine, part_of
from network.media.viewing.results import LARGE, MOST_PAGES, SMALL, THUMB, NoteKind, Refusal
from tests.factories.files import pdf_of, written

LEAFLET, OTHER = "muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"


def test_each_page_has_its_text_its_heading_and_its_size(read):
    reading = read(pdf_of(LEAFLET, OTHER))
    assert [part.title for part in reading.parts] == [
        "Mười việc của hòa giải viên",
        "Thuốc lá điện tử bị cấm",
    ]
    assert "Gặp riêng từng bên." in reading.parts[0].text
    assert {part.width for part in reading.parts} == {LARGE}
    assert reading.notes == []


def test_headings_and_numbered_lists_are_guessed(read):
    html = read(pdf_of(LEAFLET)).parts[0].html
    assert "<h2>Mười việc của hòa giải viên</h2>" in html
    assert "<h3>Trong buổi hòa giải</h3>" in html
    assert '<ol><li value="6">Nêu quy tắc: lần lượt nói, không ngắt lời.</li>' in html
    # A paragraph of two printed lines is one.
    assert "báo ngay Công an hoặc UBND nơi xảy ra.</p>" in html


def test_the_pictures_are_small_enough_for_a_slow_line(read, tmp_path):
    read(pdf_of(LEAFLET))
    widths = (THUMB, SMALL, LARGE)
    thumb, small, large = (tmp_path / "made" / f"1-{width}.webp" for width in widths)
    assert tuple(Image.open(path).width for path in (thumb, small, large)) == widths
    # A screen shows seven of them at once.
    assert thumb.stat().st_size < 4_000
    assert small.stat().st_size < 60_000
    assert large.stat().st_size < 150_000


def test_the_officer_is_told_of_its_author(read):
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    writer.add_metadata({"/Author": "Trần Minh Khôi"})
    assert read(written(writer)).notes == [(NoteKind.AUTHOR, "Trần Minh Khôi")]


def test_a_text_in_letters_of_before_unicode_is_decoded(read):
    words = "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp, tù do, h¹nh phóc."
    reading = read(page_saying(words.encode("cp1252")))
    said = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập, tự do, hạnh phúc."
    assert [part.text for part in reading.parts] == [said]
    assert reading.notes == [(NoteKind.OLD_LETTERS, "1")]


def page_saying(text: bytes) -> bytes:
    """Return a PDF with a line of text in the letters of Windows."""
    font = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Times-Roman"}
    font |= {"Encoding": "WinAnsiEncoding"}
    names = {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in font.items()}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(names)})
    line = DecodedStreamObject()
    line.set_data(b"BT /F1 12 Tf 40 700 Td (" + text + b") Tj ET")
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(line)
    return written(writer)


def test_one_with_a_password_is_refused_by_name(refusal):
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    writer.encrypt("mật khẩu", algorithm="AES-256")
    assert refusal(written(writer)) == Refusal.ENCRYPTED


def test_a_form_of_xfa_is_refused_by_name(refusal):
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    form = DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject(),
            NameObject("/XFA"): TextStringObject("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"),
        }
    )
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    assert refusal(written(writer)) == Refusal.XFA


def test_endless_pages_are_refused(refusal):
    writer = PdfWriter()
    for _ in range(MOST_PAGES + 1):
        writer.add_blank_page(300, 400)
    assert refusal(written(writer)) == Refusal.TOO_MANY_PAGES


def test_a_page_as_large_as_a_field_costs_no_more_than_another(read):
    writer = PdfWriter()
    writer.add_blank_page(14_400, 14_400)
    writer.add_blank_page(3, 14_400)
    reading = read(written(writer))
    assert all(part.width * part.height <= 8_100_000 for part in reading.parts)


def test_what_is_cut_off_or_no_pdf_inside_is_refused(refusal):
    assert refusal(pdf_of(LEAFLET)[:9000]) == Refusal.BROKEN


def test_what_is_no_known_kind_is_refused_whatever_it_is_called(refusal):
    assert refusal(b"MZ\x90\x00 chuong trinh") == Refusal.UNKNOWN


def test_a_paragraph_in_a_narrow_column_is_one():
    """A leaflet folded in three: the lines of each column end far from the edge of the sheet."""

    def column(left: float, *texts: str) -> list[PrintedLine]:
        return [
            PrintedLine(text, left, left + 5 * len(text), 500 - 14 * at, 12)
            for at, text in enumerate(texts)
        ]

    first = column(40, "Hòa giải ở cơ sở là tự nguyện, không", "ai bị ép phải đến.", "Đó là luật.")
    second = column(400, "Cấp xã hỗ trợ.", "Tổ hòa giải lập văn bản, đưa mỗi bên", "một bản.")
    part = part_of([*first, *second], width=842, height=595)
    assert part.text.split("\n") == [
        "Hòa giải ở cơ sở là tự nguyện, không ai bị ép phải đến.",
        "Đó là luật.",
        "Cấp xã hỗ trợ.",
        "Tổ hòa giải lập văn bản, đưa mỗi bên một bản.",
    ]


def form_saying(value: str, *, is_drawn: bool) -> bytes:
    """Return a PDF with a filled field, and with the picture of its value unless the program that
    opens the file is to draw it."""
    writer = PdfWriter(clone_from=io.BytesIO(page_saying(b"Ho va ten:) Tj 0 -30 Td (Thon:")))
    page = writer.pages[0]
    picture = DecodedStreamObject()
    picture.set_data(f"BT /F1 12 Tf 2 5 Td ({value}) Tj ET".encode())
    picture |= {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): RectangleObject((0, 0, 200, 20)),
        NameObject("/Resources"): page["/Resources"],
    }
    field = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("ten"),
            NameObject("/V"): TextStringObject(value),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): RectangleObject((120, 695, 320, 715)),
        }
    )
    if is_drawn:
        drawn = {NameObject("/N"): writer._add_object(picture)}
        field[NameObject("/AP")] = DictionaryObject(drawn)
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    return written(writer)


def test_the_values_of_form_fields_are_read_and_drawn(read, tmp_path):
    (part,) = read(form_saying("Ksor Lan", is_drawn=True)).parts
    assert part.text.splitlines() == ["Ho va ten: Ksor Lan", "Thon:"]
    with Image.open(tmp_path / "made" / f"1-{SMALL}.webp") as picture:
        scale = picture.width / 595
        field = picture.crop(tuple(int(scale * each) for each in (120, 842 - 715, 320, 842 - 695)))
        assert field.convert("L").getextrema()[0] < 128


def test_the_officer_is_told_of_values_that_cannot_be_drawn(read):
    reading = read(form_saying("Ksor Lan", is_drawn=False))
    assert reading.parts[0].text.splitlines() == ["Ho va ten:", "Thon:"]
    assert reading.notes == [(NoteKind.OMITTED, "ô nhập của biểu mẫu (1)")]
