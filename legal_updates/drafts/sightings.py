"""Texts that name a document which the register may lack."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from network.core.registry import Registry

from ..bodies import level_of
from ..models import DocumentDraft
from ..models.choices import BodyLevel
from ..models.documents import NUMBER_LENGTH
from ..models.drafts import ISSUER_LENGTH
from ..numbers.document_number import DocumentNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A document named in a text. `seen_at` is the time of the text, `who` its publisher.

    `issuer` is a key as from `issuer_of`, or "" if unknown; `title` and `official_url` are set by
    official sources only.
    """

    number: DocumentNumber
    issuer: str
    seen_at: dt.datetime
    year: int | None = None
    issued_on: dt.date | None = None
    title: str = ""
    official_url: str = ""
    who: str = ""
    words: str = ""
    url: str = ""

    @property
    def is_told(self) -> bool:
        """Return whether the sighting identifies a document.

        Every province and commune has its own 24/KH-UBND each year, so a local number needs body
        and year.
        """
        fits = 0 < len(self.issuer) <= ISSUER_LENGTH and len(str(self.number)) <= NUMBER_LENGTH
        return fits and (self.year is not None or level_of(self.issuer) == BodyLevel.CENTRAL)

    def is_of(self, draft: DocumentDraft) -> bool:
        """Return whether the sighting may concern the document of a draft."""
        same = (self.number.key, self.issuer) == (draft.number_key, draft.issuer_key)
        return same and (self.year == draft.year or None in (self.year, draft.year))


# Functions that find sightings of a draft. Each app registers one for its own texts; earlier ones
# take precedence.
SIGHTINGS = Registry[Callable[[DocumentDraft], Iterable[Sighting]]]("texts that name a document")


def sightings_of(draft: DocumentDraft) -> list[Sighting]:
    """Return the sightings of a draft's document, official ones first."""
    found = [each for find in SIGHTINGS.values() for each in find(draft) if each.is_of(draft)]
    return sorted(found, key=lambda each: not each.title)
