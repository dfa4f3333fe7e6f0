"""Titles that tell a reader nothing."""

from __future__ import annotations

import pytest

from aggregator.feeds.titles import is_gate, says_nothing


@pytest.mark.parametrize(
    "title",
    [
        *("Trang sau", "Đăng nhập"),
        *("Lib Site", "lib site 3", "Untitled", "(no title)", "Xem chi tiết »", "Tin tức", "..."),
        *(
            "12",
            "Default.aspx",
            "vb_2026.pdf",
            "https://a.vn/tin/1",
            "Item 12",
            "[Không có tiêu đề]",
        ),
    ],
)
def test_what_software_writes_for_want_of_a_title_says_nothing(title: str) -> None:
    assert says_nothing(title)


@pytest.mark.parametrize(
    "title",
    ["Tin vui", "Luật Đất đai", "119-CP", "31/2024/QH15", "Thông báo số 5", "Văn bản mới về thuế"],
)
def test_short_titles_may_say_enough(title: str) -> None:
    assert not says_nothing(title)


@pytest.mark.parametrize(
    "title",
    [
        "Cổng Thông tin điện tử tỉnh đang được bảo trì, vui lòng quay lại sau",
        "Hệ thống tạm dừng để nâng cấp",
        "Lỗi 404: không tìm thấy trang",
        "503 - Service Unavailable",
        "Xác nhận bạn không phải là robot",
    ],
)
def test_what_a_closed_portal_shows_is_no_title(title: str) -> None:
    assert is_gate(title)


@pytest.mark.parametrize(
    "title",
    [
        "404 hộ dân được cấp đất ở",
        "Nâng cấp Cổng dịch vụ công quốc gia từ tháng 12",
        "Nghị định 503/2026/NĐ-CP về bảo trì đường bộ",
    ],
)
def test_news_of_such_things_is_a_title(title: str) -> None:
    assert not is_gate(title)
