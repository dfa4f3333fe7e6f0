"""Status proposals, which a second person must confirm."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.core.model_fields import WebURLField

from .choices import ProposalState, Validity
from .documents import LegalDocument


class StatusProposal(models.Model):
    """A status that a person has seen on an official page.

    It has no effect until a second person confirms it; the database refuses the same person.
    """

    document = models.ForeignKey(
        LegalDocument, on_delete=models.CASCADE, related_name="status_proposals"
    )
    validity = models.CharField(_("validity"), max_length=16, choices=Validity.choices)
    # First day of the status; None if the page does not say.
    day = models.DateField(_("it has been so since"), null=True)
    parts = models.TextField(_("parts that no longer hold"), max_length=2000, blank=True)
    evidence_url = WebURLField(_("official page"), max_length=1000)
    seen_on = models.DateField(_("seen on"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proposed status")
        verbose_name_plural = _("proposed statuses")
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                name="status_proposal_one_waits",
                condition=Q(state=ProposalState.WAITING),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
                name="status_proposal_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING) | Q(decided_at__isnull=False),
                name="status_proposal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(evidence_url="") & ~Q(validity=Validity.UNDETERMINED),
                name="status_proposal_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_validity_display()}"
