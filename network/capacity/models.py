"""Qualifications of an agency's people, decisions of assignment, and resources per year."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.dates import format_day
from network.media.file_names import stored_name

TITLE_LENGTH, EQUIPMENT_LENGTH = 200, 1000


class DatedRows(models.QuerySet[Any]):
    """Queryset of rows with a validity period."""

    def valid_on(self, day: dt.date) -> "DatedRows":
        """Return the rows that are valid on `day`, in their order."""
        held = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(held, valid_from__lte=day).order_by("order")


class DatedRow(models.Model):
    """A row of the network's lists. Kept when its validity ends, because entered data refer to
    it."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=TITLE_LENGTH)
    order = models.PositiveSmallIntegerField(_("order"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DatedRows.as_manager()

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_ends_later",
                violation_error_message=_("The end date lies before the start date."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class QualificationKind(DatedRow):
    """A kind of degree, position or training; some qualify for appraising legal texts (R3)."""

    for_appraisal = models.BooleanField(_("qualifies for appraising"), default=False)

    class Meta(DatedRow.Meta):
        verbose_name = _("kind of qualification")
        verbose_name_plural = _("kinds of qualification")


class QualificationQuerySet(models.QuerySet["Qualification"]):
    """Queryset of qualifications."""

    def valid_on(self, day: dt.date) -> "QualificationQuerySet":
        """Return the qualifications that are valid on `day`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), received_on__lte=day)


def qualification_path(row: "Qualification", filename: str) -> str:
    """Return the path below MEDIA_ROOT for an uploaded file."""
    return stored_name("qualifications", filename)


class Qualification(AgencyOwned):
    """A person's qualification, valid for all agencies. `agency` is the one that recorded it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="qualifications",
    )
    kind = models.ForeignKey(
        QualificationKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("school or course"), max_length=TITLE_LENGTH, blank=True)
    received_on = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # Served only by a view that checks access, never under a public URL.
    file = models.FileField(_("file"), upload_to=qualification_path, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects = QualificationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("received_on")),
                name="qualification_ends_later",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def words(self) -> str:
        """Return kind and validity, without the person's name."""
        if self.valid_until:
            return _("%(kind)s, valid until %(day)s") % {
                "kind": self.kind,
                "day": format_day(self.valid_until),
            }
        return f"{self.kind} ({self.received_on.year})"


def decision_path(row: "AssignmentDecision", filename: str) -> str:
    """Return the path below MEDIA_ROOT for an uploaded file."""
    return stored_name("assignment_decisions", filename)


class AssignmentDecision(AgencyOwned):
    """A decision of assignment (R2). Memberships refer to it by number."""

    number = models.CharField(_("decision number"), max_length=60)
    decided_on = models.DateField(_("date"))
    # Served only by a view that checks access, never under a public URL.
    file = models.FileField(_("file"), upload_to=decision_path)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("decision of assignment")
        verbose_name_plural = _("decisions of assignment")
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="assignment_decision_once"),
            models.CheckConstraint(condition=~Q(file=""), name="assignment_decision_has_file"),
        ]

    def __str__(self) -> str:
        return self.number


class BudgetLine(DatedRow):
    """A purpose of spending on legal education."""

    legal_basis = models.CharField(_("legal basis"), max_length=TITLE_LENGTH, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Queryset of resources."""

    def with_sums(self) -> "ResourceQuerySet":
        """Annotate the sums `planned` and `spent`, in đồng."""
        return self.annotate(
            planned=Coalesce(Sum("amounts__planned"), 0), spent=Coalesce(Sum("amounts__spent"), 0)
        )


class Resource(AgencyOwned):
    """An agency's people, equipment and plan in a year, with budget amounts (R12)."""

    year = models.PositiveSmallIntegerField(_("year"))
    people = models.PositiveSmallIntegerField(_("people who do the work"))
    equipment = models.TextField(
        _("information infrastructure"), max_length=EQUIPMENT_LENGTH, blank=True
    )
    plan_number = models.CharField(_("number of the plan"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects = ResourceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("resources of a year")
        verbose_name_plural = _("resources by year")
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="resource_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=2019, year__lte=2100), name="resource_year_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}, {self.year}"


class BudgetAmount(models.Model):
    """Planned and spent amount of one budget line, in đồng."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="amounts")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    planned = models.PositiveBigIntegerField(_("planned"))
    spent = models.PositiveBigIntegerField(_("spent"))

    class Meta:
        verbose_name = _("amount of a budget")
        verbose_name_plural = _("amounts of budgets")
        ordering = ["line__order"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "line"], name="budget_amount_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
