"""Inspect an office file: every entry of its archive, and the files embedded in it. Pure.

Call it only in a sandboxed child process, since it unpacks possibly hostile data.
"""

import io
import re
import zipfile
import zlib
from typing import IO
from xml.etree import ElementTree

from ..viewing.archives import ENTITIES, office_kind, require_harmless
from ..viewing.results import FileRefused, Refusal
from . import compound
from .office_xml import XmlCheck
from .pdf_scan import active_parts
from .programs import holds_program, is_web_page, runs_by_name

_DEEPEST = 3
_MACROS = re.compile(r"vba(?:project|data)|(?:^|/)(?:basic|scripts)/.", re.IGNORECASE)
_MACRO_SHEET = re.compile(r"macrosheet|dialogsheet", re.IGNORECASE)
_CONTROL = re.compile(r"activex", re.IGNORECASE)
# Office ignores the names of parts and goes by the content types listed in this entry.
_TYPES = "[content_types].xml"
_XML_START = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<\0?\?\0?x", re.IGNORECASE)
_SVG = re.compile(rb"<(?:\w+:)?svg\b", re.IGNORECASE)
_RICH_TEXT = b"{\\rt"


def require_clean_office(file: IO[bytes], depth: int = 0) -> str:
    """Return the type of an office file. Raises FileRefused if it contains anything forbidden."""
    if depth > _DEEPEST:
        raise FileRefused(Refusal.BOMB)
    file.seek(0)
    kind = office_kind(file)
    try:
        with zipfile.ZipFile(file) as archive:
            names = [entry.filename.lower() for entry in archive.infolist()]
            if len(set(names)) < len(names):
                # If two entries have the same name, programs differ in which of them they open.
                raise FileRefused(Refusal.BROKEN)
            for entry in archive.infolist():
                if not entry.is_dir():
                    _check_entry(entry.filename, archive.read(entry), depth)
    except (zipfile.BadZipFile, EOFError, zlib.error, ElementTree.ParseError) as error:
        raise FileRefused(Refusal.BROKEN) from error
    require_harmless(file)
    file.seek(0)
    if holds_program(file.read()):
        # The hidden file is between the entries, where programs that read the archive do not look.
        raise FileRefused(Refusal.TWO_FILES)
    return kind


def _check_entry(name: str, content: bytes, depth: int) -> None:
    if _MACROS.search(name):
        raise FileRefused(Refusal.MACROS)
    if _MACRO_SHEET.search(name):
        raise FileRefused(Refusal.EXCEL4_MACROS)
    if _CONTROL.search(name):
        raise FileRefused(Refusal.CONTROL)
    if runs_by_name(name):
        raise FileRefused(Refusal.PROGRAM, name)
    if name.lower() == _TYPES:
        _check_types(content)
    check_content(name, content, depth)


def check_content(name: str, content: bytes, depth: int) -> None:
    """Raise FileRefused if a file embedded in an office file is forbidden."""
    if content.startswith(compound.MAGIC):
        _check_object(name, content, depth)
    elif content.startswith(b"PK\x03\x04"):
        _check_inner_archive(name, content, depth)
    elif holds_program(content):
        raise FileRefused(Refusal.PROGRAM, name)
    elif content.startswith(b"%PDF-"):
        if active_parts(content):
            raise FileRefused(Refusal.PDF_ACTIONS, name)
    elif content.startswith(_RICH_TEXT):
        raise FileRefused(Refusal.OBJECT, name)
    elif is_web_page(content):
        raise FileRefused(Refusal.SCRIPT, name)
    elif _XML_START.match(content):
        _check_xml(name, content)


def _check_xml(name: str, content: bytes) -> None:
    is_whole = name.lower().endswith((".xml", ".rels"))
    # No office program writes entity declarations. They can expand without limit or read other
    # files.
    if is_whole and any(mark in content for mark in ENTITIES):
        raise FileRefused(Refusal.BOMB)
    is_named = is_whole or name.lower().endswith((".vml", ".svg"))
    if not (is_named or _DECLARED.match(content) or _SVG.search(content)):
        return
    try:
        XmlCheck().read(content)
    except ElementTree.ParseError:
        # Drawings of Office 2007 (VML) and parts written by other programs are not always
        # well-formed.
        if is_whole:
            raise
        if _SVG.search(content):
            raise FileRefused(Refusal.SCRIPT, name) from None


def _check_types(content: bytes) -> None:
    types = content.lower()
    if b"macrosheet" in types:
        raise FileRefused(Refusal.EXCEL4_MACROS)
    if b"vbaproject" in types or b"macroenabled" in types:
        raise FileRefused(Refusal.MACROS)
    if b"activex" in types:
        raise FileRefused(Refusal.CONTROL)
    if b"connections+xml" in types or b"querytable+xml" in types:
        raise FileRefused(Refusal.EXTERNAL, "connections.xml")


def _check_object(name: str, content: bytes, depth: int) -> None:
    if depth >= _DEEPEST:
        raise FileRefused(Refusal.OBJECT, name)
    for packaged in compound.packaged_files(content):
        called = next(filter(None, packaged.names), name)
        if any(runs_by_name(each) for each in packaged.names):
            raise FileRefused(Refusal.PROGRAM, called)
        check_content(called, packaged.content, depth + 1)


def _check_inner_archive(name: str, content: bytes, depth: int) -> None:
    """Raise FileRefused for an embedded archive that is no office file or contains anything
    forbidden."""
    try:
        require_clean_office(io.BytesIO(content), depth + 1)
    except FileRefused as refused:
        if refused.refusal in (Refusal.UNKNOWN, Refusal.BROKEN):
            raise FileRefused(Refusal.OBJECT, name) from refused
        raise
