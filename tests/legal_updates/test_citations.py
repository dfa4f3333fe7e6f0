"""The recogniser of document numbers: the shown sets, then cases of our own."""

import csv
import html
import json
import os
import re
import sys
import unicodedata
from pathlib import Path

import feedparser
import pytest

from legal_updates.citations import find_document_numbers, number_from_link
from legal_updates.numbers import (
    broken,
    context,
    links,
    mentions,
    readable,
    symbol_reading,
    symbols,
)
from network.core.text import slugify_vi, strip_marks

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PBGDPL_SHARED", ROOT.parent / "shared"))
DOMAIN, PORTALS = SHARED / "domain", SHARED / "feeds" / "portals"
needs_shared = pytest.mark.skipif(
    not (DOMAIN.is_dir() and PORTALS.is_dir()), reason="the shared folder is not here"
)


def rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (DOMAIN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def numbers(text: str) -> list[str]:
    return [str(found) for found in find_document_numbers(text)]


# --- the shown sets ---------------------------------------------------------------------------


@needs_shared
def test_every_shown_example_is_right():
    for row in rows("doc_number_examples.csv"):
        found = [str(number).casefold() for number in find_document_numbers(row["text"])]
        if row["is_document_number"] == "context-only":
            assert found == ["772/bxd"]
        else:
            expected = row["expected_number"].replace("\u2011", "-").casefold()
            assert found == ([expected] if expected else []), row["text"]


@needs_shared
def test_every_shown_title_gives_its_number_and_type_first():
    titles = rows("legal_titles.tsv", "\t")
    assert len(titles) == 595
    for row in titles:
        first = find_document_numbers(row["raw_title"])[0]
        printed = row["number"].replace("\u2011", "-")
        # Three records print the symbol otherwise than the law does: two in small letters, one
        # with a hyphen of another kind. `canonical` gives it as the law does.
        assert str(first).casefold() == printed.casefold(), row["raw_title"]
        assert first.type_word == row["type"], row["raw_title"]
        assert first.type is not None, row["raw_title"]


DAMAGES = {
    "decomposed": lambda title: unicodedata.normalize("NFD", title),
    "small letters": str.lower,
    "capitals": str.upper,
    "no accents": strip_marks,
    "ETH": lambda title: title.replace("Đ", "Ð"),
    "long dashes": lambda title: title.replace("-", "–"),
    "hard blanks and hyphens": lambda title: title.replace("-", "\u2011").replace(" ", "\xa0"),
    "blanks around the slash": lambda title: re.sub(r"(?<=\d)/(?=\D)", " / ", title),
    "line end in the number": lambda title: re.sub(r"(?<=\d)/(?=\D)", "/\n", title),
    "blank after the hyphen": lambda title: re.sub(r"(NĐ|TT|QĐ|NQ|TTLT)-", r"\1- ", title),
}


@needs_shared
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_titles_written_carelessly_give_the_same_number(damage):
    for row in rows("legal_titles.tsv", "\t"):
        expected = find_document_numbers(row["raw_title"])[0]
        found = find_document_numbers(damage(row["raw_title"]))[0]
        assert (found.key, found.type) == (expected.key, expected.type), row["raw_title"]


@needs_shared
def test_the_slug_of_every_title_gives_its_number():
    for row in rows("legal_titles.tsv", "\t"):
        expected = find_document_numbers(row["raw_title"])[0]
        link = f"https://congbao.example.vn/van-ban/{slugify_vi(row['raw_title'])}-469032.htm"
        found = number_from_link(link)
        assert found is not None, link
        assert (found.key, found.type) == (expected.key, expected.type), link


def key_of(number: str) -> str:
    return find_document_numbers(f"Nghị định số {number}")[0].key


@needs_shared
@pytest.mark.parametrize(
    "portal", [*("congbao", "chinhsach", "bao", "baotinh", "tinh", "cu-1258"), "bo.atom", "so.rdf"]
)
def test_portal_entries_name_their_document_first(portal):
    name = portal if "." in portal else f"{portal}.rss"
    expected = json.loads((PORTALS / "expected.json").read_text(encoding="utf-8"))[name]["items"]
    entries = feedparser.parse((PORTALS / name).read_bytes()).entries
    texts = [re.sub(r"<[^>]*>", " ", f"{entry.title} {entry.get('summary')}") for entry in entries]
    found = [find_document_numbers(html.unescape(text))[0].key for text in texts]
    assert sorted(found) == sorted(key_of(item["number"]) for item in expected)


@needs_shared
def test_portal_links_name_no_other_document():
    expected = json.loads((PORTALS / "expected.json").read_text(encoding="utf-8"))
    items = [item for portal in expected.values() for item in portal.get("items", [])]
    linked = [(number_from_link(item["link"] or ""), item["number"]) for item in items]
    told = [(found.key, key_of(number)) for found, number in linked if found]
    assert len(told) >= 250
    assert [pair for pair in told if pair[0] != pair[1]] == []


# --- our own ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "type_key"),
    [
        ("Nghị định số: 100/2019 /NĐ- CP", "100/2019/NĐ-CP", "nghi_dinh"),
        ("Nghị định 42/2022/NĐCP", "42/2022/NĐ-CP", "nghi_dinh"),
        ("nghị định 12/2026/nđ-cp", "12/2026/NĐ-CP", "nghi_dinh"),
        ("theo ND 42/2022/ND-CP", "42/2022/NĐ-CP", "nghi_dinh"),
        ("NĐ100/2019/NĐ-CP", "100/2019/NĐ-CP", "nghi_dinh"),
        ("Nghị định số 100/2019/NĐ-\nCP của Chính phủ", "100/2019/NĐ-CP", "nghi_dinh"),
        ("Nghị định 100／2019／NĐ－CP", "100/2019/NĐ-CP", "nghi_dinh"),
        ("Nghị định 100/2019/NĐ-СР", "100/2019/NĐ-CP", "nghi_dinh"),  # Cyrillic СР
        ("N\u200bghị định 100/20\u200b19/NĐ-CP", "100/2019/NĐ-CP", "nghi_dinh"),
        ("Nghị định số 119-CP", "119-CP", "nghi_dinh"),
        ("Nghị định 221/HĐBT ngày 23/7/1991", "221/HĐBT", "nghi_dinh"),
        ("Nghị quyết 19-2016/NQ-CP", "19-2016/NQ-CP", "nghi_quyet_cp"),
        ("66.13/2026/NQ-CP", "66.13/2026/NQ-CP", "nghi_quyet_cp"),
        ("18/2022/NQ- HĐND", "18/2022/NQ-HĐND", "nghi_quyet_hdnd"),
        ("12/NQ-HĐND của HĐND xã Ia Mơ", "12/NQ-HĐND", "nghi_quyet_hdnd_xa"),
        ("1664/NQ-UBTVQH15", "1664/NQ-UBTVQH15", "nghi_quyet_ubtvqh"),
        ("Nghị quyết số 01/2016/NQ-HĐTP", "01/2016/NQ-HĐTP", "nghi_quyet_hdtp"),
        ("QUYẾT ĐỊNH SỐ 26/2025/QĐ-TTG", "26/2025/QĐ-TTg", "quyet_dinh_ttg"),
        ("72/2023/QĐ-UBND", "72/2023/QĐ-UBND", "quyet_dinh_ubnd"),
        ("1992/QĐ-UBND", "1992/QĐ-UBND", "quyet_dinh_ca_biet"),
        ("QĐ 12a/2020/QĐ-UBND của UBND phường Pleiku", "12a/2020/QĐ-UBND", "quyet_dinh_ubnd_xa"),
        ("Quyết định 3276 QĐ-BYT năm 2025", "3276/QĐ-BYT", "quyet_dinh_ca_biet"),
        ("Quyet dinh 3467-QD-BYT", "3467/QĐ-BYT", "quyet_dinh_ca_biet"),
        ("THÔNG TƯ 12/2020/TT-BTC - QUY ĐỊNH VỀ", "12/2020/TT-BTC", "thong_tu"),
        ("THÔNG TƯ 12/2020/TT-BTC-QUY ĐỊNH", "12/2020/TT-BTC", "thong_tu"),
        ("27/2013/TTLT-BNN & PTNT-BTC", "27/2013/TTLT-BNN&PTNT-BTC", "thong_tu_lien_tich"),
        ("133/1999/TTLT/BTC-BTM-BCN", "133/1999/TTLT/BTC-BTM-BCN", "thong_tu_lien_tich"),
        ("Luật Đất đai (31/2024/QH15)", "31/2024/QH15", "luat"),
        ("116/2025/QH15 – Luật An ninh mạng", "116/2025/QH15", "luat"),
        ("Luật số 23-L/CTN", "23-L/CTN", "luat"),
        ("Pháp lệnh số 12-L/CTN", "12-L/CTN", "phap_lenh"),
        ("Luật Đất đai số 3-LCT/HĐNN8", "3-LCT/HĐNN8", "luat"),
        ("37/LCT-HĐNN8", "37/LCT-HĐNN8", "lenh"),
        ("26/VBHN-NHNN", "26/VBHN-NHNN", "van_ban_hop_nhat"),
        ("641/TTr-BDT", "641/TTr-BDT", "to_trinh"),
        ("Hướng dẫn số 33-HD/BTGTW", "33-HD/BTGTW", "van_ban_dang"),
        ("Quyết định 12-QĐ/TU", "12-QĐ/TU", "van_ban_dang"),
        ("Nghị quyết số 05-NQ/BCSĐ", "05-NQ/BCSĐ", "van_ban_dang"),
        ("Quyết định số 327-CT", "327-CT", "quyet_dinh_ca_biet"),
        ("Hướng dẫn liên ngành 01/HDLN-STP-CA về", "01/HDLN-STP-CA", "huong_dan"),
        ("244/STP-NV2", "244/STP-NV2", "cong_van"),
        ("Công văn hỏa tốc số 15/CAT-PC06", "15/CAT-PC06", "cong_van"),
        ("Công điện 12/CĐ-TTg", "12/CĐ-TTg", "cong_dien"),
        ("Tờ trình số 412/TT-XD", "412/TT-XD", "to_trinh"),
        ("được thay bằng 13/2020/NĐ-CP", "13/2020/NĐ-CP", "nghi_dinh"),
        ("Mẫu ban hành kèm theo Thông tư số 12/2020/TT-BTC", "12/2020/TT-BTC", "thong_tu"),
        ("Thông tư 20 2022 TT-BYT", "20/2022/TT-BYT", "thong_tu"),
        ("168-2024-NĐ-CP", "168/2024/NĐ-CP", "nghi_dinh"),
        ("Nghị định số 168 - 2024 - NĐ-CP", "168/2024/NĐ-CP", "nghi_dinh"),
        ("102-SL/L-004", "102-SL/L-004", None),
        ("Luật số 102-SL/L-004 về quyền tự do hội họp", "102-SL/L-004", "luat"),
        ("619-TTg", "619-TTg", None),
        ("367 - QĐ/TWĐTN-VPĐOÀN", "367-QĐ/TWĐTN-VPĐOÀN", "quyet_dinh_ca_biet"),
        ("hợp đồng nêu tại Nghị định số 12/2020/NĐ-CP", "12/2020/NĐ-CP", "nghi_dinh"),
    ],
)
def test_one_number_is_read(text, expected, type_key):
    assert [(str(found), found.type) for found in find_document_numbers(text)] == [
        (expected, type_key)
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("24/7", "07/6/2019", "220/220 xã", "km 12/QL19", "12/HĐ-XD", "01/HĐLĐ", "A/H5N1"),
        *("TCVN 6909:2001", "QCVN 01:2021/BXD", "QCVN 41:2019/BGTVT", "Án lệ 47/2021/AL"),
        *("Hợp đồng số 12/2020/HĐMB-ABC", "Hợp đồng thi công số 15/2020/ABC-XD"),
        *("Mẫu số 01/QĐ-XPHC", "Bản án số 12/2020/HS-ST", "Giấy phép số 68/GP-TTĐT"),
        *("Đề án 06/CP", "Chương trình 135/CP", "12/BXD", "số 12/BXD", "5/KH-X", "Điều 5 NĐ-CP"),
        *("ngày 05/3/2020 QĐ-UBND", "năm 2019 QĐ-TTg", "biển số 81A-123.45", "51F-12345"),
        *("tháng 3 2020 QĐ-UBND", "ngày 05-3-2020-QĐ-UBND", "năm học 2019-2020-KH-UBND"),
        *("Kế hoạch 2021-2025 KH-UBND", "12 2022 TT-BYT", "ngày 20-TTg", "1 - QĐ/TW"),
        *("https://vb.example.vn/12/2020/QĐ-UBND", "(www.example.vn/a,12/2020/QĐ-UBND)"),
        *("tel 0269.3821.596", "tỷ lệ 1/500", "đơn giá 12.000/KG-HH", "lô 12/LK-05", "12/NĐ"),
        *("tốc độ 5/SUV-MPV", "123456/QĐ-UBND", "12/20/QĐ-UBND", "1/2/2020/QĐ-UBND"),
    ],
)
def test_what_only_looks_like_a_number_is_left(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định 12/2026/NĐ-CP và 13/2026/NĐ-CP", ["12/2026/NĐ-CP", "13/2026/NĐ-CP"]),
        ("Công văn số 772/BXD và 773/BXD", ["772/BXD", "773/BXD"]),
        (
            "NĐ 1/2020/NĐ-CP; TT 2/2020/TT-BTP. KH số 3/KH-UBND",
            ["1/2020/NĐ-CP", "2/2020/TT-BTP", "3/KH-UBND"],
        ),
    ],
)
def test_lists_are_read_to_the_end(text, expected):
    assert numbers(text) == expected


