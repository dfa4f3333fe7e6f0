"""Document types, issuing bodies and relation types.

Types and relations come from `data/`; network admins maintain ranks and bodies.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import BodyLevel, Effect

# Type of documents whose type an import does not know.
OTHER_KIND = "khac"


class DocumentType(models.Model):
    """A document type (normative ones: Điều 4 Luật 64/2025/QH15; domain brief 4.1)."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("name"), max_length=120)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    level = models.CharField(
        _("level"), max_length=12, choices=BodyLevel.choices, default=BodyLevel.ANY
    )
    normative = models.BooleanField(_("normative"), default=False)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=0, help_text=_("1 is the highest; 0 is no normative document.")
    )

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of document")
        ordering = ["rank", "label"]

    def __str__(self) -> str:
        return self.label

    @property
    def word(self) -> str:
        """Return the word used before a number: "Nghị quyết" for resolutions of any body."""
        if self.key == OTHER_KIND:
            return "Văn bản"
        return self.label.split(" của ")[0].split(" (")[0]


class IssuingBody(models.Model):
    """A body that issues documents, with its lifetime (domain brief 4.4)."""

    name = models.CharField(_("name"), max_length=200)
    # Folded name, e.g. "bo tai chinh"; with the place for local bodies ("ubnd tinh gia lai"). As
    # returned by `numbers.issuers.issuer_of`.
    key = models.CharField(max_length=200, editable=False)
    aliases = ArrayField(
        models.CharField(max_length=200), verbose_name=_("other names"), default=list, blank=True
    )
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=BodyLevel.choices)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        verbose_name=_("successors"),
        symmetrical=False,
        blank=True,
        related_name="predecessors",
    )

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        ordering = ["name"]
        constraints = [
            # A new province with the same name exists since 1 July 2025.
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="issuing_body_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="issuing_body_dates",
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RelationType(models.Model):
    """A type of relation between two documents, with names from both sides as on vbpl.vn (domain
    brief 4.7)."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    label_active = models.CharField(_("name"), max_length=120)
    label_passive = models.CharField(_("name from the other side"), max_length=120)
    effect = models.CharField(
        _("effect on the other document"),
        max_length=10,
        choices=Effect.choices,
        default=Effect.NONE,
    )
    symmetric = models.BooleanField(_("the same from both sides"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of relation")
        verbose_name_plural = _("kinds of relation")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label_active
