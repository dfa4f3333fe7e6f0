"""What a page says, for the hints: only its model knows where its texts and pictures stand."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.models import Page

from network.media.sources import Sourced

from .hints import Content, Hint, HintCode, NumberStatus, Severity, find_hints
from .hints.wording import explain, locate
from .models import LegalBasis
from .page_files import files_of

# A place of the menu is its agency's own words and names no source.
_OF_SOURCED_PAGES = frozenset(
    {
        HintCode.SOURCE_MISSING,
        HintCode.SOURCE_INCOMPLETE,
        HintCode.SOURCE_VAGUE,
        HintCode.SOURCE_LINK_DEAD,
    }
)


@dataclass(frozen=True, slots=True)
class ShownHint:
    """A hint as the review desk shows it: a sentence, and where."""

    severity: Severity
    message: str
    place: str


def hints_of(page: Page) -> list[Hint]:
    """Return what is to be looked at in `page` as it is in memory; what blocks stands first.

    Pages say what they hold by `moderation_content() -> Content`, and which files must be readable
    by `moderation_files()`; a page without them has none.
    """
    if not hasattr(page, "moderation_content"):
        return []
    content: Content = replace(page.moderation_content(), files=files_of(page))
    sourced = isinstance(page, Sourced)
    return [hint for hint in find_hints(content) if sourced or hint.code not in _OF_SOURCED_PAGES]


def hints_for(page: Page) -> list[ShownHint]:
    """Return the hints in the words of the screen."""
    return [
        ShownHint(
            severity=hint.severity,
            message=explain(hint),
            place="; ".join(
                f"{locate(place)}: {place.snippet}" if place.snippet else locate(place)
                for place in hint.places
            ),
        )
        for hint in hints_of(page)
    ]


def blocking_codes(page: Page) -> list[str]:
    """Return the codes of the hints that block the appraisal of `page`."""
    return [hint.code.value for hint in hints_of(page) if hint.severity is Severity.BLOCKS]


def number_statuses(numbers: Iterable[str], *, day: dt.date) -> Mapping[str, NumberStatus]:
    """Return what the checklist's legal bases tell on `day` of document numbers; one query.

    UNKNOWN for a number that is no basis: what a register of documents has, it tells first.
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
