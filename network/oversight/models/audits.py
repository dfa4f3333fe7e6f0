"""Audits of a month and their drawn cells."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned

from .verdicts import EvidenceVerdict


class Audit(models.Model):
    """The draw of one month: the seed, the cells it was drawn from with their weights, and the
    drawn cells."""

    # The first day of the month.
    month = models.DateField(_("month"), unique=True)
    seed = models.CharField(_("seed"), max_length=40)
    size = models.PositiveSmallIntegerField(_("cells to draw"))
    drawn_at = models.DateTimeField(_("drawn"))
    # [agency code, requirement key, weight] of every green cell, so that the draw can be repeated.
    frame = models.JSONField(default=list)
    # When the next draw released the cells that nobody had looked at.
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("sample audit")
        verbose_name_plural = _("sample audits")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                models.F("closed_at"),
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="audit_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class AuditCell(AgencyOwned):
    """A drawn cell. It waits for inspection, and is not counted, until somebody judges it or the
    audit is closed."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="cells")
    place = models.PositiveSmallIntegerField(_("place"))
    requirement = models.ForeignKey(
        "oversight.Requirement", on_delete=models.CASCADE, related_name="+"
    )
    weight = models.PositiveSmallIntegerField(_("weight"))
    # [key of data/audit_signals.csv, words about this cell].
    signals = models.JSONField(default=list)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField(_("judged"), null=True)
    # The verdict if the evidence was rejected; None with `judged_at` means accepted.
    verdict = models.OneToOneField(
        EvidenceVerdict, null=True, on_delete=models.SET_NULL, related_name="audit_cell"
    )

    class Meta:
        verbose_name = _("drawn cell")
        verbose_name_plural = _("drawn cells")
        ordering = ["audit", "place"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "place"], name="audit_cell_place"),
            models.UniqueConstraint(
                fields=["audit", "agency", "requirement"], name="audit_cell_once"
            ),
        ]
        indexes = [models.Index(fields=["agency", "requirement"], name="audit_cell_of_cell")]

    def __str__(self) -> str:
        return f"{self.audit_id}/{self.place}"
