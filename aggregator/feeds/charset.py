"""Decode bytes to text, whatever charset the source declares.

Portals declare wrong charsets in every combination: UTF-8 declared as us-ascii, iso-8859-1 or
utf-16 (a .NET string writer does that), windows-1258 declared as UTF-8, single articles pasted in
another charset, summaries cut in the middle of a character. The bytes are more reliable and are
tested first: text in another charset is practically never valid UTF-8.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib
from itertools import islice

from aggregator.feeds.fonts import font_of
from aggregator.feeds.types import FeedProblem, NotAFeed, NotAFeedReason
from network.core.legacy_encodings import undo_mojibake

_UNPACKED_AT_MOST = 10 * 1024 * 1024  # as much as the client takes of any body
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_STARTS = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED_IN_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{2,40})""")
_DECLARED_IN_HTTP = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Charsets that feeds really use. Others (utf-7, escape codecs) are refused, because attacks use
# them.
_ALLOWED = re.compile(
    r"(iso[_-]?8859|latin|cp|windows|koi8|big5|gb|hz|euc|shift|sjis|tis|mac)", re.IGNORECASE
)
_WESTERN = {"iso8859-1", "cp1252", "iso8859-15"}
_UNICODE_NAMES = {"utf-8", "utf8", "us-ascii", "ascii"}

_VOWELS = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")

_SAMPLE_LENGTH = 200_000
_BETWEEN_TAGS = re.compile(r"[^<>]{5,2000}")

# What the lead bytes of Vietnamese letters become if UTF-8 is read as windows-1252.
_MOJIBAKE = re.compile(r"á[»º]|Ä[‘\x91ƒ\x83]|Æ[°¡¯\xa0]|Ã[\xa0¡¢£©ª¬­²³´µ¹º½]")
_MOJIBAKE_AT_LEAST = 5


def decode_body(body: bytes, content_type: str | None) -> tuple[str, frozenset[FeedProblem]]:
    """Return the text of `body` and the problems that were repaired.

    Raises NotAFeed only if a gzip body cannot be unpacked or is too large. `content_type` is the
    HTTP header. Order of evidence: byte order mark, byte pattern of UTF-16/32, valid UTF-8, XML
    declaration, HTTP header, windows-1258.
    """
    body = _unpack(body)
    wide = _wide_charset(body)
    if wide:
        return body.decode(wide, "replace"), frozenset()
    declared = _declared_names(body, content_type)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_legacy(body, declared)
    problems: set[FeedProblem] = set()
    if not text.isascii() and any(name not in _UNICODE_NAMES for name in declared):
        problems.add(FeedProblem.CHARSET_REPAIRED)
    undone = _undo_double_encoding(text)
    if undone != text:
        problems.add(FeedProblem.DOUBLE_ENCODED)
    return undone, frozenset(problems)


