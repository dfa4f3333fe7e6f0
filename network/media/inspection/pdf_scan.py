"""Find active parts of a PDF: scripts, programs, references to other files. Pure.

Searches the bytes and ignores the cross-reference table, since viewers read damaged files in
different ways. Names can hide only in object streams; a stream that cannot be unpacked here is
reported.
"""

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum


class PdfPart(StrEnum):
    """An active part of a PDF; `wording.PDF_PARTS` has its label."""

    SCRIPT = "script"
    LAUNCH = "launch"
    FORM = "form"
    OTHER_FILE = "other_file"
    MEDIA = "media"
    ATTACHMENT = "attachment"
    XFA = "xfa"
    # Encrypted, or compressed in a way that is not unpacked here.
    SEALED = "sealed"


_NAMES = {
    **dict.fromkeys(("JavaScript", "OnInstantiate"), PdfPart.SCRIPT),
    "Launch": PdfPart.LAUNCH,
    **dict.fromkeys(("SubmitForm", "ImportData"), PdfPart.FORM),
    **dict.fromkeys(("GoToR", "GoToE"), PdfPart.OTHER_FILE),
    **dict.fromkeys(("RichMedia", "RichMediaContent", "Rendition", "Movie"), PdfPart.MEDIA),
    **dict.fromkeys(("EmbeddedFile", "EmbeddedFiles", "FileAttachment", "EF"), PdfPart.ATTACHMENT),
    "XFA": PdfPart.XFA,
    "Encrypt": PdfPart.SEALED,
}
# Keys of active parts and of files. The last four are harmless alone, so they are no reason to
# rewrite a file.
_ACTIVE_KEYS = {*_NAMES, "AA", "AF", "JS", "OpenAction"}
# Limits for all object streams together, because this runs in the web server process.
_MOST_UNPACKED, _MOST_STREAMS = 64 * 1024 * 1024, 200_000
# A name ends at white space or a delimiter (ISO 32000-2, 7.2.3).
_NAME_END = rb"(?=[\x00\t\n\x0c\r /<>\[\](){}%]|\Z)"


def _spelled(name: str) -> bytes:
    """Return a regex for a PDF name in which each letter may be written plainly or as a code
    (#4A)."""
    return b"".join(
        b"(?:%b|#%02X|#%02x)" % (re.escape(letter.encode()), ord(letter), ord(letter))
        for letter in name
    )


NAMES = re.compile(b"/(" + b"|".join(map(_spelled, _NAMES)) + b")" + _NAME_END)
# The URL of a link, unless "URI" is itself a value (/S /URI) or the key of a dictionary.
ADDRESSES = re.compile(b"/(" + _spelled("URI") + rb")[\x00\t\n\x0c\r ]*(?=[(<\d])(?!<<)")
_LITERAL = re.compile(rb"\(((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*)\)", re.DOTALL)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SAFE_ADDRESS = re.compile(
    r"(?:https?|mailto|tel|ftp):(?!.*\\)|[^:\\/][^:\\]*\Z", re.IGNORECASE | re.DOTALL
)
# A network folder (\\server\share, with escaped backslashes) as a file name, and a file loaded from
# a URL. Two patterns, since a single one with alternatives takes ten times as long.
NETWORK_FOLDERS = re.compile(rb"\(((?:\\\\|\\134){2})(?=[\w.])")
WEB_FILES = re.compile(rb"/(FS)[\x00\t\n\x0c\r ]*/URL\b")
_STREAM = re.compile(rb"stream(?<!endstream)\r?\n")
_OBJECT_STREAM = re.compile(
    b"/(?:" + _spelled("ObjStm") + b"|" + _spelled("First") + b")" + _NAME_END
)
_FLATE_ALONE = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)(?:\s*\])?\s*(?=/(?!Fl)|>>)")
_PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)")
_LONGEST_HEAD = 2048
# Signs of an object stream: viewers accept one without the type entry too. In bookmarks, "/First"
# is followed by a reference instead.
_BLANK = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*[\r\n])+"
_MARKS = (
    re.compile(b"/" + _spelled("ObjStm") + _NAME_END),
    re.compile(b"/%b%b\\+?[0-9]++(?!%b[0-9]+%bR)" % (_spelled("First"), _BLANK, _BLANK, _BLANK)),
)
# An object stream starts with the number and offset of each object. If it does not, it is
# compressed in a way that is not unpacked here.
_NUMBERS = re.compile(rb"\s*\d+\s+\d+\s")
# The same for a stream without a dictionary entry: number pairs, then a value. In page content an
# operator follows instead.
_PAIRS_AND_VALUE = re.compile(
    rb"\s*(?:\d+\s+\d+\s+)++(?:[<\[(/]|[+-]?[\d.]+\s+[<\[(/]|true\b|false\b|null\b)"
)
_BEGINNING = 4096


