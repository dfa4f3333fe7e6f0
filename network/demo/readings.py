"""Texts of the demo materials' files, before the worker has converted them."""

from collections.abc import Iterator
from typing import Any

import pypdfium2

from sites.contents import read_rich_text

from .data import FOLDER


def text_of_files(row: dict[str, Any]) -> str:
    """Return the text of the files named in an article's row, or "" if there are none.

    For a scan, returns the text of the original page. Used for citations and the search, which thus
    have their final content before the worker has converted the files.
    """
    printed = [_printed_text(told["file"]) for told in row.get("files", ())]
    written = _written_words(row) if "made_file" in row else ()
    return "\n".join([*printed, *written])


def _printed_text(name: str) -> str:
    if not name.endswith(".pdf"):
        return ""
    with pypdfium2.PdfDocument(FOLDER / name) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _written_words(row: dict[str, Any]) -> Iterator[str]:
    """Yield the texts in a file generated from an article's own text."""
    yield from (row["title"], row["summary"])
    if row["made_file"] == "pptx":
        yield row["source"]["agency"]
    for block in row["body"]:
        value = block["value"]
        if block["type"] == "paragraph":
            yield read_rich_text(value)[0]
        elif block["type"] == "heading":
            yield value
        elif block["type"] == "callout":
            yield value["text"]
        elif block["type"] == "table":
            for cells in ([value.get("caption", "")], value["header"], *value["rows"]):
                yield " ".join(cells)
