"""Detect personal data that should not appear in a public text.

False alarms would teach people to ignore the hints, so a number must match the exact shape of its
kind and show no sign of another kind (document numbers, dates, amounts, file codes). Kinds with a
weak shape also need a keyword before the number. All patterns have bounded repeats, so scanning
takes time proportional to the length of the text.

Citizen numbers: Nghị định 137/2015/NĐ-CP, Điều 13 (3 digits for the place of birth registration, 1
for century and sex, 2 for the year, 6 random), kept by Luật Căn cước 2023, Điều 12. Province codes:
Thông tư 07/2016/TT-BCA; the codes after the mergers of 2025 are among the old ones.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from network.core.text import nfc

from .types import PASSAGES_SHOWN, SNIPPET_LENGTH, Content, Hint, HintCode, Passage, shorten

_PROVINCES = """
    001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036
    037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075
    077 079 080 082 083 084 086 087 089 091 092 093 094 095 096
"""
_KNOWN_PROVINCES = frozenset(_PROVINCES.split())
# Excludes digits inside another number, a code or a URL: "H21-260105", "100/2019",
# "…-0905123456.html".
_NUMBER_START = r"(?<![\w.,+-])(?<!\d/)"
_NUMBER_END = r"(?![\w-]|[.,/]\w)"
# Usual groupings of the 12 digits: 3-3-3-3, 4-4-4, 3-9, 6-6, 3-3-6, 3-1-2-6.
_CITIZEN_NUMBER = re.compile(
    _NUMBER_START
    + r"\d(?:\d{11}|\d\d([ .])\d{3}\1\d{3}\1\d{3}|\d{3}([ .])\d{4}\2\d{4}|\d\d[ .]\d{9}"
    + r"|\d{5}[ .]\d{6}|\d\d([ .])\d{3}\3\d{6}|\d\d([ .])\d\4\d\d\4\d{6})"
    + r"(?![\w-]|[.,]\w|/\d)"
)
_OLD_CITIZEN_NUMBER = re.compile(
    _NUMBER_START + r"\d(?:\d{8}|\d\d([ .])\d{3}\1\d{3})" + _NUMBER_END
)
# A mobile number: 3, 5, 7, 8 or 9 and eight more digits, after 0 or the country code 84. Two
# numbers may be joined by a slash.
_MOBILE = re.compile(
    r"(?:(?<![\w.,-])|(?<=ĐT))(?:\(?(?:\+|00)84\)?[ .-]?(?:\(0\))?|84|\(?0)"
    r"[35789]\d(?:[ .)-]{0,2}\d){7}(?![\w@-]|[.,]\w|/(?!\(?0\d\d)\w)"
)
_LANDLINE = re.compile(
    _NUMBER_START + r"\(?02\d{1,2}\)?[ .-]{0,2}\d(?:[ .-]?\d){6,7}" + _NUMBER_END
)
_FREE_MAIL = re.compile(
    r"@(?:gmail|yahoo|ymail|hotmail|outlook|live|icloud|protonmail|proton|zoho|aol|gmx|mail)"
    r"\.(?:com|net|me|ru|vn)(?:\.vn)?(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_MAIL_NAME = re.compile(r"[\w.%+-]{1,64}\Z")
_ACCOUNT = re.compile(_NUMBER_START + r"\d(?:[ .-]?\d){7,18}" + _NUMBER_END)
_PARCEL = re.compile(
    r"thửa(?: đất)? số ?:? ?\d{1,5}|thửa(?: đất)? ?:? ?\d{1,5} ?[,;(-]? ?(?:thuộc )?tờ"
    r"|tờ bản đồ(?: địa chính)?(?: số)? ?:? ?\d{1,4}(?![\d/])",
    re.IGNORECASE,
)

_OLD_CITIZEN_WORDS = re.compile(r"\b(?:CMND|CMTND|CMT|chứng minh (?:nhân dân|thư))", re.IGNORECASE)
_CITIZEN_WORDS = re.compile(
    r"\b(?:CCCD|căn cước|định danh cá nhân|thẻ căn cước|CMND|chứng minh nhân dân)", re.IGNORECASE
)
_ACCOUNT_WORDS = re.compile(r"số tài khoản|tài khoản số|\bSTK\b|\bTK số|số TK\b", re.IGNORECASE)
_TREASURY = re.compile(r"kho bạc|\bKBNN\b", re.IGNORECASE)
_HOME_WORDS = re.compile(r"nhà riêng|(?:điện thoại|số máy) (?:ở )?nhà\b", re.IGNORECASE)
# Words before a phone number that an agency publishes for callers.
_OFFICIAL_WORDS = re.compile(
    r"đường dây nóng|hotline|tổng đài|trực ban|số trực|điện thoại trực|số máy trực"
    r"|điện thoại cơ quan|điện thoại công vụ",
    re.IGNORECASE,
)
# Words before ten or twelve digits of another kind: a tax code of Hồ Chí Minh City starts with 03,
# like a mobile number. A person's tax code is their citizen number, though.
_FILE_WORDS = re.compile(
    r"mã (?:hồ sơ|đơn|vạch|giao dịch|vận đơn|bưu gửi|tra cứu)|số tài khoản|\bSTK\b"
    r"|sê-ri|\bseri|ISBN",
    re.IGNORECASE,
)
_CODE_WORDS = re.compile(rf"{_FILE_WORDS.pattern}|\bmã số|\bMST\b|\bmã DN\b", re.IGNORECASE)
_WORDS_REACH = 60
_PARCEL_REACH = 40
_CLAUSE_END = re.compile(r"[\n;!?]|\. ")


def find_personal_data_hints(content: Content) -> list[Hint]:
    """Return one hint per kind of personal data found, with its passages. Numbers are masked."""
    parts = [
        (part, index, nfc(text).replace("\xa0", " "))
        for part, index, text in content.written_parts()
    ]
    hints = []
    for code, find in _FINDERS.items():
        found = [(part, index, text, span) for part, index, text in parts for span in find(text)]
        passages = tuple(
            Passage(part, index, _snippet(text, *span))
            for part, index, text, span in found[:PASSAGES_SHOWN]
        )
        if passages:
            hints.append(Hint(code, passages, len(found)))
    return hints


def personal_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) spans of personal data in `text`, sorted. `text` must be in NFC.

    Spans may touch or overlap. Of a land parcel both numbers are returned, parcel and map sheet;
    the hints show only one of them.
    """
    text = text.replace("\xa0", " ")
    found = [span for find in _FINDERS.values() for span in find(text)]
    return sorted([*found, *(parcel.span() for parcel in _PARCEL.finditer(text))])


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number that identifies or reaches a person: kind, bare digits, and a masked snippet for
    display."""

    code: HintCode
    digits: str
    snippet: str


def private_numbers(text: str) -> Iterator[PrivateNumber]:
    """Yield the citizen numbers, then the private phone numbers in `text`.

    A phone number has the same digits with and without country code: +84 becomes 0.
    """
    text = nfc(text).replace("\xa0", " ")
    for code in (HintCode.CITIZEN_NUMBER, HintCode.PHONE_NUMBER):
        for start, end in _FINDERS[code](text):
            digits = re.sub(r"\D", "", text[start:end])
            if code is HintCode.PHONE_NUMBER:
                digits = _COUNTRY.sub("0", digits)
            yield PrivateNumber(code, digits, _snippet(text, start, end))


_COUNTRY = re.compile(r"^(?:00)?840?(?=[1-9])")
Spans = Iterator[tuple[int, int]]


def _citizen_numbers(text: str) -> Spans:
    for found in _CITIZEN_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        shaped = digits[:3] in _KNOWN_PROVINCES and digits[3] in "0123"
        if _follows(text, found.start(), _CITIZEN_WORDS) or (
            shaped and not _is_named(text, found.start(), _FILE_WORDS)
        ):
            yield found.span()
    for found in _OLD_CITIZEN_NUMBER.finditer(text):
        if _follows(text, found.start(), _OLD_CITIZEN_WORDS):
            yield found.span()


def _phone_numbers(text: str) -> Spans:
    for found in _MOBILE.finditer(text):
        other = _is_named(text, found.start(), _CODE_WORDS)
        official = _follows(text, found.start(), _OFFICIAL_WORDS)
        if _is_grouped_as_phone(found[0]) and not other and not official:
            yield found.span()
    for found in _LANDLINE.finditer(text):
        if _follows(text, found.start(), _HOME_WORDS):
            yield found.span()


def _is_grouped_as_phone(number: str) -> bool:
    """Return True for digits grouped like a phone number (0905 123 456, 090.512.3456), False for a
    date with an hour."""
    groups = re.findall(r"\d+", number)
    if groups[0] in ("84", "0084"):
        groups = groups[1:]
        return all(len(group) >= 2 or group == "0" for group in groups)
    return len(groups[0]) >= 3 and all(len(group) >= 2 for group in groups)


def _private_emails(text: str) -> Spans:
    for found in _FREE_MAIL.finditer(text):
        name = _MAIL_NAME.search(text, max(found.start() - 64, 0), found.start())
        if name:
            yield name.start(), found.end()


def _bank_accounts(text: str) -> Spans:
    for found in _ACCOUNT.finditer(text):
        around = text[max(found.start() - _WORDS_REACH, 0) : found.end() + _WORDS_REACH]
        if _follows(text, found.start(), _ACCOUNT_WORDS) and not _TREASURY.search(around):
            yield found.span()


def _land_parcels(text: str) -> Spans:
    """Yield one span per land parcel, although parcel number and map sheet number both match."""
    end = -_PARCEL_REACH - 1
    for found in _PARCEL.finditer(text):
        if found.start() - end > _PARCEL_REACH:
            yield found.span()
        end = found.end()


_FINDERS: dict[HintCode, Callable[[str], Spans]] = {
    HintCode.CITIZEN_NUMBER: _citizen_numbers,
    HintCode.PHONE_NUMBER: _phone_numbers,
    HintCode.PRIVATE_EMAIL: _private_emails,
    HintCode.BANK_ACCOUNT: _bank_accounts,
    HintCode.LAND_PARCEL: _land_parcels,
}


def _follows(text: str, position: int, words: re.Pattern[str]) -> bool:
    """Return whether `words` occur before `position` in the same clause, at most _WORDS_REACH
    characters away."""
    before = text[max(position - _WORDS_REACH, 0) : position]
    ends = [end.end() for end in _CLAUSE_END.finditer(before)]
    return bool(words.search(before, ends[-1] if ends else 0))


def _is_named(text: str, position: int, words: re.Pattern[str]) -> bool:
    """Return whether `words` occur before `position` with no other number in between."""
    before = text[max(position - _WORDS_REACH, 0) : position]
    return bool(words.search(re.split(r"\d", before)[-1]))


def _snippet(text: str, start: int, end: int) -> str:
    """Return the found text with up to 30 characters before it. Private numbers in it are
    masked."""
    before = text[max(start - 30, 0) : start]
    before = before.partition(" ")[2] if start > 30 else before
    return shorten(_cover(before) + _cover(text[start : min(end, start + SNIPPET_LENGTH)]))


def _cover(text: str) -> str:
    """Mask most of each number and mail address, leaving enough to find them in the text."""
    return _DIGITS.sub(_cover_digits, _MAIL_START.sub("…", text))


_MAIL_START = re.compile(r"\w[\w.%+-]{0,62}(?=\w@)")
_DIGITS = re.compile(r"\d(?:[ .()-]{0,2}\d){2,}")


def _cover_digits(found: re.Match[str]) -> str:
    places = [index for index, char in enumerate(found[0]) if char.isdigit()]
    covered = set(places[3:-2] if len(places) >= 8 else places[1:])
    return "".join("•" if index in covered else char for index, char in enumerate(found[0]))
