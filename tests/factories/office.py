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
    book.create_sheet("Nháp").sheet_state = "hidden"
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
