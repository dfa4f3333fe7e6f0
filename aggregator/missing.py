"""Explain why a document is missing: list the sources that would bring it. Used by the search."""

import re
from dataclasses import dataclass

from legal_updates.citations import DocumentNumber, find_document_numbers
from legal_updates.numbers.issuers import issuer_of
from legal_updates.selectors import numbered
from network.core.text import fold

from .clusters.ranks import rank_of
from .link_services import MANUAL
from .models import LibraryItem, Publisher, Source, SourceLevel

_MOST_SOURCES = 6
_LONGEST_QUESTION = 200
_GAZETTE, _PRESS = (list(Publisher).index(each) for each in (Publisher.GAZETTE, Publisher.PRESS))
# Citizens write decrees without symbol: a number and a year. Only the Government issues decrees.
_DECREE = re.compile(r"\b(?:nghi dinh|nd)(?: so)? (\d{1,4}) (\d{4})\b")
_GOVERNMENT = "chinh phu"


@dataclass(frozen=True)
class MissingNumber:
    """A document number that neither the register nor the library has, and the sources likely to
    bring it."""

    number: str
    sources: list[Source]


def missing_number(question: str) -> MissingNumber | None:
    """Return the missing document that a search question names, or None if it names none or the
    network has it."""
    number = _number_in(question[:_LONGEST_QUESTION])
    if number is None or numbered(str(number)).exists():
        return None
    if LibraryItem.objects.published().filter(document_numbers__contains=[str(number)]).exists():
        return None
    return MissingNumber(str(number), sources_of(number))


def sources_of(number: DocumentNumber) -> list[Source]:
    """Return the sources that would bring a document, the likeliest first, without the press.

    Documents of a central body come from that body's portals, the Government's and the gazettes;
    all others ("QĐ-UBND") from portals of the province and its agencies.
    """
    issuer = issuer_of(number, "")
    level = [SourceLevel.CENTRAL] if issuer else [SourceLevel.PROVINCIAL, SourceLevel.AGENCY]
    sources = Source.objects.exclude(kind=MANUAL).filter(level__in=level).order_by("level", "pk")
    likely = [each for each in sources if rank_of(each) < _PRESS and _may_bring(each, issuer)]
    return sorted(likely, key=lambda each: not _is_of(each, issuer))[:_MOST_SOURCES]


def _number_in(question: str) -> DocumentNumber | None:
    """Return the document number in a question, or None. A decree may be written without symbol."""
    found = find_document_numbers(question)
    decree = None if found else _DECREE.search(" ".join(re.findall(r"\w+", fold(question))))
    if decree:
        found = find_document_numbers(f"{decree[1]}/{decree[2]}/NĐ-CP")
    return found[0] if found else None


def _may_bring(source: Source, issuer: str | None) -> bool:
    """Return whether a source is likely to publish documents of a body; any source if the body is
    unknown."""
    if issuer is None or rank_of(source) == _GAZETTE:
        return True
    return _is_of(source, issuer) or _is_of(source, _GOVERNMENT)


def _is_of(source: Source, issuer: str | None) -> bool:
    """Return whether the source's owner or name contains the body."""
    return issuer is not None and issuer in fold(f"{source.owner} {source.name}")
