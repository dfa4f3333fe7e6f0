"""Office files as ZIP archives: their type, and which of them must not be opened. Pure."""

import io
import re
import zipfile
import zlib
from html import unescape
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree

from ..office_links import reads_nothing
from .results import FileReading, FileRefused, NoteKind, Refusal

_MAIN = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
# OpenDocument types and the type to which LibreOffice converts each for reading.
OPEN_FORMATS = {"odt": "docx", "ods": "xlsx", "odp": "pptx"}
_OPEN = b"application/vnd.oasis.opendocument."
_OPEN_MAIN = {
    _OPEN + b"text": "odt",
    _OPEN + b"spreadsheet": "ods",
    _OPEN + b"presentation": "odp",
}
_OPEN_MARK, _OPEN_ENTRIES = "mimetype", "META-INF/manifest.xml"
_PROGRAMS_INSIDE = re.compile(r"(?:Basic|Scripts)/.|.*vbaProject")
# A target outside of the archive. A hyperlink (`a`) is allowed, since it loads nothing until
# clicked.
_OUTSIDE = re.compile(r"\s*(?:[a-zA-Z][\w+.-]*:|[/\\])|(?:.*[/\\])?\s*\.\.[/\\]", re.DOTALL)
_OTHER_PROGRAMS = ("dde-source", "dde-connection-decl")
_OPEN_CONTENT = re.compile(r"(?:.*/)?(?:content|styles)\.xml")
_TYPES = "[Content_Types].xml"
# Signatures of Word before 2007 and of encrypted files of today; the second name is in UTF-16.
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_MOST_ENTRIES, _MOST_BYTES = 3_000, 200 * 1024 * 1024
# Deflate compresses at most 1:1032; the XML of a real sheet compresses 1:30.
_STEEP, _STEEP_BYTES = 200, 10 * 1024 * 1024
# The list of entries is read in the web server process too.
_MOST_LIST_BYTES = 1024 * 1024
# XML may also be UTF-16 in either byte order.
_CODECS = ("utf-8", "utf-16-le", "utf-16-be")
ENTITIES = [mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in _CODECS]
_HEAD = 64 * 1024
_PROPERTIES = "docProps/core.xml"
_PERSON = re.compile(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<")
_PROGRAMS = ("openpyxl", "python-docx")


def office_kind(file: IO[bytes]) -> str:
    """Return the type, e.g. "docx" or "ods". Raises FileRefused if it is no office file or has
    macros."""
    head = file.read(_HEAD)
    if head.startswith(_OLE):
        file.seek(0)
        raise FileRefused(Refusal.ENCRYPTED if _ENCRYPTED in file.read() else Refusal.OLD_FORMAT)
    if not head.startswith(b"PK"):
        raise FileRefused(Refusal.UNKNOWN)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _kind(archive)
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError) as error:
        raise FileRefused(Refusal.BROKEN) from error
    except RuntimeError as error:
        # zipfile raises this for an encrypted entry.
        raise FileRefused(Refusal.ENCRYPTED) from error


def require_harmless(file: IO[bytes]) -> None:
    """Raise FileRefused for an archive bomb or an archive that loads external content.

    Call it only in the child process, since it unpacks possibly hostile data.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            # Iterate over entries instead of names, because two entries may have the same name.
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    _check_entry(entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, EOFError, zlib.error, ElementTree.ParseError) as error:
        raise FileRefused(Refusal.BROKEN) from error


def note_author_of(file: IO[bytes], reading: FileReading) -> None:
    """Note the author named in the file properties. The position is 0 afterwards."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        note_author(archive, reading)
    file.seek(0)


def note_author(archive: zipfile.ZipFile, reading: FileReading) -> None:
    """Note the creator and the last editor named in the file properties."""
    if _PROPERTIES not in archive.namelist():
        return
    names = _PERSON.findall(archive.read(_PROPERTIES).decode("utf-8", "replace"))
    found = dict.fromkeys(unescape(name).strip() for name in names)
    # Programs that write office files put their own name here.
    people = [name for name in found if name and name not in _PROGRAMS]
    if people:
        reading.note(NoteKind.AUTHOR, ", ".join(people))


def _kind(archive: zipfile.ZipFile) -> str:
    """Return the type of an office file from the entries of its archive.

    Raises FileRefused for a decompression bomb, paths out of the archive, programs or macros, and
    for an unknown type.
    """
    entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    steep = any(
        each.file_size > _STEEP_BYTES and each.file_size > _STEEP * max(1, each.compress_size)
        for each in entries
    )
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_BYTES or steep:
        raise FileRefused(Refusal.BOMB)
    # Such a path would be unpacked outside of the target folder.
    if any(".." in re.split(r"[/\\]", each.filename) for each in entries):
        raise FileRefused(Refusal.BROKEN)
    if any(_PROGRAMS_INSIDE.match(each.filename) for each in entries):
        raise FileRefused(Refusal.MACROS)
    if entries and entries[0].filename == _OPEN_MARK:
        return _open_kind(archive)
    types = _listed(archive, _TYPES)
    if b"macroEnabled" in types:
        raise FileRefused(Refusal.MACROS)
    found = [kind for mark, kind in _MAIN.items() if mark in types]
    if len(found) != 1:
        raise FileRefused(Refusal.UNKNOWN)
    return found[0]


def _open_kind(archive: zipfile.ZipFile) -> str:
    """Return the type of an OpenDocument file, which its `mimetype` entry names. Raises FileRefused
    if it is encrypted or names none."""
    if b"encryption-data" in _listed(archive, _OPEN_ENTRIES):
        raise FileRefused(Refusal.ENCRYPTED)
    kind = _OPEN_MAIN.get(_listed(archive, _OPEN_MARK).strip())
    if kind is None:
        raise FileRefused(Refusal.UNKNOWN)
    return kind


def _listed(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST_LIST_BYTES:
        raise FileRefused(Refusal.BOMB)
    return archive.read(name)


def _check_entry(name: str, content: bytes) -> None:
    # No office program writes entity declarations. They can expand without limit or read other
    # files.
    """Raise FileRefused if an entry of the archive declares entities or fetches something from
    outside."""
    if any(mark in content for mark in ENTITIES):
        raise FileRefused(Refusal.BOMB)
    if _OPEN_CONTENT.fullmatch(name):
        for _event, element in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314
            if _fetches(element):
                raise FileRefused(Refusal.EXTERNAL)
            element.clear()
    if name.endswith(".rels"):
        for _event, relation in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314
            is_outside = relation.get("TargetMode", "Internal") != "Internal"
            if is_outside and not reads_nothing(
                relation.get("Type", ""), relation.get("Target", "")
            ):
                raise FileRefused(Refusal.EXTERNAL)


def _fetches(element: "ElementTree.Element[str]") -> bool:
    """Return whether an OpenDocument element refers to something outside of its archive."""
    name = element.tag.rpartition("}")[2]
    led = [value for key, value in element.items() if key.rpartition("}")[2] == "href"]
    return name in _OTHER_PROGRAMS or (
        name != "a" and any(_OUTSIDE.match(unquote(each)) for each in led)
    )
