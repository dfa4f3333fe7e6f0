"""Rewrite a PDF without its active parts: pdfium writes it, then we overwrite names. No Django.

pdfium writes every object uncompressed and decrypted, with plain names. An overwritten name keeps
its length, so that all offsets in the file stay valid. Links, bookmarks, headings for screen
readers and form fields are preserved.
"""

import io
import re
import zlib

import pypdfium2 as pdfium
import pypdfium2.raw as c

from ..viewing.results import FileRefused, Refusal
from .pdf_objects import without_unused_objects
from .pdf_scan import (
    ADDRESSES,
    NAMES,
    NETWORK_FOLDERS,
    WEB_FILES,
    PdfPart,
    active_parts,
    is_safe_address,
)
from .programs import holds_program, is_web_page, runs_by_name

_XFA_FORMS = (c.FORMTYPE_XFA_FULL, c.FORMTYPE_XFA_FOREGROUND)
# Keys that start actions. Alone they are harmless and no reason to rewrite a file; in a rewritten
# file they are removed, so that nothing starts any more.
_STARTS = re.compile(rb"/(JS|AA|OpenAction)(?=[\x00\t\n\x0c\r /<>\[\](){}%])")
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\nendstream\b", re.DOTALL)
_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b|/Params\b")
_MOST_UNPACKED = 64 * 1024 * 1024


def clean_pdf(data: bytes) -> bytes:
    """Return the PDF without its active parts.

    Objects used only by active parts are left out. Raises FileRefused if the PDF is encrypted,
    damaged or an XFA form, contains a program, or still has active parts after rewriting.
    """
    document = _opened(data)
    if document.get_formtype() in _XFA_FORMS:
        raise FileRefused(Refusal.XFA)
    _require_no_programs(document)
    count = len(document)
    if not count:
        raise FileRefused(Refusal.BROKEN)
    cleaned = _struck_out(without_unused_objects(_saved(document)))
    if active_parts(cleaned) or len(_opened(cleaned)) != count:
        raise FileRefused(Refusal.PDF_ACTIONS)
    return cleaned


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = c.FPDF_GetLastError() == c.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise FileRefused(Refusal.ENCRYPTED if locked else Refusal.BROKEN) from error


def _require_no_programs(document: pdfium.PdfDocument) -> None:
    """Raise FileRefused if an attachment of the PDF is a program, judged by its name or its
    bytes."""
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        name = attachment.get_name()
        try:
            content = bytes(attachment.get_data())
        except pdfium.PdfiumError:
            content = b""
        if runs_by_name(name) or holds_program(content) or is_web_page(content):
            raise FileRefused(Refusal.PROGRAM, name)


def _saved(document: pdfium.PdfDocument) -> bytes:
    for number in reversed(range(document.count_attachments())):
        c.FPDFDoc_DeleteAttachment(document.raw, number)
    out = io.BytesIO()
    document.save(out, flags=c.FPDF_REMOVE_SECURITY)
    return out.getvalue()


def _struck_out(data: bytes) -> bytes:
    """Return the file written by pdfium with the names of active parts overwritten."""
    out = bytearray(data)
    begin = 0
    for stream in _STREAM.finditer(data):
        head = data[begin : stream.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if PdfPart.ATTACHMENT in active_parts(head) or _EMBEDDED.search(head):
            _erase(out, data, stream, head)
        _strike(out, data, begin, stream.start())
        begin = stream.end()
    _strike(out, data, begin, len(data))
    return bytes(out)


def _strike(out: bytearray, data: bytes, begin: int, end: int) -> None:
    for pattern in (NAMES, _STARTS, NETWORK_FOLDERS, WEB_FILES):
        for match in pattern.finditer(data, begin, end):
            out[match.start(1) : match.end(1)] = b"x" * len(match[1])
    for match in ADDRESSES.finditer(data, begin, end):
        if not is_safe_address(data, match.end()):
            out[match.start(1) : match.end(1)] = b"x" * len(match[1])


def _erase(out: bytearray, data: bytes, stream: "re.Match[bytes]", head: bytes) -> None:
    """Overwrite a file embedded in the PDF. Raises FileRefused if it is a program."""
    content = stream[1]
    if b"/FlateDecode" in head:
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(content, _MOST_UNPACKED)
        except zlib.error:
            content = b""
    if holds_program(content) or is_web_page(content):
        raise FileRefused(Refusal.PROGRAM)
    out[stream.start(1) : stream.end(1)] = b" " * len(stream[1])
