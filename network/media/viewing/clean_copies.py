"""Copies of office files and photos without data meant for the authors only. No Django.

Tracked changes are accepted. Comments, hidden text, rows, columns, sheets and slides, speaker
notes, names and the location of a photo are removed. Formulas become their values.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pptx
from lxml import etree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from PIL import Image, ImageOps

from .results import FileReading

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SLIDE_ID = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sldId"
_LEFT_OUT = re.compile(
    r"word/(?:comments\w*|people)\.xml|docProps/custom\.xml|xl/calcChain\.xml"
    r"|xl/(?:comments\w*\.xml|(?:threadedComments|persons|comments)/.*|drawings/vmlDrawing.*)"
)
TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml")
_NAMES = {"creator", "lastModifiedBy", "Company", "Manager"}
_ACCEPTED = ("ins", "moveTo")
_GONE = re.compile(
    r"(?:del|moveFrom|comment(?:RangeStart|RangeEnd|Reference)|move(?:From|To)Range(?:Start|End)"
    r"|\w+PrChange|tblGridChange|cell(?:Ins|Del))"
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_QUALITY = 90


def offer_clean_copy(reading: FileReading, source: Path, kind: str, folder: Path) -> None:
    """Write a clean copy for a supported type, unless it exists. On any error there is no copy."""
    if kind in ("docx", "xlsx", "pptx", "jpg") and not reading.clean_copy:
        with suppress(Exception):
            reading.clean_copy = _write(source, kind, folder)


def _write(source: Path, kind: str, folder: Path) -> str:
    name = f"ban-sach.{kind}"
    if kind == "pptx":
        _clean_slides(source, folder / name)
    elif kind == "jpg":
        with Image.open(source) as opened:
            turned = ImageOps.exif_transpose(opened)
            turned.convert("RGB").save(folder / name, "JPEG", quality=_QUALITY)
    else:
        _clean_archive(source, folder / name)
    return name


def _clean_archive(source: Path, target: Path) -> None:
    """Write a copy of a text document or workbook without comments, hidden sheets, rows and
    columns, formulas and names of writers."""
    with zipfile.ZipFile(source) as old:
        left_out = {name for name in old.namelist() if _LEFT_OUT.fullmatch(name)}
        kept = {name: old.read(name) for name in old.namelist() if name not in left_out}
    unseen, used = set(_hidden_sheets(kept)), set[int]()
    for name, content in kept.items():
        if TEXTS.fullmatch(name):
            kept[name] = _edited(content, _clean_text)
        elif _SHEETS.fullmatch(name):
            root = etree.fromstring(content, _PARSER)
            _clean_sheet(root, is_hidden=name in unseen)
            used.update(int(cell.findtext(f"{_SHEET}v")) for cell in _shared(root))
            kept[name] = xml_bytes(root)
        elif name.startswith("docProps/") and name.endswith(".xml"):
            kept[name] = _edited(content, _clean_names)
        elif name == "[Content_Types].xml" or name.endswith(".rels"):
            kept[name] = _edited(content, lambda root: _drop_mentions(root, left_out))
    strings = "xl/sharedStrings.xml"
    if strings in kept:
        kept[strings] = _edited(kept[strings], lambda root: _forget_strings(root, used))
    pack(kept, target)


def pack(entries: dict[str, bytes], target: Path) -> None:
    """Write an archive without timestamps, so that the same content gives the same bytes."""
    with zipfile.ZipFile(target, "w") as new:
        for name, content in entries.items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _edited(content: bytes, edit: Any) -> bytes:
    root = etree.fromstring(content, _PARSER)
    edit(root)
    return xml_bytes(root)


def xml_bytes(root: Any) -> bytes:
    """Return an XML part of an office file."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _clean_names(root: Any) -> None:
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in _NAMES:
            element.text = ""


