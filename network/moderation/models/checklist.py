"""What an appraiser must answer, and the law behind each question: data with validity dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import ValidOnQuerySet


class LegalBasis(models.Model):
    """A legal document the rules of posting rest on (`data/legal_bases.csv`).

    All three laws the dispatch names have been replaced since: a basis is dated, never constant.
    """

    key = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=255)
    number = models.CharField(_("number"), max_length=60)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ValidOnQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class ChecklistItem(models.Model):
    """One question of the appraisal checklist (domain brief 3.3)."""

    # Of the day that checklist.items_on is asked for.
    valid_bases: list[LegalBasis]

    key = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("question"), max_length=255)
    help_text = models.CharField(_("explanation"), max_length=500, blank=True)
    bases = models.ManyToManyField(
        LegalBasis, verbose_name=_("legal bases"), blank=True, related_name="items"
    )
    # Labels such as "agency_sites.articlepage"; none means every kind of page.
    page_types = models.JSONField(_("kinds of page"), default=list, blank=True)
    # What it looks at (`page_parts.PagePart`); none means the whole page. An answer is kept from
    # one appraisal to the next while nothing of it changes.
    parts = models.JSONField(_("parts of the page"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ValidOnQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.label
