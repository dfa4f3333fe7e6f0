"""Parse dates as Vietnamese portals write them.

Besides standard dates (RFC 822, RFC 3339) portals write 20/11/2026, 1-10-2025, "30/06/2025 13:35:00
CH", "Thứ Sáu, 20/11/2026 - 09:17 (GMT+7)", "20 Tháng Mười Một 2026" and "/Date(1763610000000)/".
"26/11", "26 Th11", "Hôm qua" and "2 giờ trước" are relative to the time of the fetch. A time
without zone is Vietnamese time. Dates more than a day ahead or outside 1990 to next year are
mistakes of the source and are dropped: an item with a wrong future date would stay first in all
lists.
"""

from __future__ import annotations

import calendar
import re
import time
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

# Asia/Ho_Chi_Minh has had this offset without summer time since 1975, and dates before 1990 are
# dropped. A fixed offset needs no zone data on the machine.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
OLDEST_YEAR = 1990
_AHEAD_AT_MOST = timedelta(days=1)

_EPOCH = re.compile(r"^(?:/Date\()?(\d{10})(\d{3})?(?:[+-]\d{4})?(?:\)/)?$")
# Strict RFC 822 and RFC 3339 forms, which most feeds use.
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)"
    r" (?:GMT|([+-])(0\d|1[0-4])(\d{2}))"
)
_RFC_3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?=T?\d{4,6}|$)T?(\d{2})?(\d{2})?(\d{2})?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\d:])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?![\d:])"
)
# A template box with a large day and month and year below it.
_BOX = re.compile(r"^(\d{1,2})\s()(\d{1,2})\s?[-/.]\s?(\d{4})$")
_MONTH = (
    r"(?:tháng|thg|th)\.?\s{0,3}"
    r"(\d{1,2}|mười\s+một|mười\s+hai|mười|một|giêng|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|chạp)"
)
_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\s|,|-){{0,3}}{_MONTH}(?:\s|,|-|/|năm){{0,6}}(\d{{4}})", re.IGNORECASE
)
_WORDS_MONTH_FIRST = re.compile(
    rf"{_MONTH}\s{{1,3}}(\d{{1,2}})(?:\s|,){{1,3}}(\d{{4}})", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s|-|,){1,3}([A-Za-z]{3})[A-Za-z]{0,6}\.?(?:\s|-|,){1,3}(\d{4}|\d{2})(?!\d)"
)
_ENGLISH_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3})[A-Za-z]{0,6}\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?(?:\s|,){1,3}(\d{4})"
)
_ASCTIME = re.compile(
    r"([A-Za-z]{3})\s{1,2}(\d{1,2})\s(?=\d{2}:\d{2}:\d{2}\s(?:[A-Z]{3,4}(?:[+-]\d{2}:\d{2})?\s)?(\d{4}))"
)
_TIME = re.compile(
    r"(?<![\d+])(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{2})(?:\s?:\s?(\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s?(SA|CH|AM|PM|sáng|chiều|tối)(?![a-z]))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s?([+-])\s?(\d{1,2})|([+-])(\d{1,2})):?(00|15|30|45)?(?!\d)")
_ZULU = re.compile(r"\b(?:GMT|UTC|UT)\b|(?<=\d)\s?Z\b", re.IGNORECASE)
_US_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ZONE_NAME = re.compile(r"\b(ICT|[ECMP][SD]T)\b")

_DAY_ALONE = re.compile(
    r"[^\w/]{0,3}(?:ngày\s)?(\d{1,2})\s?(?:[-/]|tháng|thg|th)\.?\s?(\d{1,2})(?=[^\w/.-]|$)",
    re.IGNORECASE,
)
_DAYS_BACK = {"hôm nay": 0, "hôm qua": 1, "hôm kia": 2}
_JUST_NOW = re.compile(r"vừa xong|(?:vài|ít) (?:giây|phút) trước", re.IGNORECASE)
_DAY_BACK = re.compile("|".join(_DAYS_BACK), re.IGNORECASE)
_AGO = re.compile(
    r"(\d{1,3}|một)\s?(phút|giờ|tiếng|ngày|tuần|tháng|năm)(?:\s\w{1,5})?\strước", re.IGNORECASE
)
_SPANS = {
    "phút": timedelta(minutes=1),
    "giờ": timedelta(hours=1),
    "tiếng": timedelta(hours=1),
    "ngày": timedelta(days=1),
    "tuần": timedelta(weeks=1),
    "tháng": timedelta(days=30),
    "năm": timedelta(days=365),
}
# In a longer text, a word such as "hôm qua" is part of a story and not the date.
_RELATIVE_AT_MOST = 40

_MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_MONTH_WORDS = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}


def parse_date(
    raw: str,
    *,
    now: datetime,
    month_first: bool = False,
    fallback: time.struct_time | None = None,
) -> datetime | None:
    """Return the datetime in UTC that `raw` names, or None if there is none or it is implausible.

    `month_first` reads 11/20/2026 style dates; see `writes_month_first`. `fallback` is the feed
    parser's UTC `struct_time`, used if the form of `raw` is unknown here. `now` is an aware
    datetime.
    """
    text = " ".join(raw.split())[:120]
    try:
        moment = _read_standard(text) or _read(text, month_first)
        moment = moment or _read_relative(text, now.astimezone(VIETNAM), month_first)
        if moment is None and fallback is not None:
            moment = datetime.fromtimestamp(calendar.timegm(fallback), UTC)
        return _plausible(moment, now)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """Return `moment` in UTC, or None if it cannot be a publication date."""
    if moment is None:
        return None
    local_year = moment.astimezone(VIETNAM).year
    if not OLDEST_YEAR <= local_year <= now.year + 1 or moment > now + _AHEAD_AT_MOST:
        return None
    return moment.astimezone(UTC)


