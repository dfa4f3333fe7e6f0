"""Parse headings of documents, as portals and tables print them on one line. Pure, without Django.

Example: "Thông tư số 41/2011/TT-BTNMT Quy định về ... ngày 30/11/2011 của Bộ Tài nguyên và Môi
trường". The order of Nghị định 30/2020/NĐ-CP, annex I, is read too.
"""

import datetime as dt
import re
from dataclasses import dataclass

from legal_updates.numbers.document_number import DocumentNumber
from legal_updates.numbers.mentions import find_document_numbers
from network.core.text import clean_input

_DATE = re.compile(
    r"\bngày\s{1,3}(?P<day>\d{1,2})(?:\s?/\s?|\s?-\s?|\s{1,3}tháng\s{1,3})(?P<month>\d{1,2})"
    r"(?:\s?/\s?|\s?-\s?|\s{1,3}năm\s{1,3})(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_RIGHT_AFTER = re.compile(r"[\s,;(]{0,3}")
_OF = re.compile(r"\s{0,3},?\s{0,3}của\s{1,3}", re.IGNORECASE)
# Separator or words with which the title starts after the body.
_ABSTRACT = re.compile(
    r"\s{0,2}:\s{0,2}|\s–\s|[\s,;]{1,4}(?=(?:về|v/v|quy định|ban hành|sửa đổi|bãi bỏ|thay thế"
    r"|hướng dẫn|phê duyệt|công bố|thông qua|triển khai|tăng cường|hợp nhất|đính chính|điều chỉnh"
    r"|bổ sung)\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[\s,:;.–-]{0,5}(?:(?:về việc|v/v)\s{1,3})?", re.IGNORECASE)
_LONGEST_BODY = 400


@dataclass(frozen=True, slots=True)
class Heading:
    """The parsed heading. `body` as written; "" or None for missing parts."""

    number: DocumentNumber
    abstract: str = ""
    body: str = ""
    issued_on: dt.date | None = None


def read_heading(text: str) -> Heading | None:
    """Parse the heading of one document. Returns None if it contains no number."""
    text = clean_input(text.replace('\\"', '"'))
    numbers = find_document_numbers(text)
    if not numbers:
        return None
    number = numbers[0]
    rest = text[number.span[1] :]
    dated = _date_of(rest)
    if dated is None:
        body, after = _body(rest)
        return Heading(number, abstract=_abstract(after), body=body)
    body, after = _body(rest[dated.end() :])
    return Heading(
        number,
        abstract=_abstract(rest[: dated.start()]) or _abstract(after),
        body=body,
        issued_on=_day(dated),
    )


def date_in(text: str) -> dt.date | None:
    """Return the first date written after "ngày", or None."""
    return next((day for found in _DATE.finditer(text) if (day := _day(found))), None)


def _date_of(rest: str) -> re.Match[str] | None:
    """Return the date of issue in the text after the number: directly after it, or the last date.

    The last date counts only at the end of the line or before a body; other dates belong to other
    documents.
    """
    dates = [found for found in _DATE.finditer(rest) if _day(found)]
    if not dates:
        return None
    if _RIGHT_AFTER.fullmatch(rest, 0, dates[0].start()):
        return dates[0]
    last = dates[-1]
    after = rest[last.end() :]
    of_body = _OF.match(after) and not find_document_numbers(after)
    return last if of_body or not after.strip(" .;)") else None


def _body(after: str) -> tuple[str, str]:
    """Return the body named at the start of `after`, and the remaining text."""
    named = _OF.match(after)
    if not named:
        return "", after
    rest = after[named.end() :]
    begin = _ABSTRACT.search(rest)
    body = rest[: begin.start()] if begin else rest
    return body[:_LONGEST_BODY].strip(" .,;"), rest[begin.end() :] if begin else ""


def _abstract(text: str) -> str:
    opening = _OPENING.match(text)
    return text[opening.end() if opening else 0 :].strip(" .,;")


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