def _unpack(body: bytes) -> bytes:
    """Unpack a gzip body (a .gz file, or content that the server compressed twice). Other bodies
    are returned unchanged.

    Raises NotAFeed if it cannot be unpacked or becomes too large.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(31)
    try:
        text = unpacker.decompress(body, _UNPACKED_AT_MOST)
    except zlib.error as error:
        raise NotAFeed(NotAFeedReason.BINARY) from error
    if unpacker.unconsumed_tail:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too large when unpacked")
    return text


def _wide_charset(body: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 charset that the first bytes show, or None."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return name
    start = body[:64].lstrip(b" \t\r\n")
    if b"\x00" not in start:
        return None
    return next((name for look, name in _WIDE_STARTS if start.startswith(look)), None)


def _declared_names(body: bytes, content_type: str | None) -> list[str]:
    """Return the declared charsets in lower case: XML declaration first, then HTTP header."""
    found = []
    in_xml = _DECLARED_IN_XML.search(body[:1024])
    if in_xml:
        found.append(in_xml.group(1).decode("ascii").lower())
    in_http = _DECLARED_IN_HTTP.search(content_type or "")
    if in_http:
        found.append(in_http.group(1).lower())
    return found


def _decode_legacy(body: bytes, declared: list[str]) -> tuple[str, frozenset[FeedProblem]]:
    """Decode a body that is not valid UTF-8. Returns the text and its problems."""
    repaired = frozenset({FeedProblem.CHARSET_REPAIRED})
    says_utf8 = not declared or declared[0] in _UNICODE_NAMES
    if _mostly_utf8(body, tolerance=1 if says_utf8 else 4):
        return body.decode("utf-8-sig", "feed_patch"), repaired
    if _writes_for_a_font(body):
        return body.decode("latin-1"), repaired
    for name in declared:
        text = _decode_as(body, name)
        if text is not None:
            return text, frozenset()
    return _compose(body.decode("cp1258", "replace")), repaired


def _writes_for_a_font(body: bytes) -> bool:
    """Return whether the bytes are text for TCVN3 or VNI fonts. Decoded as latin-1, they reach
    `fonts` unchanged."""
    if _reads_vietnamese(body.decode("cp1258", "replace")):
        return False
    pieces = _BETWEEN_TAGS.findall(body[:_SAMPLE_LENGTH].decode("latin-1"))
    return font_of(pieces) is not None


def _mostly_utf8(body: bytes, *, tolerance: int) -> bool:
    """Return whether the body is UTF-8 with a few damaged bytes, and not another charset."""
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return _count_letters_beyond_ascii(text) - bad > tolerance * bad


def _count_letters_beyond_ascii(text: str) -> int:
    return sum(1 for char in text if char > "\x7f")


def _decode_as(body: bytes, name: str) -> str | None:
    """Decode with a declared charset, or return None if it is not allowed, unknown or
    implausible."""
    if not _ALLOWED.match(name):
        return None
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    if codec in _WESTERN:
        # Browsers read iso-8859-1 as windows-1252 (WHATWG Encoding), and servers that send
        # Vietnamese windows-1258 often declare it by default.
        vietnamese = body.decode("cp1258", "replace")
        if _reads_vietnamese(vietnamese):
            return _compose(vietnamese)
        return body.decode("cp1252", "replace")
    text = body.decode(codec, "replace")
    # One or two damaged characters do not disprove the declared charset of a whole document.
    bad = text.count("\ufffd")
    return _compose(text) if bad * 20 <= _count_letters_beyond_ascii(text) else None


def _reads_vietnamese(text: str) -> bool:
    """Return whether all Vietnamese combining marks follow vowels, so that the charset is
    plausible."""
    marks = [index for index, char in enumerate(text) if char in _MARKS]
    return bool(marks) and all(index and text[index - 1] in _VOWELS for index in marks)


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _patch_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: drop a truncated UTF-8 character, and read any other invalid byte as
    windows-1258.

    Returns the replacement and the position to continue at. Re-raises encoding errors.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    # Sources cut summaries by bytes, which leaves a lead byte at the end of the text.
    at_the_end = error.object[error.end : error.end + 1] in (b"", b"<", b"]", b"&", b".")
    if bad[0] >= 0xC2 and (len(bad) > 1 or at_the_end):
        return "", error.end
    return bad.decode("cp1258", "ignore"), error.end


codecs.register_error("feed_patch", _patch_bad_bytes)


def _undo_double_encoding(text: str) -> str:
    """Repair UTF-8 that was read as windows-1252 and encoded as UTF-8 again ("Nghá»‹ Ä‘á»‹nh").

    Requires several matches, because no person checks the result.
    """
    if "á»" not in text and "áº" not in text and "Ä" not in text:
        return text
    found = islice(_MOJIBAKE.finditer(text), _MOJIBAKE_AT_LEAST)
    if sum(1 for _ in found) < _MOJIBAKE_AT_LEAST:
        return text
    return undo_mojibake(text)