def writes_month_first(raws: Iterable[str]) -> bool:
    """Return whether the dates can only be month/day/year (a server with American settings)."""
    pairs = [
        (int(found.group(1)), int(found.group(3)))
        for raw in raws
        if (found := _DAY_FIRST.search(raw)) and found.group(2) == "/"
    ]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


def _read_standard(text: str) -> datetime | None:
    """Parse an unambiguous standard form. Returns None for any other text; may raise ValueError."""
    if _RFC_3339.fullmatch(text):
        return datetime.fromisoformat(text)
    found = _RFC_822.fullmatch(text)
    if found is None or found[2].lower() not in _MONTHS:
        return None
    day, year, hour, minute, second = map(int, found.group(1, 3, 4, 5, 6))
    shift = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    zone = timezone(-shift if found[7] == "-" else shift)
    return datetime(year, _MONTHS[found[2].lower()], day, hour, minute, second, tzinfo=zone)


def _read(text: str, month_first: bool) -> datetime | None:
    """Parse the portal formats: epoch, compact, or day and time. Returns None for other text; may
    raise ValueError."""
    epoch = _EPOCH.match(text)
    if epoch:
        return datetime.fromtimestamp(int(epoch.group(1)), UTC)
    compact = _COMPACT.match(text)
    if compact:
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        zone = _zone(text[compact.end() :])
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    found = _read_day(text, month_first)
    if found is None:
        return None
    on, rest = found
    hour, minute, second, after = _read_time(rest)
    return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=_zone(after))


def _read_relative(text: str, now: datetime, month_first: bool) -> datetime | None:
    """Parse a time relative to `now`, which is in Vietnamese time. Returns None if there is
    none."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > _RELATIVE_AT_MOST:
        return None
    if _JUST_NOW.search(text):
        return now.replace(second=0, microsecond=0)
    if found := _AGO.search(text):
        count = 1 if found[1].lower() == "một" else int(found[1])
        moment = now - count * _SPANS[found[2].lower()]
        exact = _SPANS[found[2].lower()] < timedelta(days=1)
        return moment.replace(second=0, microsecond=0) if exact else _at(moment.date(), "")
    if found := _DAY_BACK.search(text):
        day = now.date() - timedelta(days=_DAYS_BACK[found[0].lower()])
        return _at(day, f"{text[: found.start()]} {text[found.end() :]}")
    if found := _DAY_ALONE.match(text):
        day_, month = (int(part) for part in found.groups()[:: -1 if month_first else 1])
        day = date(now.year, month, day_)
        # In January the list still shows dates of December.
        if day > (now + _AHEAD_AT_MOST).date():
            day = date(now.year - 1, month, day_)
        return _at(day, text[found.end() :])
    return None


def _at(day: date, text: str) -> datetime:
    """Return the time in `text` on that day in Vietnam, or midnight if it names no time."""
    hour, minute, second, _ = _read_time(text)
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=VIETNAM)


def _read_day(text: str, month_first: bool) -> tuple[date, str] | None:
    """Return the day that `text` names and the text around it, or None."""
    if found := _YEAR_FIRST.search(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.search(text) or _BOX.match(text):
        day, month, year = int(found.group(1)), int(found.group(3)), _year(found.group(4))
        if (month_first and found.group(2) == "/") or month > 12:
            day, month = month, day
    elif found := _WORDS.search(text):
        day, year, month = int(found.group(1)), int(found.group(3)), _month(found.group(2))
    elif found := _WORDS_MONTH_FIRST.search(text):
        day, year, month = int(found.group(2)), int(found.group(3)), _month(found.group(1))
    elif found := _ASCTIME.search(text):
        month = _MONTHS.get(found.group(1).lower(), 0)
        day, year = int(found.group(2)), int(found.group(3))
    elif found := _ENGLISH.search(text):
        day, year = int(found.group(1)), _year(found.group(3))
        month = _MONTHS.get(found.group(2).lower(), 0)
    elif found := _ENGLISH_MONTH_FIRST.search(text):
        month = _MONTHS.get(found.group(1).lower(), 0)
        day, year = int(found.group(2)), int(found.group(3))
    else:
        return None
    return date(year, month, day), f"{text[: found.start()]} {text[found.end() :]}"


def _month(words: str) -> int:
    """Return the month of a number or of a word that the date patterns match."""
    word = " ".join(words.lower().split())
    return int(word) if word.isdigit() else _MONTH_WORDS[word]


def _year(digits: str) -> int:
    """Return the year; two digits are years since 2000."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _read_time(text: str) -> tuple[int, int, int, str]:
    """Return hour, minute, second and the text after them; midnight if there is no time."""
    found = _TIME.search(text)
    if found is None:
        return 0, 0, 0, text
    hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3))
    half = (found.group(4) or "").lower()
    # Some servers write "13:35:00 CH": they add the mark to a 24-hour clock.
    if half in ("ch", "pm", "chiều", "tối") and hour < 12:
        hour += 12
    elif half in ("sa", "am", "sáng") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return 0, 0, 0, text
    return hour, minute, min(second, 59), text[found.end() :]


def _zone(after: str) -> tzinfo:
    """Return the time zone that follows a time, or Vietnamese time if none is named."""
    offset = _OFFSET.search(after)
    if offset:
        sign, hours = offset[1] or offset[3], offset[2] or offset[4]
        if int(hours) > 14:
            return VIETNAM
        shift = timedelta(hours=int(hours), minutes=int(offset[5] or 0))
        return timezone(-shift if sign == "-" else shift)
    name = _ZONE_NAME.search(after)
    if name:
        return timezone(timedelta(hours=_US_ZONES.get(name.group(1), 7)))
    return UTC if _ZULU.search(f"0{after}") else VIETNAM
