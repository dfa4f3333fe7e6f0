"""Text made plain, and cut where a reader would cut it."""

from __future__ import annotations

import random
import unicodedata

import pytest

from aggregator.feeds.normalize import clean_text, clean_title, make_excerpt, plain_text, truncate


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>một</p><p>hai</p>", "một hai"),
        ("một<br/>hai", "một hai"),
        ("nghị <b>đ</b>ịnh", "nghị định"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("5 < 7 và 9 > 8", "5 < 7 và 9 > 8"),
        ("&amp;lt;b&amp;gt;đậm&amp;lt;/b&amp;gt;", "đậm"),
        ("<!--[if gte mso 9]><xml>Normal 0</xml><![endif]-->Văn bản", "Văn bản"),
        ("<style>p{color:red}</style>Văn bản<script>x()</script>", "Văn bản"),
        ('<img src="data:image/png;base64,' + "A" * 200_000 + '">Văn bản', "Văn bản"),
        ("<p>chưa đóng <a href='x'>thẻ", "chưa đóng thẻ"),
        ("\x93trích\x94 \x96 dẫn", "“trích” – dẫn"),
        ("", ""),
    ],
)
def test_markup_becomes_the_text_a_reader_sees(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_jrai_letters_keep_their_combining_breve() -> None:
    assert clean_text("ơ\u0306 ƀ č ñ") == "ơ\u0306 ƀ č ñ"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("(GLO)- Họp báo", "Họp báo"),
        ("(TTXVN) – Họp báo", "Họp báo"),
        ("(NLĐO) - Họp báo", "Họp báo"),
        ("(Dân trí) - Họp báo", "Họp báo"),
        ("Chinhphu.vn - Họp báo", "Họp báo"),
        ("(Dự thảo) - Nghị định", "(Dự thảo) - Nghị định"),
        ("(Sửa đổi) Luật Đất đai", "(Sửa đổi) Luật Đất đai"),
        ('Phê duyệt \\"Đề án\\"', 'Phê duyệt "Đề án"'),
    ],
)
def test_the_mark_of_a_newsroom_goes_and_nothing_else(written: str, title: str) -> None:
    assert clean_title(written) == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Luật Đất đai (1.234 lượt xem)", "Luật Đất đai"),
        ("Luật Đất đai - Lượt xem: 56", "Luật Đất đai"),
        ("Luật Đất đai [7 người đọc]", "Luật Đất đai"),
        ("Clip sai luật đạt 5.000 lượt xem", "Clip sai luật đạt 5.000 lượt xem"),
    ],
)
def test_the_counter_of_readers_goes(written: str, title: str) -> None:
    assert clean_title(written) == make_excerpt(written) == title


def test_an_excerpt_that_repeats_the_title_is_left_out() -> None:
    assert make_excerpt("<p>(GLO)- Luật Đất đai.</p>", title="Luật Đất đai") == ""
    assert make_excerpt("Luật Đất đai có hiệu lực", title="Luật Đất đai") != ""


@pytest.mark.parametrize(
    "tail",
    ["[…]", "[...]", "Xem tiếp...", "The post <a href='x'>Tin</a> appeared first on <a>Sở</a>."],
)
def test_what_software_hangs_on_the_end_goes(tail: str) -> None:
    assert make_excerpt(f"Luật có hiệu lực. {tail}") == "Luật có hiệu lực."


def test_excerpts_end_at_a_word_within_their_length() -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable, not secret
    words = ["Nghị", "định", "đất", "đai,", "của", "Chính", "phủ", "ơ\u0306", "x" * 40]
    for _ in range(300):
        text = " ".join(chance.choices(words, k=chance.randint(1, 120)))
        length = chance.randint(20, 300)
        short = truncate(text, length)
        assert len(short) <= length
        assert short == text or short.endswith("…")
        assert unicodedata.is_normalized("NFC", short)
        if short != text and length > 90:
            kept = short.removesuffix("…").split()
            assert kept[:-1] == text.split()[: len(kept) - 1]
            assert text.split()[len(kept) - 1].startswith(kept[-1])


def test_a_letter_is_never_parted_from_its_mark() -> None:
    assert truncate("a" * 8 + "ơ\u0306" + "b" * 20, 10) == "a" * 8 + "…"


PIECES = [
    "<p>", "</p>", '<P class="x">', "<p/>", "<br/>", "<br />", '<div style="a:b">', "</div>",
    "<li>", "<h2>", "</h2>", "</ul>", "<a href='x?a=1&amp;b=2'>", '<a b c="">', "</a>", "<b>",
    "</b>", "<i >", "</i>", "<strong>", "</span>", '<span\tdata-x="1">', '<em title="&quot;">',
    '<img alt=""/>', "&nbsp;", "&nbsp", "&amp;lt;p&amp;gt;", "&lt;p&gt;", "&#8211;",
    "&#x3c;b&#x3e;", "&notit;", "&AMP", "a > b", '"', " ", "Nghị định ", "e\u0301",
]  # fmt: skip


def test_plain_tags_are_read_without_a_parser_as_with_one() -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(2_000):
        markup = "<p>" + "".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        # A rule is no plain tag: the parser reads all of it then.
        assert plain_text(markup) == plain_text(f"{markup} <hr>"), markup


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<script>x</script></p>",
        "<p>a<!-- x --></p>",
        "<p>a<style>x</style>",
        "<p>a<p onload=x>",
    ],
)
def test_what_is_not_plain_goes_through_the_parser(markup: str) -> None:
    assert plain_text(markup) == "a"


def test_an_excerpt_of_blanks_and_letters_is_that_of_its_text() -> None:
    text = "Điều 5. " * 30
    assert make_excerpt("  \n" * 2_000 + text) == make_excerpt(text)
