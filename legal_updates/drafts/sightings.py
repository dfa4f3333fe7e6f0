"""Texts that name documents which the register may lack."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from network.core.registry import Registry

from ..bodies import level_of
from ..choices import BodyLevel
from ..models import DocumentDraft
from ..models.documents import NUMBER_LENGTH
from ..models.drafts import ISSUER_LENGTH
from ..numbers.document_number import DocumentNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A document named in a text, which is of `seen_at`; `who` says whose text it is.

    `issuer` is a key as `issuer_of` gives it, "" where neither symbol nor words tell; `title` and
    `official_url` are what an official source says, "" for a mere mention.
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
        """Return whether it tells which document is meant: every province and commune has its
        own 24/KH-UBND each year."""
        fits = 0 < len(self.issuer) <= ISSUER_LENGTH and len(str(self.number)) <= NUMBER_LENGTH
        return fits and (self.year is not None or level_of(self.issuer) == BodyLevel.CENTRAL)

    def is_of(self, draft: DocumentDraft) -> bool:
        """Return whether it may be of the document of a draft."""
        same = (self.number.key, self.issuer) == (draft.number_key, draft.issuer_key)
        return same and (self.year == draft.year or None in (self.year, draft.year))


# Where drafts are named: each floor registers what finds the texts that it keeps, the best first.
SIGHTINGS = Registry[Callable[[DocumentDraft], Iterable[Sighting]]]("texts that name a document")


def sightings_of(draft: DocumentDraft) -> list[Sighting]:
    """Return what the texts say that name the document of a draft, the official ones first."""
    found = [each for find in SIGHTINGS.values() for each in find(draft) if each.is_of(draft)]
    return sorted(found, key=lambda each: not each.title)
