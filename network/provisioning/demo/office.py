"""Office files of the demo, made of the words of its own articles, and opened at once.

What a page in the demo says of the law was read where its row says; a file says no more.
"""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
from django.core.files.base import ContentFile

from network.agencies.models import Agency
from network.media.models import AgencyDocument
from network.media.viewing.services import add_rendering, render
from sites.contents import read_rich_text


def made_file(row: dict[str, Any], *, agency: Agency, now: dt.datetime) -> AgencyDocument:
    """Return the file that an article's `made_file` asks for, ready to read."""
    kind = row["made_file"]
    document: AgencyDocument = AgencyDocument.objects.create(
        title=row["title"],
        file=ContentFile(_MAKERS[kind](row), name=f"{row['slug']}.{kind}"),
        collection=agency.collection,
    )
    make_readable(document, now=now)
    return document


def make_readable(document: AgencyDocument, *, now: dt.datetime) -> None:
    """Open the file as the worker does, but before its page is appraised."""
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
    return _saved(book)


def _saved(thing: Any) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


_MAKERS: dict[str, Callable[[dict[str, Any]], bytes]] = {"docx": _outline, "xlsx": _table}
