"""Copies in Unicode of workbooks and slides written in fonts of before Unicode. No Django.

The converters read such a copy, and LibreOffice prints it: without the .VnTime and VNI fonts both
would show the codes of the letters as other letters.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from ..word_import.letters import charset_of, decode
from ..word_import.manuscript import RemarkKind
from ..word_import.pieces import Line, TextSpan, plain_of
from .archives import require_harmless
from .clean_copies import pack, xml_bytes
from .legibility import is_vietnamese
from .results import FileRefused, Refusal

DECODED = (RemarkKind.LEGACY_FONT, RemarkKind.LEGACY_GUESS)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_SLIDES = re.compile(r"ppt/slides/[^/]*\.xml")
_SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
# A text element and the name of its font, "" if unknown.
type _Texts = list[tuple[Any, str]]


def write_unicode_copy(source: Path, target: Path) -> int:
    """Write a copy of a workbook or of slides in Unicode, and return how many words were decoded.

    Without any there is no copy. Raises FileRefused if the file is harmful, or if text is in a
    font of before Unicode that cannot be decoded.
    """
    with source.open("rb") as file:
        require_harmless(file)
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    roots = {
        name: etree.fromstring(entries[name], _PARSER)
        for name in entries
        if _SLIDES.fullmatch(name) or _SHEETS.fullmatch(name) or name in (_STRINGS, _STYLES)
    }
    texts = [*_texts_of_slides(roots), *_texts_of_sheets(roots)]
    lines = [_decoded(each) for each in texts]
    require_known_fonts(lines)
    words = sum(found.count for line in lines for found in line.found if found.kind in DECODED)
    if words:
        pack(entries | {name: xml_bytes(root) for name, root in roots.items()}, target)
    return words


def require_known_fonts(lines: Sequence[Line]) -> None:
    """Raise FileRefused if text is in a font of before Unicode that cannot be decoded (VPS,
    VISCII), unless somebody typed Unicode in it."""
    unknown = [
        line for line in lines if any(each.kind is RemarkKind.UNKNOWN_FONT for each in line.found)
    ]
    if unknown and not is_vietnamese("\n".join(plain_of(line.spans) for line in unknown)):
        raise FileRefused(Refusal.UNKNOWN_LETTERS)


def _decoded(texts: _Texts) -> Line:
    """Convert neighbouring texts to Unicode, and return them as a line with its remarks."""
    line = Line([TextSpan(element.text or "", font=font) for element, font in texts])
    decode(line)
    for (element, _font), span in zip(texts, line.spans, strict=True):
        element.text = span.text
    return line


def _texts_of_slides(roots: dict[str, Any]) -> Iterator[_Texts]:
    """Yield the texts of each paragraph. Fonts that a run inherits are unknown."""
    for name in filter(_SLIDES.fullmatch, roots):
        for paragraph in roots[name].iter(f"{_DRAWING}p"):
            path = f"{_DRAWING}rPr/{_DRAWING}latin"
            yield [
                (each, _value(each.getparent().find(path), "typeface"))
                for each in paragraph.iter(f"{_DRAWING}t")
            ]


def _texts_of_sheets(roots: dict[str, Any]) -> Iterator[_Texts]:
    """Yield the texts of each cell. Cells with the same text share one, in the font of the last
    one that names an old font."""
    fonts, shared = _fonts_of_formats(roots.get(_STYLES)), dict[int, str]()
    for name in filter(_SHEETS.fullmatch, roots):
        for cell in roots[name].iter(f"{_SHEET}c"):
            at, value = int(cell.get("s", 0)), cell.find(f"{_SHEET}v")
            font = fonts[at] if at < len(fonts) else ""
            if cell.get("t") == "s" and value is not None:
                number = int(value.text)
                shared[number] = font if _is_old(font) else shared.get(number, font)
            elif cell.get("t") == "inlineStr":
                yield _texts_in(cell, font)
            elif cell.get("t") == "str" and value is not None:
                yield [(value, font)]
    if _STRINGS in roots:
        for number, item in enumerate(roots[_STRINGS].iter(f"{_SHEET}si")):
            yield _texts_in(item, shared.get(number, ""))


def _texts_in(item: Any, font: str) -> _Texts:
    """Return the texts of a cell; a run may have a font of its own."""
    path = f"{_SHEET}rPr/{_SHEET}rFont"
    return [
        (each, _value(each.getparent().find(path), "val") or font)
        for each in item.iter(f"{_SHEET}t")
    ]


def _fonts_of_formats(styles: Any) -> list[str]:
    """Return the font name of each cell format."""
    if styles is None:
        return []
    fonts = [
        _value(each.find(f"{_SHEET}name"), "val")
        for each in styles.iterfind(f"{_SHEET}fonts/{_SHEET}font")
    ]
    numbers = (int(each.get("fontId", 0)) for each in styles.iterfind(f"{_SHEET}cellXfs/*"))
    return [fonts[number] if number < len(fonts) else "" for number in numbers]


def _is_old(font: str) -> bool:
    return bool(charset_of(font)[0])


def _value(element: Any, name: str) -> str:
    return element.get(name, "") if element is not None else ""
