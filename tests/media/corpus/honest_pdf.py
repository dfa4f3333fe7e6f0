"""PDF as agencies have them: printed from Word, scanned, turned, filled in, kept from copying."""

import io
import random

import pypdfium2 as pdfium
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from network.media.viewing.results import MOST_PAGES, Refusal
from tests.factories.files import pdf_of, written

from .row import Row

LEAFLET, OTHER = "muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"
HANDBOOK = "so-tay-phap-luat-cho-gia-dinh"


def drawn(content: bytes, font: str = "Helvetica") -> PdfWriter:
    """A page of A5 that draws this, with a font that is not in the file."""
    writer = PdfWriter()
    page = writer.add_blank_page(420, 595)
    called = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": f"/{font}"}
    kept = DictionaryObject({NameObject(key): NameObject(value) for key, value in called.items()})
    fonts = DictionaryObject({NameObject("/F"): writer._add_object(kept)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(streamed(content))
    return writer


def streamed(content: bytes) -> StreamObject:
    """A stream of a PDF, packed once."""
    stream = StreamObject()
    stream.set_data(content)
    return stream.flate_encode()


SENTENCE = b"BT /F 14 Tf 40 500 Td (Hoa giai la tu nguyen) Tj ET"


def changed(change, *names: str) -> bytes:
    """Leaflets whose writer is changed before it writes."""
    writer = PdfWriter()
    for name in names or (LEAFLET,):
        writer.append(PdfReader(io.BytesIO(pdf_of(name))))
    change(writer)
    return written(writer)


def turned(writer: PdfWriter) -> None:
    writer.pages[0].rotate(90)


def with_bookmarks(writer: PdfWriter) -> None:
    writer.add_outline_item("Mở đầu", page_number=0)
    writer.add_metadata({"/Author": "Trần Minh Khôi"})


def kept_from_copying(writer: PdfWriter) -> None:
    writer.encrypt("", "chủ", algorithm="AES-256")


def with_password(writer: PdfWriter) -> None:
    writer.encrypt("mật khẩu", algorithm="AES-256")


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("bang.csv", b"a,b")


def with_form(writer: PdfWriter, *, xfa: bool = False) -> None:
    form = DictionaryObject({NameObject("/Fields"): ArrayObject()})
    if xfa:
        form[NameObject("/XFA")] = TextStringObject("<xdp:xdp xmlns:xdp='http://ns.adobe.com/'/>")
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


def of_several_sizes(writer: PdfWriter) -> None:
    writer.add_blank_page(1190, 842)
    writer.add_blank_page(200, 900)


def cropped(writer: PdfWriter) -> None:
    for at, edge in enumerate((60, 60, 500, 700)):
        writer.pages[0].cropbox[at] = NumberObject(edge)


def scan() -> bytes:
    """Three pages of paper that are pictures alone, a little askew."""
    document = pdfium.PdfDocument(pdf_of(LEAFLET, OTHER, LEAFLET))
    prints = [page.render(scale=1.5).to_pil().convert("L") for page in document]
    papers = [
        ImageChops.multiply(each, Image.effect_noise(each.size, 8).point(lambda value: 127 + value))
        for each in (each.rotate(0.7, fillcolor="white") for each in prints)
    ]
    out = io.BytesIO()
    papers[0].save(out, "PDF", save_all=True, append_images=papers[1:])
    return out.getvalue()


def blank(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 400)
    return written(writer)


def of_many_lines() -> bytes:
    """A page as full as a gazette's, in two columns."""
    chance = random.Random(19)  # noqa: S311
    words = ["hoa", "giai", "phap", "luat", "dieu", "khoan"]
    lines = [
        f"BT /F 6 Tf {40 + 190 * (at % 2)} {560 - 3.4 * at} Td "
        f"({' '.join(chance.choices(words, k=9))}) Tj ET"
        for at in range(150)
    ]
    return written(drawn("\n".join(lines).encode()))


ROWS = [
    Row("leaflet.pdf", lambda: pdf_of(LEAFLET), words="Gặp riêng từng bên."),
    Row("three-leaflets.pdf", lambda: pdf_of(LEAFLET, OTHER, LEAFLET), parts=3, words="nicotin"),
    Row("decision.pdf", lambda: pdf_of("ban-minh-hoa"), words="BẢN MINH HỌA"),
    Row("bookmarks-and-author.pdf", lambda: changed(with_bookmarks), words="Gặp riêng"),
    Row("turned.pdf", lambda: changed(turned), words="Gặp riêng"),
    Row("cropped.pdf", lambda: changed(cropped), words="Gặp riêng"),
    Row("several-sizes.pdf", lambda: changed(of_several_sizes), parts=3, words="Gặp riêng"),
    Row("form.pdf", lambda: changed(with_form), words="Gặp riêng"),
    Row("attachment.pdf", lambda: changed(with_attachment), words="Gặp riêng"),
    Row("kept-from-copying.pdf", lambda: changed(kept_from_copying), words="Gặp riêng"),
    # Without marks they may have lost them, so their text is compared with the pictures first.
    Row("font-not-inside.pdf", lambda: written(drawn(SENTENCE, "VnTime"))),
    Row("two-columns.pdf", of_many_lines),
    Row("scan.pdf", scan, parts=3),
    Row("password.pdf", lambda: changed(with_password), Refusal.ENCRYPTED),
    Row("xfa.pdf", lambda: changed(lambda writer: with_form(writer, xfa=True)), Refusal.XFA),
    Row("endless.pdf", lambda: blank(MOST_PAGES + 1), Refusal.TOO_MANY_PAGES),
    Row("cut-off.pdf", lambda: pdf_of(LEAFLET)[:9000], Refusal.BROKEN),
]
