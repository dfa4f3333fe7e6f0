"""Warnings: fraud, fake pages, floods."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from .articles import ArticlePage

DAYS_SHOWN = 30


class WarningLevel(models.TextChoices):
    """Urgency of a warning. The word is always shown, not only the colour."""

    URGENT = "urgent", _("Urgent")
    NOTICE = "notice", _("Take care")


def _last_day() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=DAYS_SHOWN)


class WarningPage(ArticlePage):
    """An article shown at the top of the hub's front page until its last day."""

    level = models.CharField(
        _("level of the warning"),
        max_length=8,
        choices=WarningLevel.choices,
        default=WarningLevel.NOTICE,
    )
    shown_until = models.DateField(
        _("on the front page until"),
        default=_last_day,
        db_index=True,
        help_text=_("The last day on the front page of the hub. The warning itself stays."),
    )

    parent_page_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/warning.html"
    page_description = _("A danger that people must know of now: fraud, a false page, a flood.")
    content_panels = [
        *ArticlePage.first_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("level"), FieldPanel("shown_until")])],
            heading=_("How it is shown"),
        ),
        *ArticlePage.later_panels,
    ]

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")

    @property
    def is_urgent(self) -> bool:
        """Return whether people must act at once."""
        return self.level == WarningLevel.URGENT
