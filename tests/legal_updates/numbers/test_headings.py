"""Headings in one line: number, body, date and what the document is about."""

import datetime as dt

import pytest

from legal_updates.numbers.headings import read_heading


@pytest.mark.parametrize(
    ("text", "body", "issued_on", "abstract"),
    [
        (
            "Thông tư số 41/2011/TT-BTNMT Quy định về định mức ngày 30/11/2011 của Bộ Tài nguyên "
            "và Môi trường",
            "Bộ Tài nguyên và Môi trường",
            dt.date(2011, 11, 30),
            "Quy định về định mức",
        ),
        (
            "Nghị quyết số 09/2020/NQ-HĐND ngày 9/12/2020 của HĐND thành phố Hà Nội về việc thông "
            "qua chủ trương",
            "HĐND thành phố Hà Nội",
            dt.date(2020, 12, 9),
            "thông qua chủ trương",
        ),
        (
            "Thông tư số 51/2018/TT-BTC thực hiện Quyết định số 2080/QĐ-TTg ngày 22/12/2017 của "
            "Thủ tướng về dạy học ngày 23 tháng 5 năm 2018 của Bộ Tài chính",
            "Bộ Tài chính",
            dt.date(2018, 5, 23),
            "thực hiện Quyết định số 2080/QĐ-TTg ngày 22/12/2017 của Thủ tướng về dạy học",
        ),
        ("KH 2326/KH-UBND ngày 09/12/2025", "", dt.date(2025, 12, 9), ""),
        ("Nghị định số 26/2023/NĐ-CP của Chính phủ: Biểu thuế", "Chính phủ", None, "Biểu thuế"),
        (
            "Nghị định 5/2020/NĐ-CP thi hành từ ngày 31/02/2020",
            "",
            None,
            "thi hành từ ngày 31/02/2020",
        ),
        ("Luật số 36/2018/QH14 Phòng, chống tham nhũng", "", None, "Phòng, chống tham nhũng"),
    ],
)
def test_a_heading_is_read(text, body, issued_on, abstract):
    heading = read_heading(text)
    assert (heading.body, heading.issued_on, heading.abstract) == (body, issued_on, abstract)


def test_a_line_without_a_number_is_no_heading():
    assert read_heading("Hội nghị phổ biến pháp luật ngày 30/11/2011") is None
