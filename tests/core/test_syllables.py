"""Vietnamese syllables are told from other words by their spelling."""

import unicodedata

import pytest

from network.core.syllables import is_vietnamese_syllable


@pytest.mark.parametrize(
    "word",
    [
        *("Nghị", "định", "quý", "quốc", "gìn", "giếng", "giữ", "khuỷu", "nghiêng"),
        *("hoà", "hòa", "thuỷ", "ƯỚC", "yêu", "luật", "xoong", "huơ"),
    ],
)
def test_a_syllable_is_one_in_any_case_and_form(word: str) -> None:
    for written in (word, word.upper(), unicodedata.normalize("NFD", word)):
        assert is_vietnamese_syllable(written)


@pytest.mark.parametrize(
    "word", ["Krông", "ƀuôn", "café", "cach", "cằch", "ká́", "ngề", "kà", "gé", "", "x" * 1_000]
)
def test_what_cannot_be_spelt_is_none(word: str) -> None:
    assert not is_vietnamese_syllable(word)
