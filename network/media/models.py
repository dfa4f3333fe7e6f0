"""Pictures and files, each kept in the collection of its agency."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from .sources import Sourced


class AgencyImage(Sourced, AbstractImage):
    """A picture; the database refuses one without its source (R24)."""

    licence = models.CharField(
        _("licence"),
        max_length=255,
        blank=True,
        help_text=_("By what right it is used: own work, permission, a licence."),
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, *Sourced.SOURCE_FIELDS, "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
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

    @property
    def credit(self) -> str:
        """Return the line shown under the picture: author, source."""
        names = dict.fromkeys([self.source_author, self.source_name, self.source_agency])
        return " · ".join(name for name in names if name)


class Rendition(AbstractRendition):
    """A size and format of a picture, made once."""

    image = models.ForeignKey(AgencyImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_unique"
            )
        ]


class AgencyDocument(AbstractDocument):
    """A file that a browser opens by itself (R11)."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
