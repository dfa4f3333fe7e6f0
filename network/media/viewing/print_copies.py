"""Copies of DOCX files whose text in fonts of before Unicode is Unicode, for printing. No Django.

LibreOffice has no .VnTime or VNI fonts and prints the codes of their letters as other letters,
which the pictures of the pages would show.
"""

import zipfile
from pathlib import Path
from typing import Any

from ..word_import.docx_parts import Package, Styles, W, run_values, value_of
from ..word_import.letters import decode
from ..word_import.pieces import Line, TextSpan
from .clean_copies import TEXTS, pack, xml_bytes

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_print_copy(source: Path, folder: Path) -> str:
    """Write a copy of a DOCX file in Unicode into `folder` and return its name."""
    with zipfile.ZipFile(source) as archive:
        package = Package(archive)
        styles = Styles(next(iter(package.parts("styles")), package.xml("")))
        entries = {name: archive.read(name) for name in archive.namelist()}
        for name in filter(TEXTS.fullmatch, entries):
            root = package.xml(name)
            for paragraph in root.iter(f"{W}p"):
                _decode_paragraph(paragraph, styles)
            entries[name] = xml_bytes(root)
    pack(entries, folder / "ban-in.docx")
    return "ban-in.docx"


def _decode_paragraph(paragraph: Any, styles: Styles) -> None:
    """Convert the texts of a paragraph, not those of text boxes in it, to Unicode."""
    texts = [
        each
        for each in paragraph.iter(f"{W}t", f"{W}softHyphen")
        if next(each.iterancestors(f"{W}p")) is paragraph
    ]
    props = paragraph.find(f"{W}pPr")
    key = value_of(props, "pStyle") if props is not None else None
    font = styles.get(key or styles.default).font
    line = Line([_span(each, styles, font) for each in texts])
    before = [span.text for span in line.spans]
    decode(line)
    for element, span, written in zip(texts, line.spans, before, strict=True):
        if span.text != written:
            element.tag, element.text = f"{W}t", span.text
            element.set(_SPACE, "preserve")


def _span(element: Any, styles: Styles, inherited: str) -> TextSpan:
    """Return a text with its font: that of its run, its character style, or its paragraph."""
    props = element.getparent().find(f"{W}rPr")
    style = styles.get(value_of(props, "rStyle") if props is not None else "").font
    styled = style if style != styles.base.font else ""
    font = run_values(props)[0] or styled or inherited
    if element.tag == f"{W}t":
        return TextSpan(element.text or "", font=font)
    # The soft hyphen is the code of ư in TCVN3 fonts.
    return TextSpan("\xad" if font.lower().startswith(".vn") else "", font=font)