def _drop_mentions(root: Any, left_out: set[str]) -> None:
    """Remove the references to dropped entries from a content types or relations file."""
    names = {posixpath.basename(name) for name in left_out}
    for element in list(root):
        if posixpath.basename(element.get("Target") or element.get("PartName") or "") in names:
            root.remove(element)


def _clean_text(root: Any) -> None:
    for element in list(root.iter(f"{_WORD}*")):
        name = etree.QName(element).localname
        if name in _ACCEPTED:
            _unwrap(element)
        elif _GONE.fullmatch(name) or _is_deleted(element, name) or _vanishes(element, name):
            _drop(element)


def _is_deleted(element: Any, name: str) -> bool:
    return name == "tr" and element.find(f"{_WORD}trPr/{_WORD}del") is not None


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _vanishes(element: Any, name: str) -> bool:
    mark = element.find(f"{_WORD}rPr/{_WORD}vanish") if name == "r" else None
    return mark is not None and mark.get(f"{_WORD}val") not in ("0", "false")


def _hidden_sheets(entries: dict[str, bytes]) -> Iterator[str]:
    """Yield the archive entry names of hidden sheets."""
    if "xl/workbook.xml" not in entries:
        return
    links = etree.fromstring(entries["xl/_rels/workbook.xml.rels"], _PARSER)
    targets = {each.get("Id"): each.get("Target") for each in links}
    for sheet in etree.fromstring(entries["xl/workbook.xml"], _PARSER).iter(f"{_SHEET}sheet"):
        if sheet.get("state", "visible") != "visible":
            yield posixpath.join("xl", targets[sheet.get(_LINK)]).lstrip("/")


def _clean_sheet(root: Any, *, is_hidden: bool) -> None:
    """Remove hidden rows and columns, formulas and comments from a worksheet; all cells if the
    sheet is hidden."""
    columns = {
        number
        for each in root.iter(f"{_SHEET}col")
        if each.get("hidden") in ("1", "true")
        for number in range(int(each.get("min")), int(each.get("max")) + 1)
    }
    for row in root.iter(f"{_SHEET}row"):
        for cell in list(row):
            letters, _number = coordinate_from_string(cell.get("r"))
            if (
                is_hidden
                or row.get("hidden") in ("1", "true")
                or column_index_from_string(letters) in columns
            ):
                row.remove(cell)
    for name in ("f", "legacyDrawing", "legacyDrawingHF"):
        for element in list(root.iter(f"{_SHEET}{name}")):
            _drop(element)


def _shared(root: Any) -> Iterator[Any]:
    return (cell for cell in root.iter(f"{_SHEET}c") if cell.get("t") == "s")


def _forget_strings(root: Any, used: set[int]) -> None:
    """Clear the shared strings that are no longer used by any cell."""
    for number, item in enumerate(root.iter(f"{_SHEET}si")):
        if number not in used:
            item.clear()
            etree.SubElement(item, f"{_SHEET}t")


def _clean_slides(source: Path, target: Path) -> None:
    """Write a copy of a presentation without hidden slides, speaker notes, comments and authors."""
    show = pptx.Presentation(str(source))
    listed = show.slides._sldIdLst
    for entry, slide in zip(list(listed), list(show.slides), strict=True):
        if slide._element.get("show") in ("0", "false"):
            show.part.drop_rel(entry.rId)
            listed.remove(entry)
            for mention in show.part._element.iter(_SLIDE_ID):
                if mention.get("id") == entry.get("id"):
                    _drop(mention)
            continue
        for key, link in list(slide.part.rels.items()):
            if link.reltype.endswith(("/notesSlide", "/comments")):
                slide.part.rels.pop(key)
    for key, link in list(show.part.rels.items()):
        if link.reltype.endswith(("/commentAuthors", "/authors")):
            show.part.rels.pop(key)
    show.core_properties.author = show.core_properties.last_modified_by = ""
    show.save(str(target))
    with zipfile.ZipFile(target) as saved:
        entries = {name: saved.read(name) for name in saved.namelist()}
    pack(entries, target)
