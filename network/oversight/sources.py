"""What the cells of the matrix rest on: rows of the agencies that checks accept as evidence.

Each check declares its sources with `rests_on`, and names the rows of each piece of evidence. The
verdicts of the overseer and the sample audits read these declarations; no check handles verdicts
itself.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse


class EvidenceRef(NamedTuple):
    """A row that evidence rests on: the key of its EvidenceSource, and its primary key."""

    source: str
    pk: int


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A kind of evidence: rows of a model, and the fields by which a person judges them.

    A row counts as replaced as soon as the words of one of `fields`, the content of one of `files`
    or the `contents` change; see `verdicts.fingerprints`. Fields may follow foreign keys
    ("form__title").
    """

    # Stored with verdicts, so it never changes.
    key: str
    model: type[Model]
    fields: tuple[str, ...]
    # File fields; "file__file" for the file of a document or an image.
    files: tuple[str, ...] = ()
    # Those of `fields` that change whenever the same content is entered or published again.
    stamps: tuple[str, ...] = ()
    # Those of `fields` that name and date a paper without telling what is in it. A rejection of
    # texts or files holds whatever they say.
    formal: tuple[str, ...] = ()
    # Those of `fields` that are amounts of money.
    amounts: tuple[str, ...] = ()
    # Returns {primary key: text} for content that is not in `fields`.
    contents: Callable[[Collection[int]], Mapping[int, str]] | None = None
    # A file of the row that is named with it: rejected together with that row.
    is_part: bool = False
    # Admin screen of a row, with its primary key as argument unless `has_screens` is False.
    url_name: str = ""
    has_screens: bool = True
    # Screen that serves the first file of a row; "" if the file has a URL of its own.
    file_url_name: str = ""

    @property
    def label(self) -> str:
        """Return the name of the model."""
        return str(self.model._meta.verbose_name)

    def of(self, pk: int) -> EvidenceRef:
        """Return the reference to a row."""
        return EvidenceRef(self.key, pk)

    def of_row(self, row: Model) -> tuple[EvidenceRef, ...]:
        """Return the reference to a loaded row, as the only one of its evidence."""
        return (self.of(row.pk),)

    def each(self, pks: Iterable[int]) -> tuple[EvidenceRef, ...]:
        """Return the references to several rows."""
        return tuple(self.of(pk) for pk in pks)

    def address(self, pk: int) -> str:
        """Return the URL of the admin screen of a row, "" if there is none."""
        if not self.url_name:
            return ""
        return reverse(self.url_name, args=[pk] if self.has_screens else [])
