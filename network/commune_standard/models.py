"""Indicators of the commune standard, figures entered by hand, and each commune's results."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.oversight.models import Status

NOTE_LENGTH = 500
# States of an indicator. UNKNOWN: a figure must be entered by hand.
STATES = (Status.MET, Status.NOT_MET, Status.UNKNOWN)


class JudgingKind(models.TextChoices):
    """How an indicator is judged."""

    SHARE = "share", _("share of a whole, in per cent")
    COUNT = "count", _("number")
    BY_HAND = "by_hand", _("share entered by hand, in per cent")
    ALL = "all", _("all parts")
    SOME = "some", _("some of the parts")


# Kinds that are judged by their parts: the indicators that name them as parent.
OF_PARTS = (JudgingKind.ALL, JudgingKind.SOME)


class IndicatorQuerySet(models.QuerySet["CommuneIndicator"]):
    """Queryset of indicators."""

    def valid_on(self, day: dt.date) -> "IndicatorQuerySet":
        """Return the indicators and parts in force on `day`, in their order."""
        held = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(held, valid_from__lte=day).order_by("order", "key")


class CommuneIndicator(models.Model):
    """A line of the standard's CSV file, in force for a period. The file is its only source."""

    key = models.CharField(_("code"), max_length=12)
    # Key of the indicator of which this line is a part; "" for the indicators themselves.
    parent = models.CharField(_("part of"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(_("order"))
    criterion = models.CharField(_("criterion"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=200)
    asks = models.CharField(_("what it asks"), max_length=500)
    kind = models.CharField(_("kind"), max_length=8, choices=JudgingKind.choices)
    # Per cent for shares, else a number.
    threshold = models.PositiveIntegerField(_("threshold"), default=0)
    # Names of figure sources (`sources.py`); "" for none.
    good = models.CharField(_("figure source"), max_length=120, blank=True)
    total = models.CharField(_("figure source of the whole"), max_length=120, blank=True)
    none_counts_as_met = models.BooleanField(_("nothing arose counts as met"), default=False)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    # From 1, the easiest: the order of what is missing.
    effort = models.PositiveSmallIntegerField(_("effort"), default=3)
    # Key of `wording.PLACES`: where the commune does what the line asks.
    act = models.CharField(_("where it is done"), max_length=20, blank=True)
    # The place in the circular's annex; "" while the line has not been compared with it.
    annex = models.CharField(_("place in the annex"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator of the commune standard")
        verbose_name_plural = _("indicators of the commune standard")
        ordering = ["order", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="commune_indicator_unique"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="commune_indicator_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}. {self.title}"

    @property
    def is_declared(self) -> bool:
        """Return whether the commune declares that nothing arose, if the system counts nothing."""
        return self.kind == JudgingKind.SHARE and not self.none_counts_as_met

    @property
    def is_entered(self) -> bool:
        """Return whether the commune enters a figure, or declares that nothing arose."""
        return self.kind == JudgingKind.BY_HAND or self.is_declared


class HandFigure(AgencyOwned):
    """What a commune enters by hand for an indicator or part in a year."""

    key = models.CharField(_("code"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    good = models.PositiveIntegerField(_("of these, done"), default=0)
    total = models.PositiveIntegerField(_("in all"), default=0)
    none_arose = models.BooleanField(_("nothing arose"), default=False)
    note = models.CharField(_("where it can be checked"), max_length=NOTE_LENGTH)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("figure entered by hand")
        verbose_name_plural = _("figures entered by hand")
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "year"], name="hand_figure_once"),
            models.CheckConstraint(
                condition=Q(good__lte=F("total")), name="hand_figure_no_more_than_all"
            ),
            models.CheckConstraint(
                condition=Q(none_arose=True, total=0) | Q(none_arose=False, total__gt=0),
                name="hand_figure_of_something",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="hand_figure_can_be_checked"),
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.year}: {self.good} / {self.total}"


class CommuneResult(AgencyOwned):
    """How a commune meets an indicator in a year, as last computed."""

    key = models.CharField(_("code"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(
        _("state"), max_length=16, choices=[(state.value, state.label) for state in STATES]
    )
    good = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Number of steps that are missing; the unit is that of the indicator.
    missing = models.PositiveIntegerField(default=0)
    # Results of the parts, and the first missing items, as `computing.Outcome.stored` writes them.
    detail = models.JSONField(default=dict)
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        verbose_name = _("result by the commune standard")
        verbose_name_plural = _("results by the commune standard")
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "year"], name="commune_result_once"),
            models.CheckConstraint(
                condition=Q(status__in=[state.value for state in STATES]),
                name="commune_result_status_known",
            ),
        ]
        indexes = [models.Index(fields=["year", "agency"], name="commune_result_of_year")]

    def __str__(self) -> str:
        return f"{self.key}, {self.agency_id}, {self.year}: {self.status}"
