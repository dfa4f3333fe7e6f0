"""Checklist questions and their legal bases, as data with validity dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import ValidOnQuerySet


class LegalBasis(models.Model):
    """A legal document on which checklist questions are based (`data/legal_bases.csv`).

    Stored with validity dates instead of as constants: all three laws named by dispatch 1510 have
    since been replaced.
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

    # Set by `checklist.items_for`: the bases valid on the day it was called with.
    valid_bases: list[LegalBasis]

    key = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("question"), max_length=255)
    help_text = models.CharField(_("explanation"), max_length=500, blank=True)
    bases = models.ManyToManyField(
        LegalBasis, verbose_name=_("legal bases"), blank=True, related_name="items"
    )
    # Model labels such as "agency_sites.articlepage"; empty means all page types.
    page_types = models.JSONField(_("kinds of page"), default=list, blank=True)
    # The parts of the page that the question judges (`page_parts.PagePart`); empty means the whole
    # page. An earlier answer stays valid until one of these parts changes.
    parts = models.JSONField(_("parts of the page"), default=list, blank=True)
    # The answer "does not apply" is plausible for few pages, so it is explained.
    is_core = models.BooleanField(_("needs a note where it does not apply"), default=False)
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
