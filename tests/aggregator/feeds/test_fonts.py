"""Feeds written for the fonts of before Unicode are read, or wait for a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aggregator.adapters.html_list import read
from aggregator.feeds.fonts import is_damaged
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import EntryProblem, FeedProblem
from tests.aggregator.conftest import NOW
from tests.core.test_legacy_encodings import in_tcvn3, in_vni
from tests.factories.portals import entry, make_feed

TITLES = [
    "Quyết định của Bộ trưởng Bộ Tư pháp về trợ giúp pháp lý",
    "Thủ tướng Chính phủ chỉ đạo phổ biến Luật Đất đai",
    "Ủy ban nhân dân tỉnh hướng dẫn đăng ký hộ tịch",
    "Bộ Y tế",
]
EXCERPT = "Những nội dung được người dân quan tâm trước ngày có hiệu lực."
# TCVN3 has no capitals with tones.
LOWER = [title.lower() for title in TITLES]
BASE = "https://tinh.example.vn/"
written = pytest.mark.parametrize("write", [in_tcvn3, in_vni])


def make(*titles: str, excerpt: str = "") -> bytes:
    return make_feed(*(entry(n, title=t, description=excerpt) for n, t in enumerate(titles)))


def parse(body: bytes, content_type: str | None = None):
    return parse_feed(body, content_type=content_type, base_url=BASE, now=NOW)


@written
def test_a_feed_whose_titles_agree_comes_out_in_unicode(write: Callable[[str], str]) -> None:
    feed = parse(make(*map(write, TITLES), excerpt=write(EXCERPT)))
    assert [each.title.lower() for each in feed.entries] == LOWER
    assert {each.excerpt for each in feed.entries} == {EXCERPT}
    assert not any(EntryProblem.DAMAGED_TEXT in each.problems for each in feed.entries)
    assert FeedProblem.CHARSET_REPAIRED in feed.problems


@written
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1", "windows-1258"])
def test_bytes_of_a_font_are_letters_whatever_the_feed_declares(
    write: Callable[[str], str], charset: str
) -> None:
    text = make(*map(write, TITLES)).decode().replace("UTF-8", charset)
    body = text.replace("Cổng thông tin", "").encode("latin-1")
    assert [each.title.lower() for each in parse(body).entries] == LOWER


@written
def test_a_page_is_read_likewise(write: Callable[[str], str]) -> None:
    items = "".join(f"<li><a href='/{n}'>{write(t)}</a></li>" for n, t in enumerate(TITLES))
    page = f"<!doctype html><html><body><ul>{items}</ul></body></html>".encode()
    options = {"item": "li"}
    feed = read(
        page, content_type=None, base_url=BASE, now=NOW, excerpt_length=300, options=options
    )
    assert [each.title.lower() for each in feed.entries] == LOWER


@written
def test_one_title_among_sound_ones_waits_for_a_person(write: Callable[[str], str]) -> None:
    feed = parse(make(*TITLES, write(TITLES[0]), write("Bộ Y tế")))
    assert [each.title for each in feed.entries][:4] == TITLES
    damaged = [EntryProblem.DAMAGED_TEXT in each.problems for each in feed.entries]
    assert damaged == [False] * 4 + [True] * 2


@written
def test_sound_titles_among_the_others_stay_as_they_are(write: Callable[[str], str]) -> None:
    sound = ["Luật Đất đai sửa đổi", "Thông báo"]
    feed = parse(make(*map(write, TITLES), *sound))
    assert [each.title for each in feed.entries][4:] == sound


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo",
        "Hà Nội: có mưa",
        "5 m² đất",
        "THÔNG TƯ",
        "Ñu ñam ñang",
        "«Kế hoạch» năm 2026",
        "",
    ],
)
def test_sound_words_are_not_taken_for_damage(text: str) -> None:
    assert not is_damaged(text)