def test_a_list_hands_its_type_on_and_a_new_word_takes_over():
    text = "Luật số 1/2020/QH14, 2/2020/QH14 và 3/2020/QH14; Nghị quyết số 4/2020/QH14"
    found = [number.type for number in find_document_numbers(text)]
    assert found == ["luat", "luat", "luat", "nghi_quyet_qh"]


def test_a_number_alone_does_not_tell_law_from_resolution():
    (number,) = find_document_numbers("116/2025/QH15")
    assert (number.type, number.type_word) == (None, None)


def test_a_type_missing_in_the_register_still_has_its_word():
    (number,) = find_document_numbers("Chỉ thị số 05/CT-BYT")
    assert (number.type, number.type_word) == (None, "Chỉ thị")


def test_parts_are_given_apart():
    (number,) = find_document_numbers("Thông tư 03/2019/TT-BTP")
    assert (number.number, number.year, number.symbol) == ("03", 2019, "TT-BTP")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thông tư 3/2019/TT-BTP", "Thông tư 03/2019/tt-btp"),
        ("Nghị định 119-CP", "Nghị định 119/CP"),
        ("Nghị quyết 27-NQ/TW", "Nghị quyết 27/NQ-TW"),
        ("19-2016/NQ-CP", "19/2016/NQ-CP"),
    ],
)
def test_writings_of_one_number_share_the_key(one, other):
    assert find_document_numbers(one)[0].key == find_document_numbers(other)[0].key


