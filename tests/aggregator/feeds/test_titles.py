"""Titles that tell a reader nothing."""

from __future__ import annotations

import pytest

from aggregator.feeds.titles import says_nothing


@pytest.mark.parametrize(
    "title",
    [
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
