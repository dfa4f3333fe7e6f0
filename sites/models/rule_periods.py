"""Which library rules a section had, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aggregator.models import Source, SourceLevel
from legal_updates.models import Topic

from .sections import AgencyHomePage


class LibraryRulePeriod(models.Model):
    """The time during which a section had a library rule.

    A trigger writes it whenever a `LibraryRule` is inserted, changed or deleted, and refuses every
    other change: what an agency owed of the policies of earlier days must not change when the
    section's rules do.
    """

    page = models.ForeignKey(AgencyHomePage, on_delete=models.CASCADE, related_name="+")
    # The id of the `LibraryRule`. No foreign key: the period outlives the rule.
    rule = models.BigIntegerField()
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    level = models.CharField(_("level"), max_length=12, choices=SourceLevel.choices, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    # None for the rules that a section had from the day of its opening.
    since = models.DateTimeField(_("since"), null=True)
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("period of a library rule")
        verbose_name_plural = _("periods of library rules")

    def __str__(self) -> str:
        return str(self.source or self.topic or self.get_level_display())
