"""Clean text from sources: one Unicode form, no markup, limited length.

Visible differences are kept: tone placement, capitals and spelling stay as published. The result is
plain text and not safe HTML; templates must escape it.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

import nh3

from aggregator.feeds.fonts import in_unicode
from network.core.legacy_encodings import LegacyEncoding

TITLE_LENGTH = 500
EXCERPT_LENGTH = 300
_MARKUP_AT_MOST = 100_000

# Ð (ETH) and Ɖ (African D) look like Đ and come from old fonts and converters.
_LOOKALIKES = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ"}
_INVISIBLE = dict.fromkeys(
    [
        *(point for point in range(0x20) if point not in (0x09, 0x0A, 0x0D)),
        0x7F,
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        0xFFFE,
        0xFFFF,
        *range(0xD800, 0xE000),
    ]
)
# C1 controls are wrongly decoded windows-1252 letters (HTML Living Standard, 13.2.5.80).
_C1 = {point: bytes([point]).decode("cp1252", "ignore") for point in range(0x80, 0xA0)}
_TABLE: dict[int, str | None] = {**_INVISIBLE, **_C1, **_LOOKALIKES}
_NEEDS_TABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u00d0\u00f0\u0189\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)

# The "<" is part of the match and not a lookahead, so that the regex engine can skip to the next
# "<".
_BLOCK = re.compile(
    r"<(?=/?(?:p|div|br|li|tr|td|th|h[1-6]|ul|ol|table|section|blockquote)\b)", re.I
)
# Simple tags without hidden content, which most summaries consist of. They are removed without the
# slower HTML parser.
_ATTRIBUTES = r"""(?:\s++[a-z-]++(?:="[^"<>]*+"|='[^'<>]*+')?+)*+\s*+/?+>"""
_PLAIN_BLOCK = re.compile(rf"</?(?:p|div|br|li|h[1-6]|ul|ol|section|blockquote){_ATTRIBUTES}", re.I)
_PLAIN_TAG = re.compile(rf"</?(?:a|b|em|font|i|img|span|strong|u){_ATTRIBUTES}", re.I)
# A Vietnamese word in angle brackets, such as "<không>", is text: no tag has letters beyond ASCII.
_WORD_IN_BRACKETS = re.compile(r"<(?=[A-Za-z]*[^\W\d_a-zA-Z][^\W\d_]*>)")
_TAG = re.compile(r"<(?![A-Za-z]*[^\W\d_a-zA-Z][^\W\d_]*>)[A-Za-z/!?]")
_REFERENCE = re.compile(r"&(?:#\w{1,8}|[A-Za-z]{2,31});")
_DATA_URI = re.compile(r"""data:[\w/+.-]{0,40};base64,[^"'\s>)]*""", re.I)
_DROPPED_WHOLE = {
    "script",
    "style",
    "iframe",
    "noscript",
    "template",
    "svg",
    "math",
    "object",
    "noembed",
    "noframes",
    "textarea",
    "select",
    "xmp",
}

# News agency marks at the start of a text: "(GLO)-", "(Chinhphu.vn) -", "TTXVN -".
_NEWSROOM = re.compile(
    r"^\s{0,3}(?:[(\[]\s?(?:[A-ZĐ][A-ZĐ0-9]{1,7}O?|[A-Za-z0-9-]{2,30}\.(?:gov\.|com\.|org\.)?vn"
    r"|Dân trí|VTC News|LĐ online|Báo [\w ]{2,20}|Thanh tra|Tổ quốc|TTXVN/Vietnam\+)\s?[)\]]"
    r"|(?:[A-Za-z0-9-]{2,30}\.(?:gov\.|com\.|org\.)?vn|TTXVN))\s{0,2}[-–—:]+\s{0,3}"
)
# Phrases that WordPress and list pages append to every text.
_TAIL = re.compile(
    r"(?:(?:The post|Bài viết) .{1,300} (?:appeared first on|đã xuất hiện đầu tiên (?:vào|trên))"
    r" .{1,120}|\[(?:…|\.{3})\]|(?:Xem|Đọc) (?:thêm|tiếp|chi tiết)[.…>» ]{0,9})$"
)
_TAIL_LENGTH = 500
# View counters on list pages, which change at each visit.
_COUNTER = re.compile(
    r"[\s|–—-]{0,3}(?:[(\[]\s?\d[\d.,]{0,12}\s(?:lượt|lần|người)\s(?:xem|đọc)\s?[)\]]"
    r"|[(\[]?\s?(?:số\s)?(?:lượt|lần)\s(?:xem|đọc)\s?:\s?\d[\d.,]{0,12}\s?[)\]]?)",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    """Return `text` in NFC on one line, without invisible characters and with lookalikes of Đ
    replaced."""
    if _NEEDS_TABLE.search(text):
        text = text.translate(_TABLE)
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain_text(markup: str, font: LegacyEncoding | None = None) -> str:
    """Return the readable text of an HTML fragment, also if it was escaped several times.

    Invisible elements such as scripts and styles are dropped with their content; blocks are
    separated by a blank. The result can contain literal "<" and "&". `font` is the legacy encoding
    of the source, if any.
    """
    return clean_text(in_unicode(_without_markup(markup), font))


def _without_markup(markup: str) -> str:
    """Return the text of a fragment after removing tags and unescaping up to three times."""
    text = _DATA_URI.sub("", markup)[:_MARKUP_AT_MOST] if "base64," in markup else markup
    text = text[:_MARKUP_AT_MOST]
    for _ in range(3):
        if _TAG.search(text):
            text = _without_tags(text)
        elif not _REFERENCE.search(text):
            break
        text = html.unescape(text)
    return _TAG.sub(" ", text)


def _without_tags(text: str) -> str:
    """Return the text between the tags, still escaped. Blocks are separated by a blank."""
    plain = _PLAIN_TAG.sub("", _PLAIN_BLOCK.sub(" ", text))
    if "<" not in plain:
        return plain
    text = _WORD_IN_BRACKETS.sub("&lt;", _BLOCK.sub(" <", text))
    return nh3.clean(text, tags=set(), clean_content_tags=_DROPPED_WHOLE)


def clean_title(markup: str, font: LegacyEncoding | None = None) -> str:
    """Return a title as plain text of at most TITLE_LENGTH characters, without news agency
    marks."""
    text = plain_text(markup, font).replace('\\"', '"').replace("\\'", "'")
    return truncate(_without_marks(text), TITLE_LENGTH)


def _without_marks(text: str) -> str:
    """Return a plain text without news agency marks and view counters."""
    text = _NEWSROOM.sub("", text, count=1)
    return _COUNTER.sub("", text).strip() if "xem" in text or "đọc" in text else text


def make_excerpt(
    markup: str,
    *,
    title: str = "",
    length: int = EXCERPT_LENGTH,
    font: LegacyEncoding | None = None,
) -> str:
    """Return at most `length` characters of the text of `markup`.

    Empty if the text only repeats `title`, so that a card does not show the same words twice.
    """
    bare = in_unicode(_without_markup(markup), font)
    text = clean_text(bare[: length + 2 * _TAIL_LENGTH])
    if len(text) < length + _TAIL_LENGTH:
        # The rest of a text that is long enough is neither shown nor cleaned.
        text = clean_text(bare)
    text = _without_marks(text)
    if len(text) < length + _TAIL_LENGTH:
        text = _TAIL.sub("", text, count=1).rstrip()
        # Compare only if both can be equal: most texts are far longer than their title.
        if title and len(text) < 2 * len(title) and _bare(text) == _bare(title):
            return ""
    return truncate(text, length)


def truncate(text: str, length: int) -> str:
    """Return `text` in at most `length` characters, cut at a word boundary and marked with "…" if
    cut."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    if not text[length - 1].isspace():
        at_word = head.rpartition(" ")[0]
        head = at_word if len(at_word) * 2 >= length else head
    while head and unicodedata.combining(text[len(head) : len(head) + 1] or " "):
        head = head[:-1]
    return head.rstrip(" ,;:-–—([\"'“‘") + "…"


def hash_content(title: str, excerpt: str) -> str:
    """Return a stable hash of the visible words of an entry (32 hexadecimal digits)."""
    return hashlib.blake2b(f"{title}\0{excerpt}".encode(), digest_size=16).hexdigest()


def _bare(text: str) -> str:
    """Return the letters and digits of a text in lower case, for comparison."""
    return re.sub(r"\W+", "", text).lower()
