"""Whose number it is: told by the symbol, the words beside it, or the portal; else not at all."""

import pytest

from legal_updates.citations import find_document_numbers
from legal_updates.numbers.issuers import issuer_of


def issuer(text: str, owner: str = "") -> str | None:
    return issuer_of(find_document_numbers(text)[0], text, owner)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Luật số 73/2021/QH14", "quoc hoi"),
        ("Nghị quyết 1664/NQ-UBTVQH15", "uy ban thuong vu quoc hoi"),
        ("Nghị định 168/2024/NĐ-CP", "chinh phu"),
        ("Nghị định số 119-CP", "chinh phu"),
        ("Quyết định 45/2010/QĐ-TTg", "thu tuong chinh phu"),
        ("Thông tư 169/2016/TT-BTC", "bo tai chinh"),
        ("Thông tư số 26/2004/TT-BGD&ĐT", "bo giao duc va dao tao"),
        ("Quyết định 3467-QĐ-BYT", "bo y te"),
        ("Quyết định 395/1998/QĐ-BKHCNMT", "bkhcnmt"),
        ("Nghị quyết số 27-NQ/TW", "trung uong dang"),
        (
            "Thông tư liên tịch 09/2016/TTLT-BLĐTBXH-BTC",
            "bo lao dong thuong binh va xa hoi + bo tai chinh",
        ),
    ],
)
def test_a_symbol_of_the_centre_names_its_body(text, body):
    assert issuer(text) == body
    assert issuer(text, "Sở Tư pháp tỉnh Gia Lai") == body


@pytest.mark.parametrize(
    ("text", "owner", "body"),
    [
        ("Kế hoạch 24/KH-UBND của UBND tỉnh Gia Lai Ban hành", "", "ubnd tinh gia lai"),
        ("Kế hoạch 24/KH-UBND", "UBND tỉnh Bình Định", "ubnd tinh binh dinh"),
        ("UBND tỉnh ban hành Kế hoạch 24/KH-UBND", "Báo Gia Lai", "ubnd tinh gia lai"),
        ("Quyết định 10/2023/QĐ-UBND của UBND TP.HCM", "", "ubnd tinh ho chi minh"),
        ("Quyết định 10/2023/QĐ-UBND của UBND TP. Hồ Chí Minh", "", "ubnd tinh ho chi minh"),
        ("Quyết định 10/2023/QĐ-UBND của UBND tỉnh Đắk Lắk", "Báo Gia Lai", "ubnd tinh dak lak"),
        ("Nghị quyết 18/2022/NQ-HĐND", "Hội đồng nhân dân tỉnh Gia Lai", "hdnd tinh gia lai"),
        ("Công văn 1510/STP-PBGDPL", "Sở Tư pháp tỉnh Gia Lai", "stp tinh gia lai"),
        (
            "Quyết định 5/QĐ-UBND của UBND xã Ia Grai, tỉnh Gia Lai",
            "",
            "ubnd xa ia grai tinh gia lai",
        ),
    ],
)
def test_a_local_number_takes_its_place_from_the_words_or_the_portal(text, owner, body):
    assert issuer(text, owner) == body


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Kế hoạch 24/KH-UBND", ""),
        ("Kế hoạch 24/KH-UBND", "Báo Gia Lai"),
        ("Kế hoạch 24/KH-UBND", "UBND xã Ia Grai, tỉnh Gia Lai"),
        ("Kế hoạch 24/KH-UBND của UBND tỉnh", ""),
        ("Kế hoạch 24/KH-UBND của UBND thành phố Pleiku", "UBND tỉnh Gia Lai"),
        ("Kế hoạch 24/KH-UBND của UBND xã Tân Lập", ""),
        ("Kế hoạch 24/KH-UBND phối hợp giữa UBND tỉnh Gia Lai và UBND tỉnh Đắk Lắk", ""),
        ("Công văn 1510/STP-PBGDPL", "Báo Chính phủ"),
    ],
)
def test_where_nothing_tells_the_body_is_not_known(text, owner):
    assert issuer(text, owner) is None
