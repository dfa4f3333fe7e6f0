"""The diary: what an agency did to disseminate the law, where, and for how many people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic
from network.agencies.models import Agency, AgencyOwned
from network.capacity.models import DatedRow
from network.core.dates import format_day
from network.core.model_fields import WebURLField
from network.media.models import AgencyDocument

from .reporters import Reporter

NAME_LENGTH, TEXT_LENGTH, UNIT_LENGTH, CODE_LENGTH = 255, 2000, 30, 10
# Larger numbers are typing errors.
MOST_COUNTED = 10**8


class CountedAs(models.TextChoices):
    """How the reports of the sector count a form."""

    DIRECT = "direct", _("Meeting people")
    CONTEST = "contest", _("Contest")
    BROADCAST = "broadcast", _("Loudspeaker")
    HANDOUT = "handout", _("Materials handed out")
    PRESS = "press", _("Press, radio, television")
    OTHER = "other", _("Other ways")


# Forms with participants to be counted.
WITH_PEOPLE = (CountedAs.DIRECT, CountedAs.CONTEST)


class ActivityForm(DatedRow):
    """A form of dissemination: meeting, loudspeaker, leaflet, ..."""

    counted_as = models.CharField(_("counted as"), max_length=9, choices=CountedAs.choices)
    # Unit of `Activity.quantity`; empty if only people are counted.
    unit = models.CharField(_("unit"), max_length=UNIT_LENGTH, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("form of activity")
        verbose_name_plural = _("forms of activity")

    @property
    def counts_people(self) -> bool:
        """Return whether attendances are required."""
        return self.counted_as in WITH_PEOPLE


class Audience(DatedRow):
    """The audience of an activity."""

    class Meta(DatedRow.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


def _at_most(part: str, whole: str) -> Q:
    return Q(**{part: None}) | Q(**{f"{part}__lte": F(whole)})


class Activity(AgencyOwned):
    """One activity on a day.

    Its leading agency counts it; other hosts only see it, so no sum over agencies counts it twice.
    `attendances` counts attendances, not different people. None means not counted, which is not 0.
    """

    form = models.ForeignKey(
        ActivityForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField(_("day"))
    title = models.CharField(_("what it was about"), max_length=NAME_LENGTH)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    attendances = models.PositiveIntegerField(_("attendances"), null=True, blank=True)
    # Only counts, never marks on a person: ethnic origin is sensitive data.
    women = models.PositiveIntegerField(_("of these, women"), null=True, blank=True)
    minority = models.PositiveIntegerField(_("of these, ethnic minorities"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    quantity_minority = models.PositiveIntegerField(
        _("of these, in a minority language"), null=True, blank=True
    )
    place = models.CharField(_("place"), max_length=NAME_LENGTH, blank=True)
    # Commune code of network.agencies.places.
    commune = models.CharField(_("commune or ward"), max_length=CODE_LENGTH, blank=True)
    in_charge = models.CharField(_("in charge"), max_length=NAME_LENGTH, blank=True)
    reporters = models.ManyToManyField(
        Reporter, verbose_name=_("legal reporters"), blank=True, related_name="activities"
    )
    hosts = models.ManyToManyField(
        Agency, verbose_name=_("held together with"), blank=True, related_name="+"
    )
    budget = models.PositiveBigIntegerField(_("from the budget, đồng"), null=True, blank=True)
    other_funds = models.PositiveBigIntegerField(
        _("from other sources, đồng"), null=True, blank=True
    )
    note = models.TextField(_("result, remarks"), max_length=TEXT_LENGTH, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    document = models.ForeignKey(
        AgencyDocument, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    link = WebURLField(_("link"), max_length=500, blank=True)
    # The hub announcement from which it was recorded.
    event = models.ForeignKey(
        "agency_sites.EventPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attendances__isnull=False) | Q(quantity__isnull=False),
                name="activity_says_how_many",
            ),
            models.CheckConstraint(
                condition=_at_most("women", "attendances")
                & _at_most("minority", "attendances")
                & _at_most("quantity_minority", "quantity"),
                name="activity_parts_within_whole",
            ),
            models.UniqueConstraint(
                fields=["event"], condition=Q(event__isnull=False), name="activity_of_event_once"
            ),
        ]
        indexes = [models.Index(fields=["agency", "held_on"], name="activity_of_agency")]

    def __str__(self) -> str:
        return f"{format_day(self.held_on)}: {self.title}"
