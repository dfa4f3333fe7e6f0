"""Real office files, made here with what the converters must see, and hostile ones."""

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pptx
from openpyxl.comments import Comment
from PIL import Image
from pptx.util import Inches


def saved(thing: Any) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#1a7f37").save(out, "PNG")
    return io.BytesIO(out.getvalue())


def outline_docx() -> bytes:
    """An outline of a law with headings, a list, a table and a picture."""
    text = docx.Document()
    text.core_properties.author = "Trần Minh Khôi"
    text.add_heading("Phạm vi điều chỉnh", 1)
    text.add_paragraph("Luật Hòa giải ở cơ sở quy định nguyên tắc hòa giải.")
    text.add_paragraph("Tự nguyện", style="List Bullet")
    text.add_heading("Hòa giải viên", 1)
    text.add_heading("Tiêu chuẩn", 2)
    table = text.add_table(rows=2, cols=2)
    for at, word in enumerate(("Tiêu chuẩn", "Điều", "Có phẩm chất tốt", "7")):
        table.cell(at // 2, at % 2).text = word
    text.add_picture(picture())
    return saved(text)


def table_xlsx() -> bytes:
    """A table with a title, a hidden row, a hidden sheet and a comment."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Mức chi"
    for row in (["Mức chi hòa giải"], ["Nội dung", "Mức (đồng)"], ["Một vụ", 300000], ["Nháp", 1]):
        sheet.append(row)
    sheet["B3"].number_format = "#,##0"
    sheet["B3"].comment = Comment("Xem lại", "Khôi")
    sheet.row_dimensions[4].hidden = True
    draft = book.create_sheet("Nháp")
    draft["A1"] = "Chưa duyệt"
    draft.sheet_state = "hidden"
    return saved(book)


def slides_pptx() -> bytes:
    """Two slides, of which one is hidden."""
    show = pptx.Presentation()
    for title, lines in (("Kỹ năng lắng nghe", "Nghe hết\nKhông ngắt lời"), ("Nháp", "Bỏ")):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = lines
    slide._element.set("show", "0")
    first = show.slides[0]
    first.shapes.add_picture(picture(), Inches(1), Inches(5))
    first.notes_slide.notes_text_frame.text = "Nói chậm"
    return saved(show)


def with_entry(archive: bytes, name: str, content: bytes) -> bytes:
    """The archive with one entry more, or another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def entry_of(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


OPEN_BODIES = {
    "text": "<text:h text:outline-level='1'>Hòa giải</text:h><text:p>Tự nguyện</text:p>{more}",
    "spreadsheet": (
        "<table:table table:name='Mức chi'><table:table-row>"
        "<table:table-cell office:value-type='string'><text:p>Một vụ</text:p></table:table-cell>"
        "<table:table-cell office:value-type='float' office:value='300000'/>"
        "</table:table-row></table:table>{more}"
    ),
    "presentation": (
        "<draw:page draw:name='1'><draw:frame svg:x='1cm' svg:y='1cm' svg:width='20cm' "
        "svg:height='3cm'><draw:text-box><text:p>Lắng nghe</text:p></draw:text-box></draw:frame>"
        "</draw:page>{more}"
    ),
}
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(kind: str, more: str = "", *, manifest: str = "", **entries: str) -> bytes:
    """An OpenDocument of a few words; `more` goes into its body, `entries` beside it."""
    names = {"draw": "drawing", "svg": "svg-compatible"}
    spaces = "".join(
        f" xmlns:{name}='{_OPEN}:{names.get(name, name)}:1.0'"
        for name in ("office", "text", "table", "draw", "svg", "manifest")
    )
    content = (
        f"<office:document-content{spaces} xmlns:xlink='http://www.w3.org/1999/xlink' "
        f"office:version='1.3'><office:body><office:{kind}>{OPEN_BODIES[kind].format(more=more)}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    listed = "".join(
        f"<manifest:file-entry manifest:full-path='{path}' manifest:media-type='{media_type}'/>"
        for path, media_type in (("/", media), ("content.xml", "text/xml"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", media)
        archive.writestr("content.xml", content)
        for name, inside in entries.items():
            archive.writestr(name, inside)
        archive.writestr(
            "META-INF/manifest.xml",
            f"<manifest:manifest{spaces} manifest:version='1.3'>{listed}{manifest}"
            "</manifest:manifest>",
        )
    return out.getvalue()
