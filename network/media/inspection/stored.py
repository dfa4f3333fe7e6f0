"""Inspect files that are already stored, and clean or withdraw them.

Used by the job `media.check_stored` and the command `check_files`. Both can be interrupted at any
file: the storage changes before the row is written, and a second inspection changes nothing.
"""

import datetime as dt
import secrets
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from network.core.stored_files import QUARANTINE, media_storage

from ..file_names import readable_name
from ..limits import kind_of
from ..models import AgencyDocument, Rendition
from ..viewing.results import MOST_FOUND, FileRefused, Refusal
from .models import FileOutcome, StoredFileCheck
from .services import RULES, Inspection, inspect_file

# Models whose files are generated here from inspected images.
_MADE_HERE = (Rendition,)


class FileReference(NamedTuple):
    """A file referenced by a row of some model."""

    field: "models.FileField"
    name: str


def unchecked_files() -> Iterator[FileReference]:
    """Yield the stored files not inspected with the newest rules. One query per file field."""
    for field in file_fields():
        rows = field.model._default_manager.annotate(length=Length(field.name))
        checked = StoredFileCheck.objects.filter(name=OuterRef(field.name), rules=RULES)
        waiting = rows.filter(~Exists(checked), length__gt=0).order_by("pk")
        for name in waiting.values_list(field.name, flat=True).iterator(chunk_size=500):
            yield FileReference(field, name)


def file_fields() -> list["models.FileField"]:
    """Return all model fields with uploaded files."""
    return [
        field
        for model in apps.get_models()
        if model not in _MADE_HERE
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]


def check_stored_file(stored: FileReference, *, now: dt.datetime) -> StoredFileCheck:
    """Inspect one stored file, clean or withdraw it, and record the outcome.

    Order: first the document's own fields, then the move of a withdrawn file, then the row of the
    check. An interrupted run therefore repeats the whole step.
    """
    name = stored.name
    values: dict[str, Any] = {"outcome": FileOutcome.ACCEPTED, "reason": "", "found": ""}
    values |= {"kept_as": "", "rules": RULES, "checked_at": now}
    if not media_storage().exists(name):
        values["outcome"] = FileOutcome.MISSING
    else:
        try:
            inspection = _inspected(stored)
        except FileRefused as refused:
            found = refused.found[:MOST_FOUND]
            _mark_withdrawn(name, refused.refusal, found)
            values |= {"outcome": FileOutcome.WITHDRAWN, "reason": refused.refusal, "found": found}
            values["kept_as"] = _withdraw(name)
        else:
            if inspection.copy is not None:
                values["outcome"] = FileOutcome.CLEANED
                values["kept_as"] = _replace(name, inspection.copy)
                _mark_cleaned(name, inspection)
    check, _made = StoredFileCheck.objects.update_or_create(name=name, defaults=values)
    return check


def _inspected(stored: FileReference) -> Inspection:
    """Inspect a file by its content, because its name may predate the check of names."""
    with media_storage().open(stored.name) as file:
        head = file.read(8)
        file.seek(0)
        kind = kind_of(stored.name)
        if head.startswith(b"%PDF-"):
            kind = "pdf"
        elif head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            kind = "docx"
        return inspect_file(file, kind)


def _withdraw(name: str) -> str:
    """Move a file to the quarantine, which no URL serves. Returns its path there."""
    kept_as = _quarantined(name)
    media_storage().move(name, kept_as)
    return kept_as


def _replace(name: str, copy: bytes) -> str:
    """Replace a file atomically by its cleaned copy. Returns the quarantine path of the
    original."""
    kept_as = _quarantined(name)
    media_storage().copy(name, kept_as)
    with NamedTemporaryFile() as written:
        written.write(copy)
        written.flush()
        media_storage().overwrite(name, Path(written.name))
    return kept_as


def _quarantined(name: str) -> str:
    return f"{QUARANTINE}/{secrets.token_hex(10)}-{readable_name(name)}"


def _mark_withdrawn(name: str, refusal: Refusal, found: str) -> None:
    for document in AgencyDocument.objects.filter(file=name):
        document.withdrawn, document.found = refusal, found
        document.save(update_fields=["withdrawn", "found"])


def _mark_cleaned(name: str, inspection: Inspection) -> None:
    for document in AgencyDocument.objects.filter(file=name):
        document.removed = [part.value for part in inspection.removed]
        # Wagtail computes both again on the next access.
        document.file_size, document.file_hash = None, ""
        document.save(update_fields=["removed", "file_size", "file_hash"])
