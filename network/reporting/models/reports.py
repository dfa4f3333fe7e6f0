"""An agency's report for a period."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.two_people import PREPARED_BY, PreparedRow, TwoPeople
from network.media.file_names import stored_name

from .forms import Indicator, OutlinePart
from .periods import Period

REASON_LENGTH, NUMBER_LENGTH, TEXT_LENGTH = 500, 60, 5000


class ReportState(models.TextChoices):
    """States of a report (domain brief 7.1)."""

    DRAFT = "draft", _("Report being written")
    SUBMITTED = "submitted", _("Report handed in")
    RETURNED = "returned", _("Report sent back")
    ACCEPTED = "accepted", _("Report taken in")
    LOCKED = "locked", _("Report locked")


OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED)
LOCKED_STATES = (ReportState.ACCEPTED, ReportState.LOCKED)
RECEIVED_STATES = (ReportState.SUBMITTED, *LOCKED_STATES)


def signed_path(report: "Report", filename: str) -> str:
    """Return the storage path below MEDIA_ROOT for an uploaded file named `filename`."""
    return stored_name("reports", filename)


_SAME_PERSON = _("You wrote or handed in this report: another overseer accepts it.")


class Report(AgencyOwned, PreparedRow):
    """The report that an agency owes for a period; one row per agency that exists in the period.

    The database allows changes of an accepted report only by correction, and refuses acceptance by
    a person who wrote or submitted it, also if it was entered from paper.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    due_on = models.DateField(_("due"))
    # After an extension: the first deadline, and the reason.
    extended_from = models.DateField(_("first deadline"), null=True)
    extended_because = models.CharField(_("why more time"), max_length=REASON_LENGTH, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ReportState.choices, default=ReportState.DRAFT
    )
    # Entered by the overseer, so nothing is counted automatically.
    on_paper = models.BooleanField(_("on paper"), default=False)
    written_at = models.DateTimeField(_("written"), null=True)
    # First submission; a report that was returned and fixed is not late for that.
    first_submitted_on = models.DateField(_("first submitted on"), null=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    number = models.CharField(_("number and symbol"), max_length=NUMBER_LENGTH, blank=True)
    signed_on = models.DateField(_("signed on"), null=True)
    # Served by a view that checks permissions; it has no public URL.
    signed_file = models.FileField(_("signed report"), upload_to=signed_path, blank=True)
    decided_at = models.DateTimeField(_("looked at"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("why it was returned"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("periodic report")
        verbose_name_plural = _("periodic reports")
        constraints = [
            models.UniqueConstraint(fields=["period", "agency"], name="report_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="report_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(extended_from=None, extended_because="")
                | Q(extended_from__lt=F("due_on")) & ~Q(extended_because=""),
                name="report_extended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT)
                | Q(
                    submitted_at__isnull=False,
                    first_submitted_on__isnull=False,
                    signed_on__isnull=False,
                )
                & ~Q(number="")
                & ~Q(signed_file=""),
                name="report_submitted_with_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReportState.DRAFT, ReportState.SUBMITTED))
                | Q(decided_at__isnull=False, decided_at__gte=F("submitted_at")),
                name="report_decided_after_submission",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(reason=""),
                name="report_returned_for_a_reason",
            ),
            TwoPeople(
                first="submitted_by",
                second="accepted_by",
                name="report_accepted_by_another",
                refusal=_SAME_PERSON,
            ),
            TwoPeople(
                first=PREPARED_BY,
                second="accepted_by",
                name="report_prepared_by_others",
                refusal=_SAME_PERSON,
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="report_of_agency")]

    def __str__(self) -> str:
        return f"{self.period} · {self.agency}"

    @property
    def is_open(self) -> bool:
        """Return whether the agency still has to act."""
        return self.state in OPEN_STATES

    @property
    def is_locked(self) -> bool:
        """Return whether it can change only by correction."""
        return self.state in LOCKED_STATES


class Value(models.Model):
    """A figure: actual up to the day of actual figures, and an estimate for the rest.

    None means unknown, not zero.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    is_counted = models.BooleanField(_("counted by the system"), default=False)
    actual = models.DecimalField(_("actual"), max_digits=15, decimal_places=1, null=True)
    estimate = models.DecimalField(_("estimate"), max_digits=15, decimal_places=1, null=True)
    # Number of counted items whose amount is unknown; `actual` does not include them.
    uncounted = models.PositiveIntegerField(_("things without a number"), default=0)
    why = models.CharField(_("why it jumps"), max_length=REASON_LENGTH, blank=True)
    # The counted items at that time, as stored by `sources.CountedItem`.
    items = models.JSONField(default=list)

    class Meta:
        verbose_name = _("figure of a report")
        verbose_name_plural = _("figures of reports")
        ordering = ["indicator__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="value_once"),
            models.CheckConstraint(
                condition=(Q(actual=None) | Q(actual__gte=0))
                & (Q(estimate=None) | Q(estimate__gte=0)),
                name="value_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.actual}"

    @property
    def whole(self) -> Decimal | None:
        """Return the figure for the whole period, or None if unknown."""
        if self.actual is None:
            return None
        return self.actual + (self.estimate or 0)


class Narrative(models.Model):
    """A report's text under a heading of the outline."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="narratives")
    part = models.ForeignKey(OutlinePart, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=TEXT_LENGTH)

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ["part__order"]
        constraints = [models.UniqueConstraint(fields=["report", "part"], name="narrative_once")]

    def __str__(self) -> str:
        return f"{self.part}"


class CorrectionBase(models.Model):
    """Base of corrections of accepted content. Never changed or deleted."""

    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    corrected_at = models.DateTimeField(_("corrected"))

    class Meta:
        abstract = True
        ordering = ["corrected_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="%(class)s_has_a_reason"),
            models.CheckConstraint(
                condition=Q(before=None) | ~Q(before=F("after")),
                name="%(class)s_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"  # type: ignore[attr-defined]


class Correction(CorrectionBase):
    """Correction of an actual figure or an estimate."""

    value = models.ForeignKey(Value, on_delete=models.PROTECT, related_name="corrections")
    of_estimate = models.BooleanField(_("of the estimate"), default=False)
    before = models.DecimalField(_("before"), max_digits=15, decimal_places=1, null=True)
    after = models.DecimalField(_("corrected to"), max_digits=15, decimal_places=1)

    class Meta(CorrectionBase.Meta):
        verbose_name = _("correction of a figure")
        verbose_name_plural = _("corrections of figures")


class TextCorrection(CorrectionBase):
    """Correction of the text under a heading."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="text_corrections")
    part = models.ForeignKey(OutlinePart, on_delete=models.PROTECT, related_name="+")
    before = models.TextField(_("before"), max_length=TEXT_LENGTH, blank=True)
    after = models.TextField(_("corrected to"), max_length=TEXT_LENGTH)

    class Meta(CorrectionBase.Meta):
        verbose_name = _("correction of a text")
        verbose_name_plural = _("corrections of texts")
