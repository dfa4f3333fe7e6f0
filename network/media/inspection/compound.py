"""Reader for OLE compound files, the format of embedded objects ([MS-CFB]). Pure."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ..viewing.results import FileRefused, Refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Equation Editor 3.0. Microsoft removed it because its objects run code (CVE-2017-11882).
_EQUATION_3 = bytes.fromhex("02ce020000000000c000000000000046")
_PACKAGE = "\x01ole10native"
_MACROS = {"_vba_project", "vba", "macros", "_vba_project_cur", "xlm"}
_WORKBOOKS, _SHEET_RECORD = ("workbook", "book"), 0x85
_FREE, _HEADER = 0xFFFFFFFA, 512
_STREAM, _ROOT = 2, 5
_MINI_SECTOR = 64


class Packaged(NamedTuple):
    """A file inside an embedded object, with the names from its label and paths."""

    names: tuple[str, ...]
    content: bytes


class DirectoryEntry(NamedTuple):
    name: str
    kind: int
    class_id: bytes
    start: int
    size: int


class CompoundFile:
    """The streams of one compound file. Raises ValueError if its tables are inconsistent."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise ValueError("no compound file")
        self._sector = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._sector not in (512, 4096):
            raise ValueError("sector size")
        self._table = self._allocation_table()
        directory = self._chain(struct.unpack_from("<I", data, 48)[0])
        self.entries = [
            self._entry(directory[at : at + 128])
            for at in range(0, len(directory) - 127, 128)
            if directory[at + 66]
        ]
        self._least = struct.unpack_from("<I", data, 56)[0]
        mini = self._chain(struct.unpack_from("<I", data, 60)[0])
        self._mini_table = list(struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4]))
        root = next((each for each in self.entries if each.kind == _ROOT), None)
        self._mini = self._chain(root.start) if root else b""

    def read(self, entry: DirectoryEntry) -> bytes:
        """Return the content of a stream."""
        if entry.size >= self._least:
            return self._chain(entry.start)[: entry.size]
        pieces = [
            self._mini[at * _MINI_SECTOR : (at + 1) * _MINI_SECTOR]
            for at in _walk(self._mini_table, entry.start)
        ]
        return b"".join(pieces)[: entry.size]

    def _allocation_table(self) -> list[int]:
        """Return the next sector of each sector. Raises ValueError if the list runs in a circle."""
        header = struct.unpack_from("<109I", self._data, 76)
        sectors = [at for at in header if at < _FREE]
        (more,) = struct.unpack_from("<I", self._data, 68)
        width = self._sector // 4
        while more < _FREE:
            if len(sectors) > len(self._data) // self._sector:
                raise ValueError("circle")
            *listed, more = struct.unpack(f"<{width}I", self._at(more))
            sectors += [at for at in listed if at < _FREE]
        table: list[int] = []
        for sector in sectors:
            table += struct.unpack(f"<{width}I", self._at(sector))
        return table

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        content = self._data[begin : begin + self._sector]
        return content.ljust(self._sector, b"\0")

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(sector) for sector in _walk(self._table, start))

    @staticmethod
    def _entry(raw: bytes) -> DirectoryEntry:
        (length,) = struct.unpack_from("<H", raw, 64)
        name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", raw, 116)
        return DirectoryEntry(name, raw[66], raw[80:96], start, size)


def packaged_files(data: bytes) -> Iterator[Packaged]:
    """Yield the files inside an embedded object.

    Raises FileRefused for macros, for Equation Editor 3.0, and if the object cannot be read.
    """
    try:
        compound = CompoundFile(data)
        for entry in compound.entries:
            name = entry.name.lower()
            if name in _MACROS:
                raise FileRefused(Refusal.MACROS, entry.name)
            if entry.class_id == _EQUATION_3:
                raise FileRefused(Refusal.OBJECT, "Equation Editor 3.0")
            if entry.kind == _STREAM and name == _PACKAGE:
                yield _package(compound.read(entry))
            elif entry.kind == _STREAM:
                content = compound.read(entry)
                if name in _WORKBOOKS and _has_macro_sheet(content):
                    raise FileRefused(Refusal.EXCEL4_MACROS)
                yield Packaged((), content)
    except (ValueError, IndexError, struct.error) as error:
        raise FileRefused(Refusal.OBJECT) from error


def _package(stream: bytes) -> Packaged:
    """Return the file in an Object Packager stream ([MS-OLEDS] 2.3.6)."""
    if stream[4:6] != b"\x02\0":
        # Native data of another program, which has no file name.
        return Packaged((), stream[4:])
    label, path, rest = stream[6:].split(b"\0", 2)
    rest = rest[4:]
    (length,) = struct.unpack_from("<I", rest)
    source, rest = rest[4 : 4 + length].rstrip(b"\0"), rest[4 + length :]
    (size,) = struct.unpack_from("<I", rest)
    names = tuple(each.decode("latin-1") for each in (label, path, source))
    return Packaged(names, rest[4 : 4 + size])


def _has_macro_sheet(stream: bytes) -> bool:
    """Return whether an Excel 97 workbook contains an Excel 4 macro sheet ([MS-XLS] 2.4.28)."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _SHEET_RECORD and stream[at + 9 : at + 10] == b"\x01":
            return True
        at += 4 + length
    return False


def _walk(table: list[int], start: int) -> Iterator[int]:
    """Yield the sectors of a chain. Raises ValueError if the chain is cyclic."""
    seen = 0
    while start < _FREE:
        yield start
        seen += 1
        if seen > len(table) or start >= len(table):
            raise ValueError("chain")
        start = table[start]
