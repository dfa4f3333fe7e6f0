"""Stops of the system: when, why, what works meanwhile, and when it really ended."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class StopState(models.TextChoices):
    """State of a stop. A background task follows the clock; a person says when the stop is over."""

    ANNOUNCED = "announced", _("announced")
    RUNNING = "running", _("under way")
    OVERDUE = "overdue", _("not finished as announced")
    ENDED = "ended", _("finished")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (StopState.ANNOUNCED, StopState.RUNNING, StopState.OVERDUE)


class PlannedStop(models.Model):
    """A stop that citizens are told about. Rows are never deleted: past stops stay public."""

    begins_at = models.DateTimeField(_("begins"))
    # The promised end; an overrun moves it.
    ends_at = models.DateTimeField(_("expected end"))
    reason = models.CharField(_("reason"), max_length=200)
    works = models.CharField(_("what still works"), max_length=200)
    # Why the stop could not be announced in time; "" if it was.
    force_majeure = models.CharField(
        _("why it was not announced in time"), max_length=200, blank=True
    )
    # Why the stop lasts longer than first announced.
    overrun_reason = models.CharField(_("why it lasts longer"), max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=StopState.choices, default=StopState.ANNOUNCED)
    announced_at = models.DateTimeField()
    # Working days between the day of the announcement and the day of the stop.
    working_days_ahead = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("stop of the system")
        verbose_name_plural = _("stops of the system")
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="stop_ends_after_its_beginning"
            ),
            models.CheckConstraint(
                condition=Q(state="ended") ^ Q(ended_at=None), name="stop_ended_with_its_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def is_open(self) -> bool:
        """Return whether the stop is still to come or under way."""
        return self.state in OPEN
