"""Read and write lists of feeds as OPML 2.0 (opml.org/spec2.opml), the exchange format of feed
readers.

Uses expat directly and refuses any DOCTYPE, the only way to declare entities. So a small file
cannot expand, and no other file is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.parsers import expat

from network.core.text import clean_input
from network.core.xml_text import xml_text

MAX_BYTES = 1024 * 1024
MAX_OUTLINES = 1_000
_DEEPEST = 30


class OpmlFault(StrEnum):
    """Why a file cannot be read as an OPML list of feeds."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    DECLARATIONS = "declarations"
    NOT_OPML = "not_opml"
    BROKEN = "broken"


class NotOpml(ValueError):
    """Raised if the file cannot be read. `fault` is the reason, `detail` its position (English, for
    a terminal)."""

    def __init__(self, fault: OpmlFault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list. `url` is as written, `group` the name of its folder."""

    title: str
    url: str
    owner: str = ""
    level: str = ""
    group: str = ""


def read_opml(body: bytes) -> list[Outline]:
    """Return the feeds of the file in its order. Notes are ignored, folders become `group`.

    Raises NotOpml if the file exceeds MAX_BYTES or MAX_OUTLINES, has a DOCTYPE, is not OPML, or is
    not well-formed.
    """
    if len(body) > MAX_BYTES:
        raise NotOpml(OpmlFault.TOO_LARGE)
    reader = _OutlineReader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = reader.refuse_declarations
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        fault = OpmlFault.BROKEN if reader.is_opml else OpmlFault.NOT_OPML
        raise NotOpml(fault, str(error)) from error
    return reader.outlines


class _OutlineReader:
    """Expat handlers that collect the outlines of a file."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self.is_opml = False
        self._open: list[str] = []

    def refuse_declarations(self, *_args: object) -> None:
        """Expat handler for a DOCTYPE. Raises NotOpml."""
        raise NotOpml(OpmlFault.DECLARATIONS)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Expat handler: store the folder or feed. Raises NotOpml for another root element, too
        deep nesting or too many feeds."""
        if not self.is_opml and name.lower() != "opml":
            raise NotOpml(OpmlFault.NOT_OPML, f"root element {name[:40]}")
        self.is_opml = True
        if len(self._open) >= _DEEPEST:
            raise NotOpml(OpmlFault.BROKEN, "nested too deeply")
        # Programs write these names in different case: xmlUrl, xmlurl, XMLURL.
        given = {key.lower(): _line(value) for key, value in attributes.items()}
        title = given.get("title") or given.get("text") or ""
        if name.lower() == "outline" and given.get("xmlurl"):
            self._keep(title, given)
        self._open.append(title)

    def end(self, _name: str) -> None:
        self._open.pop()

    def _keep(self, title: str, given: Mapping[str, str]) -> None:
        """Store a feed. Raises NotOpml above MAX_OUTLINES."""
        if len(self.outlines) >= MAX_OUTLINES:
            raise NotOpml(OpmlFault.TOO_MANY)
        group = next((each for each in reversed(self._open) if each), "")
        owner, level = given.get("description", ""), given.get("category", "").strip("/")
        self.outlines.append(Outline(title, given["xmlurl"], owner, level, group))


def _line(text: str) -> str:
    """Return a text on one line, without characters that XML forbids."""
    return xml_text(" ".join(clean_input(text).split()))


def write_opml(*, title: str, outlines: Iterable[Outline], modified: datetime) -> bytes:
    """Return the list as an OPML file in UTF-8. Consecutive feeds of one group share a folder."""
    root = Element("opml", version="2.0")
    head, body = SubElement(root, "head"), SubElement(root, "body")
    SubElement(head, "title").text = xml_text(title)
    SubElement(head, "dateModified").text = format_datetime(modified)
    for group, members in groupby(outlines, key=lambda outline: outline.group):
        folder = SubElement(body, "outline", text=group, title=group) if group else body
        for each in members:
            named = {"text": each.title, "title": each.title, "type": "rss", "xmlUrl": each.url}
            extra = {"description": each.owner, "category": each.level}
            given = named | {name: value for name, value in extra.items() if value}
            SubElement(folder, "outline", {name: xml_text(text) for name, text in given.items()})
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
