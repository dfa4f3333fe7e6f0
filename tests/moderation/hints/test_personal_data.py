"""Personal data is found in real sentences, and nothing else is taken for it."""

import pytest

from network.moderation.hints import Content, HintCode
from network.moderation.hints.personal_data import find_personal_data_hints
from tests.moderation.hints.corpus import SHARED, demo_contents, legal_titles, needs_titles

CITIZEN, PHONE, MAIL = HintCode.CITIZEN_NUMBER, HintCode.PHONE_NUMBER, HintCode.PRIVATE_EMAIL
BANK, LAND = HintCode.BANK_ACCOUNT, HintCode.LAND_PARCEL


def found(text: str) -> list[tuple[HintCode, int]]:
    return [(hint.code, hint.count) for hint in find_personal_data_hints(Content(texts=(text,)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bà Siu H'Lan, số CCCD 064190012345, trú tại làng Mrông.", [(CITIZEN, 1)]),
        ("Số định danh: 064 190 012 345.", [(CITIZEN, 1)]),
        ("Căn cước công dân 0641.9001.2345 cấp ngày 10/5/2021", [(CITIZEN, 1)]),
        ("Ông Rah Lan Hùng (052083001234) đã nộp đơn.", [(CITIZEN, 1)]),
        ("căn cước của người nhập quốc tịch: 345190012345", [(CITIZEN, 1)]),
        ("CCCD\xa0064\xa0190\xa0012\xa0345", [(CITIZEN, 1)]),
        ("Mã số thuế cá nhân 064190012345", [(CITIZEN, 1)]),
        ("CMND số 231234567 do Công an tỉnh Gia Lai cấp", [(CITIZEN, 1)]),
        ("chứng minh nhân dân: 231 234 567", [(CITIZEN, 1)]),
        ("Ai biết tin xin gọi 0905123456.", [(PHONE, 1)]),
        ("Liên hệ anh Nam: 0905 123 456 hoặc 0382.123.456", [(PHONE, 2)]),
        ("ĐT: 090.512.3456/0912-345-678", [(PHONE, 2)]),
        ("Gọi +84 905 123 456, (+84)905123456 hoặc 84905123456", [(PHONE, 3)]),
        ("zalo.me/0905123456", [(PHONE, 1)]),
        ("ĐT0905123456; tel:+84905123456", [(PHONE, 2)]),
        ("0905123456@gmail.com", [(MAIL, 1)]),
        ("CCCD:064190012345/Công an tỉnh", [(CITIZEN, 1)]),
        ("điện thoại nhà riêng 0269 3821 596", [(PHONE, 1)]),
        ("Thư gửi về nguyenvana.gl@gmail.com trước 15/12.", [(MAIL, 1)]),
        ("lan_siu@yahoo.com.vn", [(MAIL, 1)]),
        ("Chuyển tiền vào số tài khoản 0123 4567 8901 tại Vietcombank", [(BANK, 1)]),
        ("STK: 5011205012345 (Agribank)", [(BANK, 1)]),
        ("thửa đất số 125, tờ bản đồ số 34, xã Ia Der", [(LAND, 1)]),
        ("Thửa 125, tờ 34 và thửa đất số: 7, tờ bản đồ 2", [(LAND, 1)]),
        ("Thửa số 12 của ông A nằm ở đầu làng, còn phần đất của bà B là thửa số 15.", [(LAND, 2)]),
    ],
)
def test_personal_data_is_found(text: str, expected: list[tuple[HintCode, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 100/2019/NĐ-CP và Công văn 1510/STP-PBGDPL ngày 09/11/2020",
        "Thông tư liên tịch số 01/2014/TTLT-BTP-BCA, Quyết định 2080/QĐ-TTg, 66.13/2026/NQ-CP",
        "Từ 08.11.2026 07:30 đến 09.11.2026 17.00; 08-11-2026 07; 03/9/2026",
        "Kinh phí 300.000.000 đồng, tổng 12.345.678.901.234 đồng; 0,905123456 ha",
        "Mã hồ sơ 000.00.14.H21-260105-0012, mã tra cứu 064190012345",
        "Báo cáo BC-2026-064190012345, mã số 0905123456, mã số thuế: 0301234567, MST 0801234567",
        "Gọi 113, 114, 115, 1900 1234, 1800.1091 hoặc tổng đài 19001235.",
        "Văn phòng UBND tỉnh: 0269.3821.596; (0256) 3822 294; fax 02693.824.500",
        "Đường dây nóng Công an tỉnh: 0905 123 456. Trực ban: 0382123456",
        "Thư gửi về stp@gialai.gov.vn hoặc vbpl@moj.gov.vn",
        "Tài khoản mạng xã hội, số lượng 1234567890 tài khoản",
        "Nộp vào số tài khoản 3949.0.1054321.00000 mở tại Kho bạc Nhà nước Gia Lai",
        "Mỗi hộ có 2 thửa đất, một thửa 500 m2; ghi đúng thửa đất số mấy, tờ bản đồ tỷ lệ 1/500.",
        "Số 231234567 là kết quả bốc thăm; ISBN 978-604-81-2345-6",
        "https://gialai.example.vn/tin/gap-go-0905123456.html và /bai/20261109064190",
        "Dân số 1.628.123 người; mật độ 98,6; trang 12-34; 24/7; 220/220 xã",
        "tọa độ 13.98333, 108.00000; số sê-ri 0912345678",
    ],
)
def test_numbers_of_other_kinds_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_what_is_shown_does_not_give_the_data_away() -> None:
    text = "CCCD 064190012345, ĐT 0905123456, nguyenvana.gl@gmail.com, STK 5011205012345"
    shown = " ".join(
        passage.snippet
        for hint in find_personal_data_hints(Content(texts=(text,)))
        for passage in hint.passages
    )
    assert "064•" in shown and "l@gmail.com" in shown
    for secret in ("190012", "0905123", "nguyenvana", "5011205"):
        assert secret not in shown


def test_title_and_summary_are_read_too() -> None:
    content = Content(title="Tìm chủ thuê bao 0905123456", summary="Gọi 0382123456")
    assert [(hint.code, hint.count) for hint in find_personal_data_hints(content)] == [(PHONE, 2)]


def test_no_article_of_the_demo_is_a_false_alarm() -> None:
    assert [hint for content in demo_contents() for hint in find_personal_data_hints(content)] == []


@needs_titles
def test_no_title_and_no_document_number_is_a_false_alarm() -> None:
    numbers = (SHARED / "domain" / "doc_number_examples.csv").read_text(encoding="utf-8")
    content = Content(texts=(*legal_titles(), *numbers.splitlines()))
    assert find_personal_data_hints(content) == []
