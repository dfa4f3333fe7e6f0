"""Ratings of pages: those of today, tied to a mark that is deleted at night, and sums by day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency

# Longer paths have no rating form.
LONGEST_PATH = 300
LONGEST_TEXT = 300


class Satisfaction(models.TextChoices):
    """How satisfied a visitor is with a page."""

    SATISFIED = "satisfied", _("Satisfied")
    NEUTRAL = "neutral", _("Neither satisfied nor dissatisfied")
    DISSATISFIED = "dissatisfied", _("Not satisfied")


class DissatisfactionReason(models.TextChoices):
    """Why a visitor is not satisfied."""

    OFF_TOPIC = "off_topic", _("It does not answer what I asked")
    HARD = "hard", _("Hard to understand, too many words")
    OUTDATED = "outdated", _("Outdated or wrong information")
    NO_CONTACT = "no_contact", _("It does not say whom to call or where to go")
    TECHNICAL = "technical", _("Slow, or hard to read on a phone")


class DayKey(models.Model):
    """The secret key of the marks of one day. Deleted in the following night.

    The table is unlogged and has no place in backups.
    """

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)


class Opinion(models.Model):
    """Abstract model: what was answered about a page on a day."""

    # Path of the page, without query string.
    page = models.CharField(max_length=LONGEST_PATH)
    day = models.DateField()
    # The agency in whose section the page is; None for pages of the network.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=12, choices=Satisfaction.choices)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.page} {self.day}: {self.answer}"


class RatingToday(Opinion):
    """A rating of today. Another answer with the same mark replaces it.

    The table is unlogged and has no place in backups; at night it is emptied into the sums.
    """

    # 8 bytes of the HMAC of network address, browser and page under the key of the day.
    mark = models.BinaryField()
    reasons = ArrayField(
        models.CharField(max_length=12, choices=DissatisfactionReason.choices), default=list
    )
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    # Its network rated very many pages within an hour, so a person decides whether it counts.
    is_set_aside = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "mark"], name="rating_today_once")]


class RatingDay(Opinion):
    """How often an answer was given about a page on a day."""

    is_set_aside = models.BooleanField(default=False)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "page", "answer", "is_set_aside"], name="rating_day_once"
            )
        ]


class RatingReason(Opinion):
    """The reasons of one answer, which no mark or time ties to anybody."""

    reasons = ArrayField(models.CharField(max_length=12, choices=DissatisfactionReason.choices))
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)

    class Meta:
        indexes = [models.Index(fields=["page", "day"], name="rating_reason_page")]
