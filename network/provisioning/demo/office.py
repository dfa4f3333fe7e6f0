"""Office files of the demo, made of the words of its own articles, and opened at once.

What a page in the demo says of the law was read where its row says; a file says no more.
"""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pptx
import pypdfium2
from django.core.files.base import ContentFile
from openpyxl.styles import Alignment
from PIL import Image, ImageChops

from network.accounts.models import User
from network.agencies.models import Agency
from network.media.models import AgencyDocument
from network.media.viewing.selectors import is_viewed
from network.media.viewing.services import add_rendering, render
from sites.contents import read_rich_text

# What an office scanner gives: resolution, turn in degrees, spread of its grain.
_DPI, _ASKEW, _GRAIN = 150, 0.6, 12
# Of letters, on a printed sheet of A4.
_SHEET_WIDTH = 80


def made_file(
    row: dict[str, Any], *, agency: Agency, author: User | None, now: dt.datetime
) -> AgencyDocument:
    """Return the file that an article's `made_file` asks for, ready to read."""
    kind = row["made_file"]
    document: AgencyDocument = AgencyDocument.objects.create(
        title=row["title"],
        file=ContentFile(_MAKERS[kind](row), name=f"{row['slug']}.{kind}"),
        collection=agency.collection,
        uploaded_by_user=author,
    )
    make_readable(document, now=now)
    return document


def make_readable(document: AgencyDocument, *, now: dt.datetime) -> None:
    """Open the file as the worker does, but before its page is appraised; sound needs none."""
    if is_viewed(document):
        render(rendering_id=add_rendering(document=document).pk, now=now)


def _outline(row: dict[str, Any]) -> bytes:
    text = docx.Document()
    text.core_properties.author = ""
    text.add_paragraph(row["summary"])
    for block in row["body"]:
        value = block["value"]
        if block["type"] == "heading":
            text.add_heading(value, 1)
        elif block["type"] == "paragraph":
            style = "List Bullet" if "<li>" in value else None
            for line in read_rich_text(value)[0].split("\n"):
                text.add_paragraph(line, style=style)
        elif block["type"] == "callout":
            text.add_paragraph(value["text"])
    return _saved(text)


def _table(row: dict[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    value = next(block["value"] for block in row["body"] if block["type"] == "table")
    sheet.title = "Bảng"
    for cells in ([value.get("caption") or row["title"]], value["header"], *value["rows"]):
        sheet.append(cells)
    # As wide as a printed sheet has room for, or cells are cut in the picture.
    for cells in sheet.iter_cols(min_row=2):
        width = _SHEET_WIDTH / len(value["header"])
        sheet.column_dimensions[cells[0].column_letter].width = width
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return _saved(book)


def _slides(row: dict[str, Any]) -> bytes:
    """A slide for the title, and one for each heading with what stands below it."""
    show = pptx.Presentation()
    show.core_properties.author = ""
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text, slide.placeholders[1].text = row["title"], row["source"]["agency"]
    for block in row["body"]:
        if block["type"] == "heading":
            slide = show.slides.add_slide(show.slide_layouts[1])
            slide.shapes.title.text = block["value"]
        elif block["type"] == "paragraph":
            slide.placeholders[1].text = read_rich_text(block["value"])[0]
    return _saved(show)


def scanned(leaflet: bytes) -> bytes:
    """Return a printed page as a scanner gives it: a grey picture, a little askew, without text."""
    page = pypdfium2.PdfDocument(leaflet)[0].render(scale=_DPI / 72).to_pil().convert("L")
    grain = Image.effect_noise(page.size, _GRAIN).point(lambda level: max(0, 128 - level))
    turned = page.rotate(_ASKEW, resample=Image.Resampling.BICUBIC, fillcolor="white")
    out = io.BytesIO()
    ImageChops.subtract(turned, grain).save(out, "PDF", resolution=_DPI, quality=60)
    return out.getvalue()


def _saved(thing: Any) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


_MAKERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "docx": _outline,
    "xlsx": _table,
    "pptx": _slides,
}