def test_different_numbers_do_not_share_the_key():
    texts = ["12/KH-UBND", "12/QĐ-UBND", "12/2020/QĐ-UBND", "120/QĐ-UBND", "12A/QĐ-UBND"]
    assert len({find_document_numbers(text)[0].key for text in texts}) == len(texts)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_point_into_the_text_as_given(form):
    written = "Căn cứ Nghị\u200b định số 100/2019/NĐ-CP, Kế hoạch 5/KH-UBND\u200b của tỉnh"
    given = unicodedata.normalize(form, written)
    cut = [given[slice(*number.span)] for number in find_document_numbers(given)]
    assert [unicodedata.normalize("NFC", piece) for piece in cut] == [
        "100/2019/NĐ-CP",
        "5/KH-UBND",
    ]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://cb.example.vn/thong-tu-so-33-2026-tt-bct-469965.htm", "33/2026/TT-BCT"),
        ("https://vb.example.vn/chi-tiet/thong-tu-30-2012-tt-bkhcn--180000", "30/2012/TT-BKHCN"),
        ("/van-ban/45-2010-qd-ttg", "45/2010/QĐ-TTg"),
        ("//a.vn/Luat-Dat-dai-2024-31-2024-QH15-523642.aspx", "31/2024/QH15"),
        ("https://a.vn/nghi-dinh-100-2019-nd-cp-chinh-phu-179619-d1.html", "100/2019/NĐ-CP"),
        ("https://a.vn/nghi-dinh-so-119-cp-469007.htm", "119-CP"),
        ("https://a.vn/thong-tu-so-26-2004-tt-bgd-dt-4690.htm", "26/2004/TT-BGD&ĐT"),
        ("https://a.vn/nghi-quyet-27-nq-tw-2018", "27-NQ/TW"),
        ("https://a.vn/nghi-quyet-so-66-13-2026-nq-cp-1.htm", "66.13/2026/NQ-CP"),
        ("https://a.vn/cong-van-1510-stp-pbgdpl-2019.html", "1510/STP-PBGDPL"),
        ("https://a.vn/tin/qd-ubnd.8010.aspx?so=72/2023/Q%C4%90-UBND", "72/2023/QĐ-UBND"),
        ("https://a.vn/2019/05/12/quyet-dinh-471-qd-ttg", "471/QĐ-TTg"),
        ("https://a.vn/thong-tu-48-2015-tt-bct-sua-doi-40-2015-tt-bct", "48/2015/TT-BCT"),
        ("https://a.vn/vbhn-10-2026-vbhn-nd-bnv-5.htm", "10/2026/VBHN-NĐ-BNV"),
    ],
)
def test_a_slug_gives_its_number(link, expected):
    found = number_from_link(link)
    assert str(found) == expected
    assert found.span != (0, 0)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://[::1",
        "https://pbgdpl.example.vn/tin.aspx?ItemID=1710&l=HoatdongPBGDPLotrun",
        "https://a.vn/tin/ngay-07-6-2019-tt-bao",
        "https://a.vn/top-10-ct-tot-nhat",
        "https://a.vn/ke-hoach-nam-2019-kh-ubnd",
        "https://a.vn/an-le-so-47-2021-al.html",
        "https://a.vn/nghi-dinh-so-151-2016-nd-c-119261000027.htm",  # cut off inside the symbol
        "https://a.vn/thong-tu-lien-tich-so-10-2018-ttlt-btp-bca-vk-9.htm",
        "https://a.vn/covid-19-va-5-k",
    ],
)
def test_a_link_without_number_gives_none(link):
    assert number_from_link(link) is None


