"""Parse mentions of document numbers with their context. Pure, without Django.

A number does not identify a document (`legal_updates.citations`): type, date of issue and issuing
body beside it distinguish documents with the same number.
"""

import datetime as dt
import re
from dataclasses import dataclass

from legal_updates.citations import DocumentNumber, find_document_numbers
from legal_updates.numbers.issuers import issuer_of

# Characters read after and before a number, as in "Nghị định số 100/2019/NĐ-CP ngày 30 tháng 12 năm
# 2019 của Chính phủ quy định ..."
_AFTER = 160
_BEFORE = 60
_DATE = re.compile(
    r"ngày\s{1,3}(?P<day>\d{1,2})\s{0,2}(?:[/.\-]|tháng)\s{0,2}(?P<month>\d{1,2})\s{0,2}"
    r"(?:[/.\-]|năm)\s{0,2}(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
# Only text that belongs to the number may stand between number and date.
_DATE_WITHIN = 25
_SENTENCE_END = re.compile(r"[.;]\s|\n")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a text. `issuer` is a key as returned by `issuer_of`, or "" if unknown."""

    number: DocumentNumber
    issued_on: dt.date | None = None
    issuer: str = ""

    @property
    def key(self) -> str:
        """Return the normalised number, equal for all spellings."""
        return self.number.key

    @property
    def year(self) -> int | None:
        """Return the year of issue, from the number or the date beside it, or None."""
        return self.number.year or (self.issued_on.year if self.issued_on else None)


def read_mentions(text: str) -> list[Mention]:
    """Return every number mentioned in plain `text`, in order, with its context."""
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
