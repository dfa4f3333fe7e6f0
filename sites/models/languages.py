"""Languages of texts, and the Vietnamese originals of translations."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

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

    @property
    def text_language(self) -> str:
        """Return the language code, or "" for Vietnamese."""
        return "" if self.language == Language.VIETNAMESE else self.language
