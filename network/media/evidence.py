"""Form field for scans and photographs that prove something.

A file that shows nothing is refused: a one-colour or tiny picture, a PDF that does not open or
whose pages are blank or without words. What a file shows is for a person to judge.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.fields import RefusingField

from .contents import is_genuine, picture_size, shows_nothing
from .inspection.services import PICTURES, SECONDS
from .limits import kind_of, refuse_too_heavy, refuse_too_many_pixels
from .other_kinds import picture_advice_for
from .viewing.results import FileRefused
from .viewing.running import ChildDied, Processes

ONE_COLOUR = gettext_lazy(
    "This picture shows one colour only. Photograph or scan the thing itself."
)
SCANS = ("pdf", "jpg", "jpeg", "png")
PHOTOGRAPHS = ("jpg", "jpeg", "png", "webp")


class TakenKinds(FileExtensionValidator):
    """Refuses other kinds of files, and says what to save a known one as."""

    def __call__(self, value: Any) -> None:
        """Raise ValidationError if the extension is none of the taken ones."""
        try:
            super().__call__(value)
        except ValidationError as error:
            if advice := picture_advice_for(value, kind_of(value.name)):
                raise ValidationError(advice, code=error.code) from error
            raise


class EvidenceField(RefusingField, forms.FileField):
    """A scan or photograph of one of `kinds` that somebody can read."""

    def __init__(self, *, kinds: Sequence[str] = SCANS, **kwargs: Any) -> None:
        super().__init__(**{"validators": [TakenKinds(kinds)]} | kwargs)

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for an upload that shows nothing."""
        refuse_too_heavy(value, value.name)
        refuse_too_many_pixels(value, value.name)
        refuse_empty_evidence(value)


class ChosenEvidenceField(RefusingField, forms.ModelChoiceField):
    """A file of the agency's library, chosen as evidence: judged like an upload, because the
    library also takes files that prove nothing."""

    def refuse(self, value: Any) -> None:
        """Raise ValidationError for a stored file that shows nothing or is missing."""
        try:
            with value.file.open() as stored:
                refuse_empty_evidence(File(stored, name=value.file.name))
        except FileNotFoundError as error:
            raise ValidationError(
                _("Nobody can open this file any more. Upload it again.")
            ) from error


def refuse_empty_evidence(upload: File) -> None:
    """Raise ValidationError if a picture is tiny or of one colour, or a PDF does not open or is
    blank. Other files pass: `network.media.uploads` checks them."""
    kind = kind_of(upload.name or "")
    if kind in PICTURES:
        _refuse_empty_picture(upload, kind)
    elif kind == "pdf" and is_genuine(upload, kind) and not _is_legible_pdf(upload):
        raise ValidationError(
            _(
                "Nobody can read this scan: it does not open, or its pages are blank or without "
                "words. Scan it again."
            )
        )


def _refuse_empty_picture(upload: File, kind: str) -> None:
    least = settings.EVIDENCE_LEAST_SIDE
    if 0 < min(picture_size(upload, kind)) < least:
        text = _("Nobody can read this picture: each side needs at least %d pixels.")
        raise ValidationError(text % least)
    if shows_nothing(upload, kind):
        raise ValidationError(ONE_COLOUR)


def _is_legible_pdf(upload: File) -> bool:
    """Return whether one of the first pages shows something. Runs a sandboxed process."""
    upload.seek(0)
    with TemporaryDirectory(prefix="evidence-") as name:
        source, folder = Path(name) / "file", Path(name) / "made"
        folder.mkdir()
        source.write_bytes(upload.read())
        upload.seek(0)
        try:
            Processes(folder, lambda: None, SECONDS).look_at_scan(source)
        except (FileRefused, ChildDied):
            return False
    return True
