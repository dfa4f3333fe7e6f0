"""Determine from document numbers which legal document an item is about. Pure: takes text, returns
a key.

An article that cites three decrees in passing is about none of them. A plan to implement a decree,
a draft that amends it and its correction are other documents than the decree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from legal_updates.citations import DocumentNumber, find_document_numbers, number_from_link
from legal_updates.numbers.issuers import issuer_of
from network.core.text import fold

# Words after which a number is only a reference to another document. The last such word before the
# number decides: "triển khai Luật: Bộ ban hành Thông tư 1/2026/TT-BTC" is about the circular.
_REFERS = re.compile(
    r"\b(?:sua doi|bo sung|thay the|bai bo|dinh chinh|hop nhat|trien khai|thuc hien|thi hanh"
    r"|huong dan|quy dinh chi tiet|can cu|lay y kien|gop y|du thao|de xuat|kien nghi|tuyen truyen"
    r"|pho bien|tap huan|hoi nghi|hoi thao|quan triet|so ket|tong ket|giam sat|cuoc thi|tim hieu"
    r"|ngung hieu luc|het hieu luc)\b"
)
_ISSUES = re.compile(
    r"\b(?:ban hanh|ky|cong bo|thong qua|ra|toan van|noi dung|diem moi|gioi thieu|chi tiet)\b"
)
_ONLY_JOINED = re.compile(
    r"(?: |,|;|va|cung|hoac|so|nghi dinh|thong tu|lien tich|quyet dinh|nghi quyet|luat|bo luat"
    r"|chi thi|ke hoach|cong van)*"
)
# Titles of round-ups of several policies: a single number in them is only an example.
_ROUND_UP = re.compile(
    r"\b(?:chinh sach (?:moi )?(?:noi bat |quan trong )?(?:co hieu luc|tu thang|thang|se co)"
    r"|(?:hang )?loat (?:chinh sach|quy dinh|luat|van ban)|(?:diem|ban) tin|tong hop"
    r"|(?:nhung|cac|\d+) (?:chinh sach|quy dinh|luat|nghi dinh|thong tu|van ban)"
    r"|chinh sach (?:moi )?(?:noi bat|nao)|co hieu luc tu thang|van ban moi trong)\b"
)
# Titles about what takes effect in a month: the documents that they name are not their subject.
_OF_A_MONTH = re.compile(r"\b(?:chinh sach|quy dinh|luat|van ban)\b.{0,40}\b(?:tu|trong) thang\b")
_AT_THE_START = 40
_DATE = re.compile(
    r"ngay (?:\d{1,2} \d{1,2} (\d{4})|\d{1,2} thang \d{1,2} nam (\d{4}))|^ ?nam (\d{4})\b"
)
_NEAR_DATE = 300


@dataclass(frozen=True, slots=True)
class Numbers:
    """The document numbers of an item, by the part of the item that holds them."""

    title: Sequence[DocumentNumber]
    link: DocumentNumber | None
    excerpt: Sequence[DocumentNumber]


@dataclass(frozen=True, slots=True)
class Policy:
    """A legal document: number, symbol and body in `key`; `year` if the text gives one.

    Numbers without a year ("3467/QĐ-BYT") restart each January, so compare `year` too. `series`
    distinguishes equal numbers of different series, "" if unknown or not needed: see `series_of`.
    """

    key: str
    year: int | None
    series: str = ""


def read_numbers(*, title: str, link: str | None, excerpt: str) -> Numbers:
    """Find the document numbers in title, link and excerpt of an item."""
    return Numbers(
        title=find_document_numbers(title),
        link=number_from_link(link) if link else None,
        excerpt=find_document_numbers(excerpt) if excerpt else (),
    )


def policy_of(
    numbers: Numbers, *, title: str, link: str | None, excerpt: str, owner: str
) -> Policy | None:
    """Return the one document that the item is about, or None if that is not clear.

    The number must be in the title, else in the link, else be the only one of an excerpt that
    reports its issue. Its issuing body must be known; `owner` runs the portal.
    """
    found = _subject(numbers, title, link, excerpt)
    if found is None:
        return None
    number, text = found
    # Try the title alone first: an excerpt also names bodies that only implement the document.
    issuer = issuer_of(number, title) or issuer_of(number, f"{title} . {excerpt}", owner)
    if issuer is None:
        return None
    year = number.year or _year(number, text)
    return Policy(f"{number.key}|{issuer}", year, series_of(number))


def series_of(number: DocumentNumber) -> str:
    """Return the series within a symbol, or "" if there is none or the type is unknown.

    The National Assembly counts laws and resolutions separately (Luật and Nghị quyết
    116/2025/QH15).
    """
    if not re.fullmatch(r"QH\d{1,2}", number.symbol):
        return ""
    return "luat" if number.type == "bo_luat" else number.type or ""


def _subject(
    numbers: Numbers, title: str, link: str | None, excerpt: str
) -> tuple[DocumentNumber, str] | None:
    """Return the number that the item is about and the text that contains it, or None."""
    if numbers.title:
        number = _leading(numbers.title, title)
        return (number, title) if number else None
    if _ROUND_UP.search(fold(title)):
        return None
    if numbers.link and link and not _refers(_slug_before(numbers.link, link)):
        return numbers.link, excerpt if _names(numbers.excerpt, numbers.link) else title
    if len({each.key for each in numbers.excerpt}) == 1:
        number = numbers.excerpt[0]
        before = excerpt[: number.span[0]]
        told = len(before) <= _AT_THE_START or _issues(fold(before))
        return (number, excerpt) if told and not _refers(fold(before)) else None
    return None


def _leading(numbers: Sequence[DocumentNumber], title: str) -> DocumentNumber | None:
    """Return the first number of a title if it is the title's subject; None if it is a reference or
    one of several."""
    first = numbers[0]
    before = fold(title[: first.span[0]])
    if _refers(before) or _OF_A_MONTH.search(before):
        return None
    second = next((each for each in numbers if each.key != first.key), None)
    if second is None:
        return first
    between = fold(title[first.span[1] : second.span[0]])
    return None if _ONLY_JOINED.fullmatch(between) else first


def _refers(before: str) -> bool:
    """Return whether the last keyword before a number marks it as a mere reference."""
    return _last(_REFERS, before) > _last(_ISSUES, before)


def _issues(before: str) -> bool:
    """Return whether the text contains a word for issuing a document."""
    return _last(_ISSUES, before) >= 0


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return the position of the pattern's last match, -1 for none."""
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _slug_before(number: DocumentNumber, link: str) -> str:
    """Return the words of a link's slug before the document number."""
    slug = fold(unquote(link[slice(*number.span)]).replace("_", " "))
    begin = re.search(rf"\b0*{re.escape(fold(number.number))}\b", slug)
    return slug[: begin.start()] if begin else slug


def _names(numbers: Sequence[DocumentNumber], number: DocumentNumber) -> bool:
    """Return whether the numbers include `number`."""
    return any(each.key == number.key for each in numbers)


def _year(number: DocumentNumber, text: str) -> int | None:
    """Return the year of the date next to a number that has none of its own, or None."""
    named = next((each for each in find_document_numbers(text) if each.key == number.key), None)
    if named is None:
        return None
    after = fold(text[named.span[1] : named.span[1] + _NEAR_DATE])
    date = _DATE.search(after)
    return int(next(filter(None, date.groups()))) if date else None
