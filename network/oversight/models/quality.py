"""Stored results of measuring a page's sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.models import ArticlePage


class PageReading(models.Model):
    """The sentences of a live page, as counted by `moderation.hints.readability`.

    All values are 0 for a text that is too short to judge.
    """

    page = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="reading"
    )
    sentences = models.PositiveIntegerField()
    syllables = models.PositiveIntegerField()
    long_sentences = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of a page")
        verbose_name_plural = _("readings of pages")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.syllables} / {self.sentences}"
