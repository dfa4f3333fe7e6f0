"""Languages of texts, and the Vietnamese originals of translations."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from legal_updates.models import PageReview

from ..panels import ChangedOriginalPanel

NAME_LENGTH = 120


class Language(models.TextChoices):
    """Languages of the province by ISO 639 code. Jrai and Bahnar have three-letter codes."""

    VIETNAMESE = "vi", _("Vietnamese")
    JRAI = "jra", _("Jrai")
    BAHNAR = "bdq", _("Bahnar")


class InLanguage(models.Model):
    """Mixin for articles: language, and for a translation its original, translator and reviewer.

    Highland languages differ between valleys (domain brief 10), so the dialect is stored too.
    """

    pk: Any
    live_revision: Any
    last_published_at: dt.datetime | None

    language = models.CharField(
        _("language"), max_length=3, choices=Language.choices, default=Language.VIETNAMESE
    )
    original = models.ForeignKey(
        "agency_sites.ArticlePage",
        verbose_name=_("Vietnamese original"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        help_text=_("The page of your agency that this text was translated from."),
    )
    dialect = models.CharField(
        _("region or dialect"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("Where people speak so, for example: Jrai of Cheo Reo."),
    )
    translator = models.CharField(_("translator"), max_length=NAME_LENGTH, blank=True)
    translation_reviewer = models.CharField(
        _("translation reviewed by"), max_length=NAME_LENGTH, blank=True
    )

    language_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("dialect")]),
            FieldPanel("original"),
            ChangedOriginalPanel(),
            FieldRowPanel([FieldPanel("translator"), FieldPanel("translation_reviewer")]),
        ],
        heading=_("Language of the text"),
        # Collapsed, because most texts are Vietnamese.
        classname="collapsed",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(original__isnull=True) | ~Q(language=Language.VIETNAMESE),
                name="article_vietnamese_is_original",
                violation_error_message=_("A Vietnamese text is no translation."),
            )
        ]

    @cached_property
    def original_changed_on(self) -> dt.date | None:
        """Return the day on which the original was published anew after this live text was written,
        or None. None too if the translation was found right since. At most three queries, none for
        an original."""
        published = self.original.last_published_at if self.original else None
        revision = self.live_revision if self.original else None
        written = revision.created_at if revision else self.last_published_at
        if not (published and written and published > written):
            return None
        compared = PageReview.objects.filter(page=self.pk, original_changed=True)
        if compared.filter(closed_at__gt=published).exists():
            return None
        return timezone.localdate(published)

    @property
    def text_language(self) -> str:
        """Return the language code, or "" for Vietnamese."""
        return "" if self.language == Language.VIETNAMESE else self.language
