"""Fingerprints by which evidence is recognised as unchanged or replaced.

The fingerprints of a row cover the words that a person judges and the content of its files. The
same content entered as a new row, uploaded as a new file, or with other spaces, punctuation and
case has the same fingerprints.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from network.core.text import nfc

from ..models import Requirement
from ..outcomes import CHECKS, Evidence
from ..proofs import DECLARATION
from ..sources import EvidenceRef, EvidenceSource
from .files import facts_of
from .reasons import ReasonAspect

# Length of the part of a fingerprint that covers the fields, for sources with `contents`.
_HEAD = 32
# Amounts of at most so many digits, in đồng, pay for nothing: 1 and 2 đồng are the same evidence.
_TOKEN_DIGITS = 5


@cache
def all_sources() -> dict[str, EvidenceSource]:
    """Return {key: source} of all registered checks and of declarations."""
    declared = [source for check in CHECKS.values() for source in check.sources]
    return {source.key: source for source in [*declared, DECLARATION]}


def sources_of(requirement: Requirement) -> tuple[EvidenceSource, ...]:
    """Return the sources of the cells of a requirement."""
    check = None if requirement.is_declared else CHECKS.get(requirement.check_key)
    return check.sources if check else (DECLARATION,)


class Prints(NamedTuple):
    """Fingerprints of a row: of all that it is judged by, of its texts alone, of its files alone.

    "" for texts or files that the row does not have.
    """

    whole: str
    texts: str = ""
    files: str = ""

    def by(self, aspect: ReasonAspect) -> str:
        """Return the fingerprint that a rejection for a reason about `aspect` stores."""
        if aspect is ReasonAspect.WHOLE:
            return self.whole
        return (aspect is ReasonAspect.TEXTS and self.texts) or self.files or self.whole

    @property
    def heads(self) -> set[str]:
        """Return the parts of the fingerprints that do not depend on `contents`."""
        return {each[:_HEAD] for each in self if each}


def fingerprints(
    refs: Iterable[EvidenceRef], *, near: Collection[str] | None = None
) -> dict[EvidenceRef, Prints]:
    """Return {reference: fingerprints}, without rows that no longer exist. One query per source,
    and the queries of `facts_of`.

    With `near`, the `contents` of a row are read only if a fingerprint in `near` has the same
    fields; the others get a fingerprint that equals none. There may be 100,000 pages.
    """
    by_source: dict[str, set[int]] = {}
    for ref in refs:
        by_source.setdefault(ref.source, set()).add(ref.pk)
    heads = None if near is None else {each[:_HEAD] for each in near}
    found: dict[EvidenceRef, Prints] = {}
    for key, pks in by_source.items():
        if source := all_sources().get(key):
            found |= _prints_of_source(source, pks, heads)
    return found


def _prints_of_source(
    source: EvidenceSource, pks: Collection[int], heads: Collection[str] | None
) -> dict[EvidenceRef, Prints]:
    """Return {reference: fingerprints} of rows of a source."""
    rows = {row["pk"]: row for row in rows_of(source, pks)}
    files = facts_of(row[name] for row in rows.values() for name in source.files)
    prints = {pk: _prints(source, row, files) for pk, row in rows.items()}
    if source.contents:
        close = [pk for pk, each in prints.items() if heads is None or each.heads & {*heads}]
        contents = source.contents(close)
        prints = {
            pk: Prints(*(_with_contents(each, contents.get(pk)) for each in found))
            for pk, found in prints.items()
        }
    return {source.of(pk): each for pk, each in prints.items()}


def _prints(source: EvidenceSource, row: Mapping[str, Any], files: Any) -> Prints:
    """Return the fingerprints of a row without its `contents`."""
    judged = {name: row[name] for name in source.fields if name not in source.stamps}
    values = [_value(each, is_amount=name in source.amounts) for name, each in judged.items()]
    texts = [
        substance(value)
        for name, value in judged.items()
        if "__" not in name
        and name not in source.formal
        and isinstance(value, str)
        and not source.model._meta.get_field(name).choices  # type: ignore[union-attr]
    ]
    digests = [_file_digest(files, row[name]) for name in source.files]
    return Prints(
        _digest([source.key, *values, *digests]),
        _digest([source.key, ReasonAspect.TEXTS, *texts]) if any(texts) else "",
        _digest([source.key, ReasonAspect.FILES, *digests]) if any(digests) else "",
    )


def _with_contents(fingerprint: str, contents: str | None) -> str:
    """Return the fingerprint of fields and contents; one that equals none if `contents` is None."""
    if not fingerprint:
        return ""
    if contents is None:
        return fingerprint[:_HEAD].ljust(len(fingerprint), "0")
    return fingerprint[:_HEAD] + _digest([substance(contents)])[_HEAD:]


def _value(value: Any, *, is_amount: bool) -> str:
    """Return a judged value as it is compared: amounts of money by the number of their digits."""
    if is_amount and isinstance(value, int):
        return str(max(_TOKEN_DIGITS, len(str(value))))
    return substance(value) if isinstance(value, str) else str(value)


def substance(text: str) -> str:
    """Return a text without regard to case, spaces and punctuation: what a cosmetic edit keeps."""
    return "".join(filter(str.isalnum, nfc(text).casefold()))


def rows_of(source: EvidenceSource, pks: Collection[int]) -> list[dict[str, Any]]:
    """Return the fields and file paths of rows of a source. One query."""
    columns = ("pk", *source.fields, *source.files)
    return list(source.model._base_manager.filter(pk__in=pks).values(*columns))


def wording(part: Evidence) -> str:
    """Return the fingerprint of a figure that rests on no rows: of its own words."""
    return _digest([substance(part.label), substance(part.note)])


def _file_digest(files: Any, path: str | None) -> str:
    """Return the digest of a file's content, its path if the file is missing, "" without file."""
    if not path:
        return ""
    return files[path].sha256 or path


def _digest(values: list[str]) -> str:
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()
