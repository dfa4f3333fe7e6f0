"""Write the HTML of a page as lines that people can write by hand, to compare it with a table."""

from collections.abc import Iterator
from typing import Any

from lxml import html as parser

_HEADINGS = {"h2": "#", "h3": "##", "h4": "###"}


def outline(html: str) -> list[str]:
    """Return a line for each heading (#), paragraph (¶), list item (-), table row (|) and image.

    Heading cells begin with ^; a merged cell ends with {columns x rows}.
    """
    root = parser.fragment_fromstring(html, create_parent="body")
    return [line for child in root for line in _lines(child)]


def _lines(element: Any) -> Iterator[str]:
    tag = element.tag
    if tag in _HEADINGS:
        yield f"{_HEADINGS[tag]} {_text(element)}"
    elif tag == "p" and element.find("img") is not None:
        yield f"[ảnh] {element.find('img').get('alt')}"
    elif tag == "p":
        yield f"¶ {_text(element)}"
    elif tag in ("ul", "ol"):
        yield from _items(element, "")
    elif tag == "tr":
        yield f"| {' | '.join(map(_cell, element))} |"
    elif tag == "caption":
        yield f"[bảng] {_text(element)}"
    else:
        for child in element:
            yield from _lines(child)


def _items(element: Any, indent: str) -> Iterator[str]:
    for item in element:
        inner = [child for child in item if child.tag in ("ul", "ol")]
        for child in inner:
            item.remove(child)
        mark = "-" if element.tag == "ul" else f"{item.get('value')}."
        yield f"{indent}{mark} {_text(item)}"
        for child in inner:
            yield from _items(child, f"{indent}  ")


def _cell(cell: Any) -> str:
    wide, high = cell.get("colspan", "1"), cell.get("rowspan", "1")
    merged = "" if (wide, high) == ("1", "1") else f" {{{wide}x{high}}}"
    return f"{'^' if cell.tag == 'th' else ''}{_text(cell)}{merged}"


def _text(element: Any) -> str:
    for each in element.iter("br"):
        each.tail = f" / {each.tail or ''}"
    return " ".join(element.text_content().split())
