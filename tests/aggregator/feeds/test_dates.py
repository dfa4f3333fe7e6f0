"""Dates as portals write them, in Vietnamese time unless they say otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.feeds.dates import VIETNAM, parse_date, writes_month_first

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 20, 2, 17, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
AFTERNOON = datetime(2026, 11, 20, 6, 35, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 20 Nov 2026 09:17:00 +0700",
        "Fri, 20 Nov 2026 09:17:00 +07:00",
        "Fri, 20 Nov 2026 09:17:00 GMT+7",
        "Fri, 20 Nov 2026 02:17:00 GMT",
        "Fri, 20 Nov 2026 02:17:00 Z",
        "Fri, 20 Nov 2026 09:17:00",
        "Fri, 20 Nov 2026 09:17:00 ICT",
        "Thu, 19 Nov 2026 21:17:00 EST",
        "20 Nov 26 09:17 +0700",
        "Friday, November 20, 2026 09:17",
        "2026-11-20T09:17:00+07:00",
        "2026-11-20T02:17:00Z",
        "2026-11-20T02:17:00.123Z",
        "2026-11-20 09:17:00",
        "2026-11-20T09:17",
        "2026/11/20 09:17",
        "20261120T091700",
        "20/11/2026 09:17",
        "20/11/2026 9:17:00 SA",
        "20/11/2026 09:17:00 AM",
        "20-11-2026 09:17",
        "20.11.2026, 09:17",
        "09:17 20/11/2026",
        "09h17 ngày 20/11/2026",
        "Thứ Sáu, 20/11/2026 - 09:17 (GMT+7)",
        "Thứ 6, ngày 20/11/2026 09:17",
        "Ngày 20 tháng 11 năm 2026, 9 giờ 17",
        "20 Tháng Mười Một 2026 09:17",
        "T6, 20 Thg11 2026 09:17:00 +0700",
        "Tháng Mười Một 20, 2026 09:17",
        "Fri Nov 20 09:17:00 ICT 2026",
        "Fri Nov 20 09:17:00 GMT+07:00 2026",
        "09:17 20/11/2026 - 1234 lượt xem",
        "1795141020",
        "/Date(1795141020000)/",
    ],
)
def test_one_moment_in_many_forms(written: str) -> None:
    assert parse_date(written, now=NOW) == MORNING


@pytest.mark.parametrize(
    "written",
    ["20/11/2026", "20-11-2026", "20.11.26", "20261120", "20 Tháng 11", "20 Th11", "20 11/2026"],
)
def test_a_day_without_time_is_its_midnight(written: str) -> None:
    assert parse_date(written, now=NOW) == MIDNIGHT


@pytest.mark.parametrize("written", ["20/11/2026 01:35:00 CH", "20/11/2026 13:35:00 CH"])
def test_the_afternoon_mark_is_understood_on_both_clocks(written: str) -> None:
    assert parse_date(written, now=NOW) == AFTERNOON


def test_press_dates_without_zeros() -> None:
    assert parse_date("1-10-2025", now=NOW) == datetime(2025, 9, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "27/11/2026",
        "Fri, 20 Nov 2099 09:17:00 +0700",
        "20/11/1889",
        "2984-01-01",
        "31/02/2026",
        "00/00/0000",
        "0001-01-01T00:00:00",
        "32/11",
        "Chuyện xảy ra hôm qua trong một buổi tiếp công dân của huyện",
        "",
        "99999999999999999999",
    ],
)
def test_a_date_that_cannot_be_true_is_no_date(written: str) -> None:
    assert parse_date(written, now=NOW) is None


def test_tomorrow_morning_is_forgiven() -> None:
    assert parse_date("26/11/2026 07:00", now=NOW) is not None


def test_american_feeds_are_recognised_by_the_whole_feed() -> None:
    feed = ["11/12/2026 9:17:00 AM", "10/31/2026 9:17:00 AM"]
    assert writes_month_first(feed)
    assert not writes_month_first(["11/12/2026", "31/10/2026"])
    assert parse_date(feed[0], now=NOW, month_first=True) == datetime(
        2026, 11, 12, 2, 17, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "written",
    [
        "Wed, 25 Nov 2026 08:00:00 +0700",
        "5 Nov 2026 23:59:59 GMT",
        "Thu, 05 Nov 2026 00:00:00 -0530",
        "31 Feb 2026 08:00:00 +0700",
        "25 Xxx 2026 08:00:00 +0700",
        "2026-11-25T08:00:00+07:00",
        "2026-11-25T08:00:00Z",
        "2026-13-25T08:00:00Z",
        "1989-11-25T08:00:00Z",
        "2027-11-25T08:00:00-05:00",
    ],
)
def test_a_date_to_the_letter_means_what_it_means_among_other_words(written: str) -> None:
    assert parse_date(written, now=NOW) == parse_date(f"({written})", now=NOW)


@pytest.mark.parametrize(
    ("written", "day", "clock"),
    [
        ("(24/11)", 24, "00:00"),
        ("24-11", 24, "00:00"),
        ("24/11 - 08:30", 24, "08:30"),
        ("ngày 26/11", 26, "00:00"),
        ("Hôm nay", 25, "00:00"),
        ("Hôm nay, 08:30", 25, "08:30"),
        ("08h30 hôm qua", 24, "08:30"),
        ("Hôm qua", 24, "00:00"),
        ("Vừa xong", 25, "19:00"),
        ("2 giờ trước", 25, "17:00"),
        ("Cách đây 30 phút trước", 25, "18:30"),
        ("21 giờ trước", 24, "22:00"),
        ("3 ngày trước", 22, "00:00"),
        ("Một tuần trước", 18, "00:00"),
    ],
)
def test_what_is_told_from_the_day_of_the_fetch(written: str, day: int, clock: str) -> None:
    moment = parse_date(written, now=NOW)
    assert moment is not None
    assert moment.astimezone(VIETNAM).strftime("%d.%m.%Y %H:%M") == f"{day}.11.2026 {clock}"


def test_a_day_without_year_that_lies_ahead_is_of_last_year() -> None:
    assert parse_date("(27/12)", now=NOW) == datetime(2025, 12, 26, 17, tzinfo=UTC)


def test_today_is_today_in_vietnam() -> None:
    late = datetime(2026, 11, 24, 18, tzinfo=UTC)
    assert parse_date("Hôm nay", now=late) == datetime(2026, 11, 24, 17, tzinfo=UTC)
