"""A number as a text mentions it, with what the words around tell of its document.

Pure: no Django. A number is no identity (`legal_updates.citations`): the kind, the date of issue
and the issuing body beside it tell twins apart.
"""

import datetime as dt
import re
from dataclasses import dataclass

from legal_updates.citations import DocumentNumber, find_document_numbers
from legal_updates.numbers.issuers import issuer_of

# "Nghị định số 100/2019/NĐ-CP ngày 30 tháng 12 năm 2019 của Chính phủ quy định ..."
_AFTER = 160
_BEFORE = 60
_DATE = re.compile(
    r"ngày\s{1,3}(?P<day>\d{1,2})\s{0,2}(?:[/.\-]|tháng)\s{0,2}(?P<month>\d{1,2})\s{0,2}"
    r"(?:[/.\-]|năm)\s{0,2}(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
# Before the date stands nothing but what belongs to the number.
_DATE_WITHIN = 25
_SENTENCE_END = re.compile(r"[.;]\s|\n")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text. `issuer` is a key as `issuer_of` gives it, "" where nothing tells."""

    number: DocumentNumber
    issued_on: dt.date | None = None
    issuer: str = ""

    @property
    def key(self) -> str:
        """What all writings of the number share."""
        return self.number.key

    @property
    def year(self) -> int | None:
        """The year of issue, by the number itself or by the date beside it."""
        return self.number.year or (self.issued_on.year if self.issued_on else None)


def read_mentions(text: str) -> list[Mention]:
    """Return every number that the plain `text` mentions, in order, with what stands around it."""
    numbers = find_document_numbers(text)
    ends = [number.span[0] for number in numbers[1:]] + [len(text)]
    return [_read(text, number, end) for number, end in zip(numbers, ends, strict=False)]


def _read(text: str, number: DocumentNumber, end: int) -> Mention:
    start, stop = number.span
    after = text[stop : min(end, stop + _AFTER)]
    sentence = _SENTENCE_END.split(after, maxsplit=1)[0]
    before = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    return Mention(
        number=number,
        issued_on=_date_in(sentence),
        issuer=issuer_of(number, f"{before}{number}{sentence}") or "",
    )


def _date_in(sentence: str) -> dt.date | None:
    found = _DATE.search(sentence)
    if found is None or found.start() > _DATE_WITHIN:
        return None
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
