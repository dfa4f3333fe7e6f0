"""Relations between documents, and changes of their legal status."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.core.model_fields import WebURLField

from .choices import Validity
from .documents import KEY_LENGTH, NUMBER_LENGTH, LegalDocument
from .registers import RelationType


class Relation(models.Model):
    """`document` replaces, amends, details, ... `target`, depending on the type.

    If the register lacks the target, its number is stored as text and linked when the document is
    recorded. A relation takes effect after a person's confirmation.
    """

    document = models.ForeignKey(LegalDocument, on_delete=models.CASCADE, related_name="relations")
    type = models.ForeignKey(RelationType, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(
        LegalDocument,
        verbose_name=_("other document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reverse_relations",
    )
    target_number = models.CharField(_("number of the other"), max_length=NUMBER_LENGTH, blank=True)
    target_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    # Words of the source about the target, e.g. "Nghị định số ... ngày 30/12/2019 của Chính phủ".
    target_words = models.CharField(_("the other in words"), max_length=500, blank=True)
    parts = models.TextField(
        _("parts concerned"),
        max_length=1000,
        blank=True,
        help_text=_("Only where it concerns single articles; empty means the whole document."),
    )
    takes_effect_on = models.DateField(
        _("takes effect on"),
        null=True,
        blank=True,
        help_text=_("Left empty: when the document comes into force."),
    )
    # None if the relation comes from a text or table. The proposer may not confirm it.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The official page that shows the relation, and the day the confirming person saw it.
    evidence_url = WebURLField(max_length=1000, blank=True)
    evidence_seen_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # When the relation was applied to the target, by its confirmation or by the hourly job.
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "type", "target", "target_key"],
                name="relation_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(target_number=""),
                name="relation_has_target",
                violation_error_message=_("Choose the other document, or write its number."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("document")),
                name="relation_not_to_itself",
                violation_error_message=_("A document is not related to itself."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(confirmed_by=F("proposed_by")),
                name="relation_second_person",
                violation_error_message=_("Another person than the one who proposed it confirms."),
            ),
            models.CheckConstraint(
                condition=Q(evidence_url="") | Q(evidence_seen_on__isnull=False),
                name="relation_evidence_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["target_key"],
                name="relation_dangling",
                condition=Q(target__isnull=True),
            ),
            models.Index(
                fields=["takes_effect_on"],
                name="relation_to_apply",
                condition=Q(confirmed_at__isnull=False, applied_at__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="relation_to_confirm",
                condition=Q(confirmed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.type} {self.target or self.target_number}"


class ValidityChange(models.Model):
    """One change of a document's status or text. Written once, never changed."""

    document = models.ForeignKey(LegalDocument, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("time"))
    # First day of legal effect, in Vietnam's time; often long before `at`, when the register
    # recorded it. None if unknown; never the recording day.
    day = models.DateField(_("from"), null=True)
    was = models.CharField(_("validity before"), max_length=16, choices=Validity.choices)
    became = models.CharField(_("validity after"), max_length=16, choices=Validity.choices)
    amended = models.BooleanField(default=False)
    source = models.CharField(_("who says so"), max_length=255, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    relation = models.ForeignKey(
        Relation, null=True, on_delete=models.SET_NULL, related_name="changes"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When the reviews of citing pages were opened; None before the job has run.
    spread_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of validity")
        verbose_name_plural = _("changes of validity")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["id"], name="validity_change_to_spread", condition=Q(spread_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_became_display()}"
