"""Fingerprints by which evidence is recognised as unchanged or replaced.

The fingerprint of a row covers the fields that a person judges and the content of its files. The
same content entered as a new row, or uploaded as a new file, has the same fingerprint.
"""

import hashlib
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from ..outcomes import CHECKS, Evidence
from ..proofs import DECLARATION
from ..sources import EvidenceRef, EvidenceSource
from .files import facts_of


@cache
def all_sources() -> dict[str, EvidenceSource]:
    """Return {key: source} of all registered checks and of declarations."""
    declared = [source for check in CHECKS.values() for source in check.sources]
    return {source.key: source for source in [*declared, DECLARATION]}


def fingerprints(refs: Iterable[EvidenceRef]) -> dict[EvidenceRef, str]:
    """Return {reference: fingerprint}, without rows that no longer exist. One query per source,
    and the queries of `facts_of`."""
    by_source: dict[str, set[int]] = {}
    for ref in refs:
        by_source.setdefault(ref.source, set()).add(ref.pk)
    rows = [
        (source, row)
        for key, pks in by_source.items()
        if (source := all_sources().get(key))
        for row in rows_of(source, pks)
    ]
    files = facts_of(row[name] for source, row in rows for name in source.files)
    return {
        source.of(row["pk"]): _digest(
            [source.key]
            + [str(row[name]) for name in source.fields]
            + [_file_digest(files, row[name]) for name in source.files]
        )
        for source, row in rows
    }


def rows_of(source: EvidenceSource, pks: Collection[int]) -> list[dict[str, Any]]:
    """Return the fields and file paths of rows of a source. One query."""
    columns = ("pk", *source.fields, *source.files)
    return list(source.model._base_manager.filter(pk__in=pks).values(*columns))


def wording(part: Evidence) -> str:
    """Return the fingerprint of a figure that rests on no rows: of its own words."""
    return _digest([part.label, part.note])


def _file_digest(files: Any, path: str | None) -> str:
    """Return the digest of a file's content, its path if the file is missing, "" without file."""
    if not path:
        return ""
    return files[path].sha256 or path


def _digest(values: list[str]) -> str:
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()