# --- hostile text -----------------------------------------------------------------------------

HOSTILE = {
    "digits": "1",
    "slashes": "1/",
    "years": "1/2020/",
    "groups": "1/2020/A-A-A-A-A-A-A-A-A-A-A-A-A-A-A-A-",
    "ampersands": "1/A&A&A&A&A&A&A&",
    "numbers": "12/2020/TT-BTC ",
    "contracts": "hợp đồng 1/AB-CD số ",
    "blanks": "1 /  ",
    "marks": "a\u0301\u0301\u0301",
    "invisible": "\u200b",
    "glued": "x,1/2020/TT-BTC",
    "slug": "so-1-2020-tt-",
}


def steps(call, text: str) -> int:
    """Count the calls, of Python and of C functions, that `call(text)` makes."""
    count = 0

    def tick(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        call(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_at_most_twice_the_steps(unit):
    text = unit * (50_000 // len(unit))
    for call in (find_document_numbers, number_from_link):
        assert steps(call, text + text) <= 2 * steps(call, text) + 100


def test_no_pattern_repeats_without_bound():
    """Counting calls does not see inside the regular expressions; their form does."""
    modules = (broken, context, links, mentions, readable, symbol_reading, symbols)
    patterns = [
        value.pattern
        for module in modules
        for value in vars(module).values()
        if isinstance(value, re.Pattern)
    ]
    assert len(patterns) > 10
    unbounded = re.compile(r"(?<![\\\[.])[*+](?![^\[]*\])|\{\d*,\}")
    assert [pattern for pattern in patterns if unbounded.search(pattern)] == []
