"""Headings of pages that do not exist although the server answers 200."""

import pytest

from aggregator.feeds.missing_pages import says_missing


@pytest.mark.parametrize(
    "heading",
    [
        "Trang không tồn tại",
        "Không tìm thấy",
        "KHÔNG TÌM THẤY TRANG BẠN YÊU CẦU!",
        "Lỗi 404: Trang không tồn tại",
        "404",
        "Rất tiếc! Trang bạn đang tìm không tồn tại",
        "Nội dung không tồn tại - Sở Tư pháp tỉnh Gia Lai",
        "Sở Tư pháp tỉnh Gia Lai | Không tìm thấy nội dung",
        "Bài viết không tồn tại hoặc đã bị xóa",
        "Page not found | Cổng thông tin điện tử",
        "The page you requested could not be found",
        "Oops, this page can’t be found.",
    ],
)
def test_heading_of_a_missing_page(heading: str) -> None:
    assert says_missing(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Không tìm thấy nạn nhân vụ sạt lở tại xã Ia Mơ",
        "Xử lý hồ sơ không tìm thấy trang thiết bị y tế",
        "Quyền sử dụng đất không tồn tại: giải quyết thế nào?",
        "404 hộ dân được cấp đất ở",
        "Tin mới: không tồn tại khái niệm đất vô chủ",
        "Thông báo về việc tìm thấy giấy tờ thất lạc",
        "Nghị định 404/2026/NĐ-CP",
        "",
    ],
)
def test_news_about_missing_things_is_no_missing_page(heading: str) -> None:
    assert not says_missing(heading)
