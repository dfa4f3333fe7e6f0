"""Images and documents, each in the collection of its agency."""

from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import Image as WagtailImage

from .file_names import stored_name
from .inspection.models import FileOutcome, StoredFileCheck
from .inspection.wording import inspection_lines
from .lightness import compressed_rendition
from .limits import kind_of
from .other_kinds import advice_for
from .sources import Sourced
from .uploads import NO_PICTURE, CleanedFile, validate_upload
from .viewing.models import ConversionTurn, RenderedPage, Rendering
from .viewing.results import MOST_FOUND

__all__ = [
    "AgencyDocument",
    "AgencyImage",
    "ConversionTurn",
    "FileOutcome",
    "RenderedPage",
    "Rendering",
    "Rendition",
    "StoredFileCheck",
    "document_path",
    "unopenable",
]
# Folders below MEDIA_ROOT; the views under /media/ depend on them.
ORIGINALS, RENDITIONS, DOCUMENTS = "original_images", "images", "documents"


class MarkedPublic(models.Model):
    """Mixin for a file that an authorised user has made public, whether or not a page uses it."""

    public = models.BooleanField(
        _("open to everybody"),
        default=False,
        help_text=_(
            "Anybody with the address can open it, even while no published page uses it. "
            "Leave this off for drafts."
        ),
    )

    class Meta:
        abstract = True


class AgencyImage(MarkedPublic, Sourced, AbstractImage):
    """An image. The database rejects an image without a source (R24)."""

    licence = models.CharField(
        _("licence"),
        max_length=255,
        blank=True,
        help_text=_("By what right it is used: own work, permission, a licence."),
    )

    admin_form_fields = (
        *WagtailImage.admin_form_fields,
        *Sourced.SOURCE_FIELDS,
        "licence",
        "public",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [models.Index(fields=["file"], name="image_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source_date__isnull=False)
                & ~Q(source_name="")
                & ~Q(source_author="")
                & ~Q(source_agency="")
                & ~Q(source_url=""),
                name="image_source_complete",
                violation_error_message=_("Fill in source, author, agency, website and date."),
            )
        ]

    def clean(self) -> None:
        """Raise ValidationError if an upload is too large or no complete image of the format in its
        name."""
        super().clean()
        validate_upload(self.file, NO_PICTURE)

    def get_upload_to(self, filename: str) -> str:
        """Return the storage path for an upload named `filename`."""
        return stored_name(ORIGINALS, filename)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Return the image as the filter requests it, compressed for phones."""
        return compressed_rendition(super().generate_rendition_file(filter, source=source), filter)

    @property
    def credit(self) -> str:
        """Return the credit line shown below the image: author, source, agency."""
        names = dict.fromkeys([self.source_author, self.source_name, self.source_agency])
        return " · ".join(name for name in names if name)


class Rendition(AbstractRendition):
    """A generated size and format of an image."""

    image = models.ForeignKey(AgencyImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        indexes = [models.Index(fields=["file"], name="rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_unique"
            )
        ]

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for the cache: without the image, and marked as cached.

        Wagtail sets the image on the rendition again. Without the mark, each page would write every
        rendition back to the cache.
        """
        state: dict[str, Any] = super().__getstate__()
        state["_state"].fields_cache.pop("image", None)
        return state | {"_from_cache": True}

    def get_upload_to(self, filename: str) -> str:
        """Return the storage path, as hard to guess as that of the original."""
        return stored_name(RENDITIONS, filename)


def document_path(document: "AgencyDocument", filename: str) -> str:
    """Return the storage path for an upload named `filename`."""
    return stored_name(DOCUMENTS, filename)


class AgencyDocument(MarkedPublic, AbstractDocument):
    """A document of a type that browsers open themselves (R11)."""

    file = models.FileField(_("file"), upload_to=document_path)
    # The Refusal for which the file was withdrawn, and what was found; "" for a file in use.
    withdrawn = models.CharField(max_length=20, blank=True, editable=False)
    found = models.CharField(max_length=MOST_FOUND, blank=True, editable=False)
    # Active parts (PdfPart) of the uploaded PDF that were removed from the stored copy.
    removed: Any = models.JSONField(default=list, editable=False)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "public")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Raise ValidationError if an upload has a type that is not accepted, is too large, or its
        content does not match its name."""
        try:
            super().clean()
        except ValidationError as error:
            raise ValidationError({"file": unopenable(self.file)}) from error
        validate_upload(
            self.file,
            _(
                "The content of this file is not what its name says, or the file is damaged. "
                "Save it again in the program it comes from (text as UTF-8), then upload it."
            ),
        )
        if not getattr(self.file, "_committed", True):
            upload = self.file.file
            self.removed = list(upload.removed) if isinstance(upload, CleanedFile) else []
            self.withdrawn = self.found = ""

    @property
    def inspection_lines(self) -> list[str]:
        """Return sentences for officers about what the inspection did to the file."""
        return inspection_lines(self.withdrawn, self.found, self.removed)


def unopenable(file: File) -> str:
    """Return the error message for a file type that browsers do not open themselves (R11): what to
    save it as if its kind is known, else which kinds are taken."""
    if file and (advice := advice_for(cast("IO[bytes]", file), kind_of(file.name or ""))):
        return advice
    kinds = ", ".join(settings.WAGTAILDOCS_EXTENSIONS).upper()
    return gettext("Only these files are taken: %s. Save files of old programs anew.") % kinds
