"""Vietnamese comes out right whatever charset a source claims."""

from __future__ import annotations

import unicodedata

import pytest

from aggregator.feeds.charset import decode_body
from aggregator.feeds.types import FeedProblem

TEXT = "Nghị định của Chính phủ về quản lý đất đai, thuế và phí ở Đắk Lắk"
XML = '<?xml version="1.0" encoding="{}"?><rss><title>' + TEXT + "</title></rss>"


def in_1258(text: str) -> bytes:
    """Windows-1258 writes vowels with a hat as one byte and the tone as a second."""
    out = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            out += (base + tone).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (XML.format("utf-8").encode(), None),
        (XML.format("us-ascii").encode(), "text/xml; charset=us-ascii"),
        (XML.format("utf-16").encode(), None),
        (XML.format("iso-8859-1").encode(), "text/xml; charset=iso-8859-1"),
        (XML.format("windows-1258").encode(), None),
        (XML.format("rot13").encode(), "text/xml; charset=utf-7"),
        (XML.format("utf-8").encode("utf-8-sig"), None),
        (XML.format("utf-16").encode("utf-16"), None),
        (XML.format("utf-16").encode("utf-16-le"), None),
        (XML.format("utf-16").encode("utf-16-be"), None),
        (in_1258(XML.format("windows-1258")), None),
        (in_1258(XML.format("windows-1258")), "text/xml; charset=utf-8"),
        (in_1258(XML.format("utf-8")), None),
        (in_1258(XML.format("iso-8859-1")), "text/xml; charset=iso-8859-1"),
        (XML.format("utf-8").encode().decode("latin-1").encode("utf-8"), None),
        (unicodedata.normalize("NFD", XML.format("utf-8")).encode(), None),
    ],
)
def test_the_letters_survive(body: bytes, content_type: str | None) -> None:
    assert TEXT in unicodedata.normalize("NFC", decode_body(body, content_type)[0])


def test_a_letter_cut_in_half_is_dropped_and_the_rest_kept() -> None:
    body = f"<a>{TEXT}</a>".encode() + "<b>đị".encode()[:-1] + b"</b>"
    text, problems = decode_body(body, None)
    assert text.endswith("<b>đ</b>") and TEXT in text
    assert FeedProblem.CHARSET_REPAIRED in problems


def test_one_item_in_another_charset_does_not_spoil_the_others() -> None:
    text, _ = decode_body(f"<a>{TEXT}</a>".encode() + b"<b>\x93c\xe0 ph\xea ngon\x94</b>", None)
    assert TEXT in text and "<b>“cà phê ngon”</b>" in text


def test_a_lie_is_reported_and_a_true_declaration_is_not() -> None:
    assert decode_body(XML.format("utf-16").encode(), None)[1] == {FeedProblem.CHARSET_REPAIRED}
    assert not decode_body(XML.format("utf-8").encode(), "text/xml; charset=UTF-8")[1]
    assert not decode_body(in_1258(XML.format("windows-1258")), None)[1]


def test_quotation_marks_are_not_taken_for_double_encoding() -> None:
    text = "Bà ấy nói «má» và «cá» rồi «lá»; «ná», «tá», «xá», «há»"
    assert decode_body(text.encode(), None)[0] == text
