"""Read tables and headings from the tags of a PDF page, as office programs write them. No
Django."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from .ruled_tables import Place, RuledCell, RuledTable

_MOST_CHILDREN, _MOST_DEPTH, _MOST_SPAN = 5_000, 16, 60
_LONGEST_NAME = 64
_HEADINGS = {"Title": 1, "H": 1, **{f"H{level}": level for level in range(1, 7)}}
_CELLS, _ROW_GROUPS = ("TH", "TD"), ("THead", "TBody", "TFoot")


@dataclass(slots=True)
class PageTags:
    """What tags say of a page, by the number of the marked content: its cell, its heading level."""

    cells: dict[int, Place] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)


def tags_of(page: pdfium.PdfPage) -> PageTags:
    """Return the tags of a page, empty if it has none."""
    tags = PageTags()
    tree = c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return tags
    count = min(c.FPDF_StructTree_CountChildren(tree), _MOST_CHILDREN)
    for at in range(count):
        _read(c.FPDF_StructTree_GetChildAtIndex(tree, at), tags, 0)
    c.FPDF_StructTree_Close(tree)
    return tags


def _read(element: Any, tags: PageTags, depth: int) -> None:
    """Add the tables and headings below an element."""
    kind = _kind(element)
    if kind == "Table":
        _add_table(element, tags)
        return
    if kind in _HEADINGS:
        tags.headings |= dict.fromkeys(_contents(element, 0), _HEADINGS[kind])
    elif depth < _MOST_DEPTH:
        for child in _children(element):
            _read(child, tags, depth + 1)


def _add_table(element: Any, tags: PageTags) -> None:
    rows = [list(_spanned(row)) for row in _rows(element)]
    matrix: list[list[RuledCell | None]] = [[] for _row in rows]
    found: list[tuple[RuledCell, list[int]]] = []
    for at, row in enumerate(rows):
        column = 0
        for cell, contents, wide, high in row:
            while column < len(matrix[at]) and matrix[at][column] is not None:
                column += 1
            for lower in matrix[at : at + high]:
                lower += [None] * (column + wide - len(lower))
                lower[column : column + wide] = [cell] * wide
            found.append((cell, contents))
    width = max(map(len, matrix), default=0)
    filled = [[*row, *[None] * (width - len(row))] for row in matrix]
    table = RuledTable([[cell or _empty() for cell in row] for row in filled])
    if width > 1:
        tags.cells |= {key: (table, cell) for cell, contents in found for key in contents}


def _rows(element: Any) -> Iterator[Any]:
    for child in _children(element):
        kind = _kind(child)
        if kind == "TR" and next(_contents(child, 0), None) is not None:
            yield child
        elif kind in _ROW_GROUPS:
            yield from _rows(child)


def _spanned(row: Any) -> Iterator[tuple[RuledCell, list[int], int, int]]:
    """Yield the cells of a row: marked contents, and how many columns and rows it covers."""
    for cell in _children(row):
        if _kind(cell) in _CELLS:
            contents = list(_contents(cell, 0))
            yield _empty(), contents, _span(cell, b"ColSpan"), _span(cell, b"RowSpan")


def _empty() -> RuledCell:
    return RuledCell(0.0, 0.0, 0.0, 0.0, [])


def _children(element: Any) -> Iterator[Any]:
    for at in range(min(c.FPDF_StructElement_CountChildren(element), _MOST_CHILDREN)):
        if child := c.FPDF_StructElement_GetChildAtIndex(element, at):
            yield child


def _contents(element: Any, depth: int) -> Iterator[int]:
    """Yield the numbers of the marked contents below an element, counted from 0."""
    for at in range(min(c.FPDF_StructElement_CountChildren(element), _MOST_CHILDREN)):
        number = c.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if number >= 0:
            yield number
        elif depth < _MOST_DEPTH and (child := c.FPDF_StructElement_GetChildAtIndex(element, at)):
            yield from _contents(child, depth + 1)


def _kind(element: Any) -> str:
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    length = c.FPDF_StructElement_GetType(element, name, _LONGEST_NAME)
    return name.raw[: max(0, min(length, _LONGEST_NAME) - 2)].decode("utf-16-le", "replace")


def _span(element: Any, name: bytes) -> int:
    """Return how many columns or rows a cell covers, 1 if it does not say."""
    number = ctypes.c_float()
    for at in range(min(c.FPDF_StructElement_GetAttributeCount(element), 20)):
        attribute = c.FPDF_StructElement_GetAttributeAtIndex(element, at)
        value = c.FPDF_StructElement_Attr_GetValue(attribute, name)
        if value and c.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return max(1, min(int(number.value), _MOST_SPAN))
    return 1
