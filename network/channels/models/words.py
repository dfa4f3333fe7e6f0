"""Versions of the block words for pages, issued by the overseer (R21c)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LIST_LENGTH = 20_000


class WordList(models.Model):
    """A version of the list. A trigger refuses changes."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    # One word or phrase per line, the format of the platforms' settings.
    words = models.TextField(_("words held back, one a line"), max_length=LIST_LENGTH)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("list of words held back")
        verbose_name_plural = _("lists of words held back")
        ordering = ["-version"]

    def __str__(self) -> str:
        return _("Words held back, version %d") % self.version

    @property
    def entries(self) -> list[str]:
        """Return the words as a list."""
        return self.words.splitlines()
