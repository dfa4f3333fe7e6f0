"""The topics that agencies have taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned


class WantedTopic(AgencyOwned):
    """A query without results about which an agency writes. Digits of the query are masked."""

    # That of the UnansweredQuery, so that two agencies cannot take the same one.
    digest = models.CharField(max_length=64, unique=True)
    query = models.CharField(_("what was searched for"), max_length=200)
    # When it was taken.
    days = models.PositiveSmallIntegerField(_("on how many days"))
    taken_on = models.DateField(_("taken on"))
    # The first day on which the search found something.
    answered_on = models.DateField(_("found since"), null=True)

    class Meta:
        verbose_name = _("topic to write")
        verbose_name_plural = _("topics to write")

    def __str__(self) -> str:
        return self.query
