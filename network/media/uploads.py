"""Check an upload: its size, whether its content matches its name, and what is inside.

Every form and service that accepts a file calls one of these functions.
`tests/media/test_upload_places.py` fails for a form or model with a file field that does not.
"""

from typing import IO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from network.core.disk import refuse_upload

from .contents import is_genuine, refusal_of
from .inspection.pdf_scan import PdfPart
from .inspection.services import inspect_file
from .limits import kind_of, refuse_too_heavy, refuse_too_many_pixels
from .other_kinds import advice_for
from .recordings import KINDS, is_played
from .viewing.results import FileRefused
from .viewing.wording import refusal_text

DAMAGED = _("This file is damaged, or not what its name says.")
NO_PDF = _("This is no whole PDF file. Save it again as PDF.")
NO_PICTURE = _("This is not a picture of the format its name says. Save it again as JPG or PNG.")
NOT_PLAYED = _(
    "Many phones do not play this: the sound or film is stored in a way of its own (HEVC, AMR). "
    "Save it as MP4 (H.264), WebM, MP3 or M4A (AAC), then upload it."
)


class CleanedFile(ContentFile[bytes]):
    """A cleaned copy stored instead of an upload; `removed` lists the active parts that it
    lacks."""

    def __init__(self, content: bytes, name: str, removed: tuple[PdfPart, ...]) -> None:
        super().__init__(content, name)
        self.removed = removed


def validate_upload(file: FieldFile, disguised: str | Promise = DAMAGED) -> None:
    """Raise ValidationError for the field `file` if a new upload may not be stored.

    Replaces a PDF with active parts by its cleaned copy. `disguised` is the error message for
    content that does not match the name. Files already stored are skipped: they were checked at
    upload.
    """
    if not file.name or getattr(file, "_committed", True):
        return
    try:
        checked = checked_upload(file.file, disguised, name=file.name)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    if checked is not file.file:
        setattr(file, "file", checked)  # noqa: B010


def checked_upload(upload: File, disguised: str | Promise, *, name: str = "") -> File:
    """Return the upload, or the cleaned copy to store instead.

    Raises ValidationError with one sentence that says what was found and what to do.
    """
    name = name or upload.name or ""
    kind = kind_of(name)
    refuse_upload()
    refuse_too_heavy(upload, name)
    refuse_too_many_pixels(upload, name)
    if reason := refusal_of(upload, kind):
        raise ValidationError(refusal_text(reason))
    if not is_genuine(upload, kind):
        raise ValidationError(advice_for(cast("IO[bytes]", upload), "") or str(disguised))
    if kind in KINDS and not is_played(upload, kind):
        raise ValidationError(advice_for(cast("IO[bytes]", upload), "") or str(NOT_PLAYED))
    return inspected_upload(upload, name)


def inspected_upload(upload: File, name: str) -> File:
    """Return the upload or its cleaned copy after the search for dangerous content.

    For imports that read the file themselves and report a wrong file type more exactly. Raises
    ValidationError.
    """
    try:
        inspection = inspect_file(cast("IO[bytes]", upload), kind_of(name))
    except FileRefused as refused:
        raise ValidationError(refusal_text(refused.refusal, refused.found)) from refused
    if inspection.copy is None:
        return upload
    return CleanedFile(inspection.copy, name, inspection.removed)


def check_faces() -> None:
    """Make Wagtail's form of profile pictures check uploads like all other images.

    The validator is added to the field instance. Changing the field definition would require a
    migration in Wagtail's app.
    """
    UserProfile._meta.get_field("avatar").validators.append(_check_face)


def _check_face(file: FieldFile) -> None:
    if not getattr(file, "_committed", True):
        checked_upload(file.file, NO_PICTURE, name=file.name or "")
