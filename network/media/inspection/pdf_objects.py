"""Remove unused objects from a PDF written by pdfium. Pure.

pdfium writes a plain cross-reference table and uncompressed objects, but also objects without
references: former attachments, and object streams that it did not recognise. Used by pdf_copies.py,
which rewrites a file with pdfium and overwrites the names of its active parts.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..viewing.results import FileRefused, Refusal
from .pdf_scan import is_active_name
from .programs import holds_program, is_web_page

_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SECTION = re.compile(rb"(\d+) (\d+)\r?\n")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{1,2}")
_TOKEN = re.compile(
    rb"(?P<stream>\bstream\r?\n)|(?P<text>\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f\s]*>)|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])|/(?P<name>[^\x00\t\n\x0c\r /<>\[\](){}%]*)"
    rb"|(?P<number>\d+)\s+\d+\s+R\b|(?P<other>[^\s/<>\[\](){}%]+)",
    re.DOTALL,
)
_STREAM = re.compile(rb"\bstream\r?\n(.*)\r?\nendstream\b", re.DOTALL)
_MOST_UNPACKED = 64 * 1024 * 1024


class _File(NamedTuple):
    """The objects of a PDF by number, its header and its trailer."""

    head: bytes
    objects: dict[int, bytes]
    trailer: bytes


@dataclass(slots=True)
class _Frame:
    """A dictionary or array being parsed. `key` is None while the next token of a dictionary is a
    key."""

    is_dictionary: bool
    is_dropped: bool
    key: bytes | None = None


def without_unused_objects(data: bytes) -> bytes:
    """Return the file without unreferenced objects. References of active parts do not count.

    This removes embedded files under any name. Raises FileRefused if a removed object is a program,
    or if the file was not written by pdfium.
    """
    file = _parsed(data)
    used, waiting = set(), list(_references(file.trailer))
    while waiting:
        number = waiting.pop()
        if number not in used and number in file.objects:
            used.add(number)
            waiting += _references(file.objects[number])
    for number in file.objects.keys() - used:
        _require_no_program(file.objects[number])
    return _written(file, sorted(used))


def _parsed(data: bytes) -> _File:
    table = _TABLE.search(data, max(0, len(data) - 64))
    end = data.rfind(b"trailer")
    if not table or end < 0:
        raise FileRefused(Refusal.PDF_ACTIONS)
    start = int(table[1])
    places = dict(_places(data[start:end]))
    order = sorted(places.values())
    ends = dict(zip(order, [*order[1:], start], strict=True))
    objects = {number: data[place : ends[place]] for number, place in places.items()}
    if not order or any(
        not body.startswith(b"%d " % number) or not body.rstrip().endswith(b"endobj")
        for number, body in objects.items()
    ):
        raise FileRefused(Refusal.PDF_ACTIONS)
    return _File(data[: order[0]], objects, data[end : table.start()])


def _places(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield number and byte offset of each object in a cross-reference table. Raises FileRefused
    for a malformed table."""
    at = len(re.match(rb"(?:xref\s*)?", table)[0])  # type: ignore[index]
    while section := _SECTION.match(table, at):
        at = section.end()
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            entry = _ENTRY.match(table, at)
            if not entry:
                raise FileRefused(Refusal.PDF_ACTIONS)
            at = entry.end()
            if entry[3] == b"n":
                yield number, int(entry[1])


def _references(body: bytes) -> Iterator[int]:
    """Yield the numbers of objects that an object refers to, except under keys of active parts."""
    frames: list[_Frame] = []
    for token in _TOKEN.finditer(body):
        kind, top = token.lastgroup, frames[-1] if frames else None
        if kind == "stream":
            return
        if kind == "name" and top and top.is_dictionary and top.key is None:
            top.key = token["name"]
            continue
        is_dropped = bool(top and (top.is_dropped or (top.key and is_active_name(top.key))))
        if kind == "open":
            frames.append(_Frame(token["open"] == b"<<", is_dropped))
            continue
        if kind == "close" and frames:
            frames.pop()
        elif kind == "number" and not is_dropped:
            yield int(token["number"])
        if frames:
            frames[-1].key = None


def _require_no_program(body: bytes) -> None:
    """Raise FileRefused if an object contains a program. It is hardly there by accident."""
    stream = _STREAM.search(body)
    if not stream:
        return
    content = stream[1]
    if b"/FlateDecode" in body[: stream.start()]:
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(content, _MOST_UNPACKED)
        except zlib.error:
            content = b""
    if holds_program(content) or is_web_page(content):
        raise FileRefused(Refusal.PROGRAM)


def _written(file: _File, numbers: list[int]) -> bytes:
    """Return a PDF of these objects with a new cross-reference table."""
    out, rows = bytearray(file.head), [b"xref\n0 1\n0000000000 65535 f \n"]
    for number in numbers:
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += file.objects[number]
    start = len(out)
    out += b"".join(rows) + file.trailer.rstrip() + b"\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
