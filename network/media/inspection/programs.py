"""Recognise programs, archives and scripts by content and by file name. Pure."""

import re
import struct
import zipfile
from pathlib import PurePosixPath
from typing import IO

from ..viewing.results import FileRefused, Refusal

# Extensions that Windows, Office or a browser executes when a user opens the file.
RUN_BY_NAME = frozenset(
    [
        "ade",
        "adp",
        "app",
        "appref-ms",
        "application",
        "bat",
        "chm",
        "class",
        "cmd",
        "com",
        "cpl",
        "dll",
        "exe",
        "gadget",
        "hlp",
        "hta",
        "inf",
        "ins",
        "iso",
        "img",
        "isp",
        "jar",
        "js",
        "jse",
        "jnlp",
        "lib",
        "lnk",
        "mde",
        "msc",
        "msi",
        "msix",
        "msp",
        "mst",
        "pif",
        "prg",
        "ps1",
        "ps1xml",
        "ps2",
        "psc1",
        "psd1",
        "psm1",
        "py",
        "pyc",
        "pyw",
        "reg",
        "scf",
        "scr",
        "sct",
        "settingcontent-ms",
        "sh",
        "shb",
        "shs",
        "slk",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vbscript",
        "vhd",
        "vhdx",
        "vxd",
        "wasm",
        "website",
        "ws",
        "wsc",
        "wsf",
        "wsh",
        "xll",
    ]
)
_ELF = re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")
_AT_START = (
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
    *(b"\xca\xfe\xba\xbe", b"L\0\0\0\x01\x14\x02\0", b"#!/", b"%!PS", b"\xc5\xd0\xd3\xc6"),
)
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_DOS_HEADER, _DOS_POINTER, _FARTHEST_HEADER = b"MZ", 0x3C, 4096
_PAGE = re.compile(rb"\A[\s\xef\xbb\xbf\0]*<(?:!doctype\s+html|html|script|hta:|body|head)\b", re.I)
_MAILED_PAGE = re.compile(rb"\A\s*(?:MIME-Version|From|Content-Type|X-[\w-]+|Date):", re.I)


def runs_by_name(name: str) -> bool:
    """Return whether a computer executes a file of this name when a user opens it."""
    cleaned = name.replace("\\", "/").rstrip(" .\0")
    return PurePosixPath(cleaned).suffix[1:].lower() in RUN_BY_NAME


def holds_program(data: bytes) -> bool:
    """Return whether `data` contains a Windows or Linux program anywhere, or starts with any other
    program."""
    return (
        data.startswith(_AT_START) or _ELF.search(data) is not None or _holds_windows_program(data)
    )


def is_web_page(data: bytes) -> bool:
    """Return whether `data` is HTML or a web page saved as mail (MHT)."""
    head = data[:1024].replace(b"\0", b"")
    return _PAGE.search(head) is not None or _MAILED_PAGE.search(head) is not None


def require_no_archive(file: IO[bytes]) -> None:
    """Raise FileRefused if a ZIP archive is appended to a file of another type."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise FileRefused(Refusal.TWO_FILES, "ZIP")


def require_single(file: IO[bytes]) -> None:
    """Raise FileRefused if an archive or program is hidden in a file that is neither."""
    require_no_archive(file)
    file.seek(0)
    data = file.read()
    if any(mark in data for mark in _OTHER_ARCHIVES):
        raise FileRefused(Refusal.TWO_FILES, "RAR, 7Z")
    if holds_program(data):
        raise FileRefused(Refusal.PROGRAM)


def _holds_windows_program(data: bytes) -> bool:
    """Return whether a DOS header points to the header of a Windows program."""
    at = data.find(_DOS_HEADER)
    while at >= 0:
        pointer = data[at + _DOS_POINTER : at + _DOS_POINTER + 4]
        if len(pointer) == 4:
            (offset,) = struct.unpack("<I", pointer)
            if offset <= _FARTHEST_HEADER and data[at + offset : at + offset + 4] == b"PE\0\0":
                return True
        at = data.find(_DOS_HEADER, at + 1)
    # A DOS header at the very start of a file runs as a DOS program even without a second header.
    return data.startswith(_DOS_HEADER)
