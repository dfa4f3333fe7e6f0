"""Official letters and regulations as DOCX, in the layout of Decree 30/2020/NĐ-CP.

Number and signature are left out. The layout is in the templates of `letter_files`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

from .letter_files import content_of, docx_response, fill
from .registry import Registry


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The common head of all letters of the province: superior body of the issuers, and place."""

    parent: str
    place: str


# Exactly one entry, registered by the app with the network's settings.
LETTERHEAD = Registry[Callable[[], Letterhead]]("what letters begin with")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLetter:
    """An official letter (công văn): issuer, recipients, subject, text."""

    # The superior body of the issuer, and the issuer.
    parent: str
    issuer: str
    # Letters after the number. The number itself is assigned at signing.
    symbol: str
    place: str
    subject: str
    addressee: str
    paragraphs: Sequence[str]
    # Numbered points between the first paragraph and the others.
    points: Sequence[str] = ()
    signed_as: str
    recipients: Sequence[str]
    # None leaves day and month blank.
    date: dt.date | None = None

    @property
    def body(self) -> list[str]:
        """Return all paragraphs in their order; points come after the first one."""
        first, *others = self.paragraphs
        return [first, *self.points, *others]

    @property
    def written_at(self) -> str:
        """Return place and date."""
        return formal_date(self.place, self.date)


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a regulation: its heading and its clauses."""

    heading: str
    clauses: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """A regulation issued with a decision."""

    parent: str
    issuer: str
    title: str
    about: str
    # The decision with which it is issued.
    under: str
    articles: Sequence[Article]


def letters_docx(letters: Iterable[OfficialLetter]) -> bytes:
    """Return one DOCX file. Each letter starts on a new page with its own page numbers.

    There must be at least one letter. Raises BrokenTemplateError.
    """
    # Imported here, because only these exports need it.
    from docx.enum.section import WD_SECTION

    first, *others = [fill("letter.docx", letter=letter) for letter in letters]
    for other in others:
        # A new section copies margins and page numbers from the previous one.
        first.docx.add_section(WD_SECTION.NEW_PAGE)
        for element in other.docx.element.body[:-1]:
            first.docx.element.body[-1].addprevious(element)
    return content_of(first)


def letters_response(*, name: str, letters: Iterable[OfficialLetter]) -> HttpResponse:
    """Return the letters as a DOCX file. Today's date is appended to `name`."""
    return docx_response(name, lambda: letters_docx(letters))


def rules_response(*, name: str, rules: RuleBook) -> HttpResponse:
    """Return a regulation as a DOCX file to be completed."""
    return docx_response(name, lambda: content_of(fill("regulation.docx", rules=rules)))


def formal_date(place: str, date: dt.date | None) -> str:
    """Return place and date of a letter: days below 10 and months 1 and 2 have a leading zero."""
    if date is None:
        return f"{place}, ngày …… tháng …… năm {timezone.localdate().year}"
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"{place}, ngày {date.day:02} tháng {month} năm {date.year}"
