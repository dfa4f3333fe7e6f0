"""The traps of Vietnamese text: đ, tone placement, Jrai letters, decomposed input, order."""

import unicodedata

import pytest

from network.core import text

DISTRICTS = [
    "An Khê",
    "Ayun Pa",
    "Chư Păh",
    "Chư Prông",
    "Chư Pưh",
    "Chư Sê",
    "Đak Đoa",
    "Đak Pơ",
    "Đức Cơ",
    "Ia Grai",
    "Ia Pa",
    "Kbang",
    "Kông Chro",
    "Krông Pa",
    "Mang Yang",
    "Phú Thiện",
    "Pleiku",
]


def nfd(written: str) -> str:
    return unicodedata.normalize("NFD", written)


def mixed(names: list[str]) -> list[str]:
    return names[1::2][::-1] + names[::2]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Huyện Đăk Đoa", "huyen dak doa"),
        ("Nghị định 100/2019/NĐ-CP", "nghi dinh 100 2019 nd cp"),
        ("72/2013/NÐ-CP", "72 2013 nd cp"),
        ("TT‑BTC – Kon  Tum\n", "tt btc kon tum"),
        ("pbgdpl.gialai.gov.vn", "pbgdpl gialai gov vn"),
        ("ƀơ̆ng ê̆ č ñ ŏ ŭ", "bong e c n o u"),
        ("zero\u200bwidth trong tiếng Việt", "zerowidth trong tieng viet"),
        ("", ""),
    ],
)
def test_search_form_has_no_marks_and_splits_numbers(written, folded):
    assert text.fold(written) == folded
    assert text.fold(nfd(written)) == folded
    assert text.fold(folded) == folded


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Huyện Đăk Đoa", "huyen-dak-doa"),
        ("Sở Văn hóa, Thể thao và Du lịch", "so-van-hoa-the-thao-va-du-lich"),
        ("Ðức Cơ – K'Bang", "duc-co-k-bang"),
        ("Ƀơ̆k Tơi", "bok-toi"),
        ("!!!", ""),
    ],
)
def test_slug_keeps_every_letter(written, slug):
    assert text.slugify_vi(written) == slug
    assert text.slugify_vi(nfd(written)) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CỘNG HÒA", "CỘNG HOÀ"),
        ("thủy lợi", "thuỷ lợi"),
        ("khỏe", "khoẻ"),
        ("đại úy", "đại uý"),
        ("họa sĩ", "hoạ sỹ"),
        ("lý do kỹ thuật Mỹ", "lí do kĩ thuật Mĩ"),
    ],
)
def test_both_tone_placements_compare_equal(one, other):
    assert text.unify_tones(one) == text.unify_tones(other) == text.unify_tones(nfd(other))


@pytest.mark.parametrize("written", ["quý", "quỳ", "hoàn", "loài", "Thy", "quy", "xoay", "Vy"])
def test_syllables_that_only_look_alike_stay(written):
    assert text.unify_tones(written) == written


def test_nfc_composes_and_leaves_ascii_alone():
    assert text.nfc(nfd("Quyết định")) == "Quyết định"
    assert text.nfc("plain") == "plain"


def test_letters_without_composed_form_survive_nfc():
    assert text.nfc("ơ̆") == "ơ\u0306"


def test_typed_text_is_cleaned():
    pasted = nfd("\ufeff  Sở\u200b Tư\x00 pháp") + " Ðăk Ðoa\r\nđoạn hai\u202e\ud800 "
    assert text.clean_input(pasted) == "Sở Tư pháp Đăk Đoa\nđoạn hai"
    assert text.clean_input("a\tb\r") == "a\tb"


def test_the_seventeen_districts_stand_in_vietnamese_order():
    names = [nfd(name) for name in mixed(DISTRICTS)]
    assert [text.nfc(name) for name in sorted(names, key=text.sort_key)] == DISTRICTS


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă"],
        ["Hoa Lư", "Hòa Bình", "Hòa Hội", "Hoài Nhơn"],
        ["Ea Drăng", "Ĕa Drăng", "Êa Drăng"],
        ["Xã 1", "Xã An Toàn"],
    ],
)
def test_names_sort_by_letter_then_tone(ordered):
    assert sorted(mixed(ordered), key=text.sort_key) == ordered


def test_case_and_punctuation_do_not_change_the_place():
    assert text.sort_key("K'BANG") == text.sort_key("kbang")
    assert text.sort_key("Gia Lai - Kon Tum") == text.sort_key("gia lai kon tum")
    assert text.sort_key("Đức Cơ").isascii()


def test_people_sort_by_given_name():
    people = ["Lê Thị Ngọc Lam", "Trần Văn An", "Đỗ Bình", "Lê Bình"]
    assert sorted(people, key=text.person_sort_key) == [
        "Trần Văn An",
        "Đỗ Bình",
        "Lê Bình",
        "Lê Thị Ngọc Lam",
    ]
    assert text.person_sort_key("") == ""
