"""Detect and convert text for pre-Unicode Vietnamese fonts (TCVN3, VNI), which old portals still
send.

A single title can be ambiguous, so the encoding that most titles of a source use is taken.
Detection must run before cleaning, because the soft hyphen is a letter in TCVN3.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from network.core.legacy_encodings import LegacyEncoding, detect_legacy_encoding, to_unicode
from network.core.syllables import is_vietnamese_syllable

_FONTS = frozenset({LegacyEncoding.TCVN3, LegacyEncoding.VNI})
_AGREE_AT_LEAST = 2
# Letters that exist only in Unicode. Đ is not included: cleaning produces it from a TCVN3 letter.
_UNICODE_LETTER = re.compile(
    "[ăđĩũơưĂĨŨƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]"
)  # fmt: skip
# Characters that no Vietnamese spelling has inside a word: "tÕ", "x·", "hßa" (TCVN3), "Boä", "teá"
# (VNI).
_OUT_OF_PLACE = re.compile(
    "[a-z](?:[\xa8-\xaa\xac\xae\xb5-\xb8\xbc-\xbe\xc0-\xde\xdf\xf7\xfe]|[\xab\xad\xbb][a-z])"
    "|[AEOUYaeouy][\xc4\xc5\xcb\xcf\xd8\xd9\xdb\xdc\xe4\xe5\xeb\xef\xf8\xf9\xfb\xfc]"
    "|[AEae][\xc0-\xc3\xc8-\xca\xe0-\xe3\xe8-\xea]"
)
_WORD = re.compile(r"[^\W\d_]+")


def font_of(texts: Iterable[str]) -> LegacyEncoding | None:
    """Return the font encoding of most of the non-ASCII texts, or None for Unicode."""
    found = Counter(_font(text) for text in texts if not text.isascii())
    font, count = max(found.items(), key=lambda each: each[1], default=(None, 0))
    return font if count >= _AGREE_AT_LEAST and 2 * count > found.total() else None


def in_unicode(text: str, font: LegacyEncoding | None) -> str:
    """Convert a text from `font` to Unicode, unless it is Unicode already."""
    if font is None or text.isascii() or _UNICODE_LETTER.search(text):
        return text
    converted = to_unicode(text, font)
    return converted if _syllables(converted) >= _syllables(text) else text


def is_damaged(text: str) -> bool:
    """Return whether a text is hardly readable: characters are lost, or it is in a font
    encoding."""
    if "\ufffd" in text:
        return True
    if text.isascii() or _UNICODE_LETTER.search(text):
        return False
    return bool(_OUT_OF_PLACE.search(text) or detect_legacy_encoding(text))


def _font(text: str) -> LegacyEncoding | None:
    """Return the legacy font encoding of one text, or None."""
    if _UNICODE_LETTER.search(text):
        return None
    found = detect_legacy_encoding(text)
    return found if found in _FONTS else None


def _syllables(text: str) -> int:
    """Return the number of non-ASCII words that are Vietnamese syllables."""
    words = (word for word in _WORD.findall(text) if not word.isascii())
    return sum(map(is_vietnamese_syllable, words))
