"""Files of the demo materials. Office files are generated from the text of the demo's articles.

Legal statements in the demo were read at the source named in the row; files add nothing to them.
"""

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pptx
from django.core.files.base import ContentFile
from openpyxl.styles import Alignment

from network.accounts.models import User
from network.agencies.models import Agency
from network.media.models import AgencyDocument
from sites.contents import read_rich_text
from sites.models import MaterialFile, MaterialPage

from .bodies import DemoBodyBuilder

# Width in characters of a printed A4 sheet.
_SHEET_WIDTH = 80


def add_files(
    page: MaterialPage,
    row: dict[str, Any],
    *,
    agency: Agency,
    author: User | None,
    bodies: DemoBodyBuilder,
) -> None:
    """Add the files named in a row to a material, and a file generated from its own text.

    The files belong to the author, as if uploaded. Storing a file queues the job that makes it
    readable.
    """
    for told in row.get("files", ()):
        file = AgencyDocument.objects.get(pk=bodies.file(told)["document"])
        file.collection, file.uploaded_by_user = agency.collection, author
        file.save()
        page.files.add(MaterialFile(file=file, alternative=told.get("in_words", "")))
    if "made_file" in row:
        page.files.add(MaterialFile(file=_make_file(row, agency=agency, author=author)))


def _make_file(row: dict[str, Any], *, agency: Agency, author: User | None) -> AgencyDocument:
    kind = row["made_file"]
    document: AgencyDocument = AgencyDocument.objects.create(
        title=row["title"],
        file=ContentFile(_MAKERS[kind](row), name=f"{row['slug']}.{kind}"),
        collection=agency.collection,
        uploaded_by_user=author,
    )
    return document


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
    # As wide as a printed sheet, otherwise cells are cut in the page image.
    for cells in sheet.iter_cols(min_row=2):
        width = _SHEET_WIDTH / len(value["header"])
        sheet.column_dimensions[cells[0].column_letter].width = width
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return _saved(book)


def _slides(row: dict[str, Any]) -> bytes:
    """Return a presentation: a title slide, and one slide per heading with its text."""
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


def _saved(thing: Any) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


_MAKERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "docx": _outline,
    "xlsx": _table,
    "pptx": _slides,
}
