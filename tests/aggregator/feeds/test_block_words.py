"""Block words: with their accents, as whole words, whatever stands between them."""

import unicodedata

import pytest

from aggregator.feeds.block_words import find_block_word, read_block_words

WORDS = "cá độ\nđánh bạc\n\n  hoà giải  \nC++"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Triệt phá đường dây cá độ bóng đá", "cá độ"),
        ("CÁ ĐỘ qua mạng", "cá độ"),
        (unicodedata.normalize("NFD", "Tụ tập đánh bạc"), "đánh bạc"),
        ("đánh\nbạc", "đánh bạc"),
        ("“Đánh bạc”: mức phạt", "đánh bạc"),
        ("Tổ hòa giải ở cơ sở", "hoà giải"),
        ("đ.á.n.h  b.ạ.c lấy thưởng", "đánh bạc"),
        ("ĐÁNHBẠC", "đánh bạc"),
        ("ｃá độ", "cá độ"),
    ],
)
def test_a_block_word_is_found(text, found):
    assert find_block_word(WORDS, text) == found


@pytest.mark.parametrize(
    "text",
    ["ca do", "cà độ", "cá độc", "con cá đo", "danh bac", "đánh bạch cầu", "giải hòa", "A, B, C"],
)
def test_other_words_are_not(text):
    assert find_block_word(WORDS, text) == ""


def test_the_excerpt_is_read_too_and_words_do_not_join_across_texts():
    assert find_block_word("cá độ", "Tin mới", "Phạt cá độ") == "cá độ"
    assert find_block_word("cá độ", "Nuôi cá", "độ mặn") == ""


def test_each_line_is_one_entry_once():
    assert read_block_words("a  b\nA b\n\n-\nc") == ["A b", "c"]
    assert find_block_word("", "bất kỳ") == ""
