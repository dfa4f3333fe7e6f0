"""Reporting periods and their deadlines."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyKind

from .forms import NAME_LENGTH, IndicatorSet


class PeriodKind(models.TextChoices):
    """Kinds of reports (domain brief 7.1)."""

    HALF_YEAR = "half_year", _("Six months")
    YEAR = "year", _("Year")
    OFFICIAL_YEAR = "official", _("Year, official figures")
    ON_DEMAND = "on_demand", _("On demand")


# Ordered by reliability of the figures.
YEAR_KINDS = (PeriodKind.OFFICIAL_YEAR, PeriodKind.YEAR)


class Period(models.Model):
    """A reporting period. Figures are actual up to one day, and estimated for the rest."""

    kind = models.CharField(_("kind"), max_length=10, choices=PeriodKind.choices)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    indicator_set = models.ForeignKey(
        IndicatorSet, verbose_name=_("form"), on_delete=models.PROTECT, related_name="periods"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    actual_until = models.DateField(_("actual figures until"))
    opened_at = models.DateTimeField(_("opened"))
    # After this time nothing is recounted.
    frozen_at = models.DateTimeField(_("counted for the last time"), null=True)

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-last_day", "kind", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_day", "last_day"],
                condition=~Q(kind="on_demand"),
                name="reporting_period_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PeriodKind.values), name="reporting_period_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("actual_until"), actual_until__lte=F("last_day")),
                name="reporting_period_days_in_order",
                violation_error_message=_("The days are not in their order."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="official") | Q(actual_until=F("last_day")),
                name="reporting_period_official_is_actual",
                violation_error_message=_("Official figures are actual up to the last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_estimates(self) -> bool:
        """Return whether a part of the period is estimated."""
        return self.actual_until < self.last_day


class Deadline(models.Model):
    """Deadline for agencies of some kinds."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="deadlines")
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency"),
    )
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("deadline of reports")
        verbose_name_plural = _("deadlines of reports")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.period}: {self.due_on:%d/%m/%Y}"