def active_parts(data: bytes) -> set[PdfPart]:
    """Return the active parts named in the bytes of a PDF, including its object streams."""
    found = _named(data)
    if PdfPart.SEALED in found:
        # Encrypted URLs cannot be checked here; the rewritten file is checked again.
        found.discard(PdfPart.OTHER_FILE)
    for objects in _object_streams(data):
        found |= {PdfPart.SEALED} if objects is None else _named(objects)
    return found


def is_safe_address(data: bytes, at: int) -> bool:
    """Return whether the PDF string at this offset is a web, mail or telephone URL."""
    literal, hexadecimal = _LITERAL.match(data, at), _HEXADECIMAL.match(data, at)
    if literal:
        written = _ESCAPE.sub(_escaped, literal[1])
    elif hexadecimal:
        digits = b"".join(hexadecimal[1].split())
        written = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        return False
    is_wide = written.startswith(b"\xfe\xff")
    address = written[2:].decode("utf-16-be", "replace") if is_wide else written.decode("latin-1")
    return not address or _SAFE_ADDRESS.match(address.strip()) is not None


def _escaped(escape: "re.Match[bytes]") -> bytes:
    code = escape[1]
    return bytes([int(code, 8) & 0xFF]) if code[0] in b"01234567" else code


def unescaped(name: bytes) -> str:
    """Return a PDF name with its codes (#4A) decoded."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)
    return plain.decode("latin-1")


def part_named(name: bytes) -> PdfPart:
    """Return the active part for a name matched by `NAMES`."""
    return _NAMES[unescaped(name)]


def is_active_name(name: bytes) -> bool:
    """Return whether a key, as written in the file, names an active part or starts one."""
    return unescaped(name) in _ACTIVE_KEYS


def _named(data: bytes) -> set[PdfPart]:
    found = {part_named(match[1]) for match in NAMES.finditer(data)}
    unsafe = any(not is_safe_address(data, match.end()) for match in ADDRESSES.finditer(data))
    if unsafe or NETWORK_FOLDERS.search(data) or WEB_FILES.search(data):
        found.add(PdfPart.OTHER_FILE)
    return found


def _object_streams(data: bytes) -> Iterator[bytes | None]:
    """Yield the content of each object stream, or None for one with unusual compression.

    Also yields None if more object streams are named than were found: strings and comments in a
    dictionary, or unusual line ends, may hide a stream that viewers still recognise.
    """
    left, unread = _MOST_UNPACKED, [len(mark.findall(data)) for mark in _MARKS]
    for number, match in enumerate(_STREAM.finditer(data)):
        if number > _MOST_STREAMS or left <= 0:
            yield None
            return
        head = data[max(0, match.start() - _LONGEST_HEAD) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if not _OBJECT_STREAM.search(head):
            undeclared = _undeclared_objects(data, match.end(), left)
            left -= len(undeclared)
            yield undeclared
            continue
        unread = [
            count - (mark.search(head) is not None)
            for count, mark in zip(unread, _MARKS, strict=True)
        ]
        objects = _objects(data, match.end(), left, head)
        left -= len(objects or b"")
        yield objects
    if max(unread) > 0:
        yield None


def _objects(data: bytes, at: int, most: int, head: bytes) -> bytes | None:
    """Return the content of the object stream at this offset; `head` is its dictionary.

    Returns None if its compression is not supported here.
    """
    if b"/Filter" not in head and b"#" not in head:
        # Not compressed, so its names are found in the file's bytes anyway.
        return b"" if _NUMBERS.match(data, at) else None
    if not _FLATE_ALONE.search(head) or _PREDICTED.search(head):
        return None
    unpacked = _unpacked(data, at, most)
    return unpacked if unpacked and _NUMBERS.match(unpacked) else None


def _undeclared_objects(data: bytes, at: int, most: int) -> bytes:
    """Return the content of a stream that looks like an object stream, declared or not, or b""."""
    try:
        beginning = zlib.decompressobj().decompress(data[at : at + _BEGINNING], _BEGINNING)
    except zlib.error:
        return b""
    return (_unpacked(data, at, most) or b"") if _PAIRS_AND_VALUE.match(beginning) else b""


def _unpacked(data: bytes, at: int, most: int) -> bytes | None:
    unpacker, end = zlib.decompressobj(), data.find(b"endstream", at)
    try:
        unpacked = unpacker.decompress(data[at:end], most)
    except zlib.error:
        return None
    return unpacked if unpacker.eof else None
