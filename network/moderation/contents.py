"""Collect the checkable content of a page and the hints about it.

Each page model supplies its own texts and pictures, because only the model knows which fields hold
them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.models import Page

from network.media.sources import Sourced

from .hints import Content, Hint, HintCode, NumberStatus, Severity, find_hints
from .hints.wording import explain, locate
from .models import LegalBasis
from .page_files import files_of

# Hints about the source and the text. They do not apply to pages without source fields, such as
# menu pages with the agency's own words.
_OF_SOURCED_PAGES = frozenset(
    {
        HintCode.SOURCE_MISSING,
        HintCode.SOURCE_INCOMPLETE,
        HintCode.SOURCE_VAGUE,
        HintCode.SOURCE_LINK_DEAD,
        HintCode.WORDLESS,
    }
)


@dataclass(frozen=True, slots=True)
class ShownHint:
    """A hint as the review desk shows it: severity, sentence, and the passages it refers to."""

    severity: Severity
    message: str
    place: str


def hints_of(page: Page) -> list[Hint]:
    """Return the hints about `page` in its in-memory state, blocking ones first.

    Page models provide `moderation_content() -> Content` and `moderation_files()`. A page model
    without `moderation_content` gets no hints.
    """
    if not hasattr(page, "moderation_content"):
        return []
    content: Content = replace(page.moderation_content(), files=files_of(page))
    sourced = isinstance(page, Sourced)
    return [hint for hint in find_hints(content) if sourced or hint.code not in _OF_SOURCED_PAGES]


def hints_for(page: Page) -> list[ShownHint]:
    """Return the hints about `page`, translated for display."""
    return [
        ShownHint(
            severity=hint.severity,
            message=explain(hint),
            place="; ".join(
                f"{locate(passage)}: {passage.snippet}" if passage.snippet else locate(passage)
                for passage in hint.passages
            ),
        )
        for hint in hints_of(page)
    ]


def blocking_codes(page: Page) -> list[str]:
    """Return the codes of the hints that block the appraisal of `page`."""
    return [hint.code.value for hint in hints_of(page) if hint.severity is Severity.BLOCKS]


def number_statuses(numbers: Iterable[str], *, day: dt.date) -> Mapping[str, NumberStatus]:
    """Return the status on `day` of document numbers found among the checklist's legal bases.

    UNKNOWN for any other number. One query. This is the fallback; a register of documents overrides
    it.
    """
    wanted = list(numbers)
    known = {row.number: row for row in LegalBasis.objects.filter(number__in=wanted)}
    return {number: _status(known.get(number), day) for number in wanted}


def _status(basis: LegalBasis | None, day: dt.date) -> NumberStatus:
    if basis is None:
        return NumberStatus.UNKNOWN
    if basis.valid_to and basis.valid_to < day:
        return NumberStatus.EXPIRED
    if basis.valid_from and basis.valid_from > day:
        return NumberStatus.NOT_YET_IN_FORCE
    return NumberStatus.IN_FORCE
