"""Drafts: documents missing from the register, for a person to confirm. Never public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import DraftStatus
from .documents import KEY_LENGTH, NUMBER_LENGTH, LegalDocument
from .registers import DocumentType

REASON_LENGTH = 300
ISSUER_LENGTH = 200


class DocumentDraft(models.Model):
    """A document named by texts, until a person confirms or refuses it.

    A separate table instead of a state of `LegalDocument`, so that no page, search or list can show
    a draft by mistake. Identified by number, body and year. The texts are read when a person opens
    the draft (`drafts.sightings`).
    """

    number = models.CharField(_("number and symbol"), max_length=NUMBER_LENGTH)
    number_key = models.CharField(max_length=KEY_LENGTH)
    type = models.ForeignKey(
        DocumentType,
        verbose_name=_("kind of document"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # A key as from `numbers.issuers.issuer_of`; the register may lack the body.
    issuer_key = models.CharField(max_length=ISSUER_LENGTH)
    year = models.PositiveSmallIntegerField(null=True)
    # The title in the first official text that names the document.
    title = models.CharField(_("abstract"), max_length=1500, blank=True)
    made_at = models.DateTimeField(_("seen first"))
    status = models.CharField(
        _("status"), max_length=12, choices=DraftStatus.choices, default=DraftStatus.WAITING
    )
    document = models.ForeignKey(
        LegalDocument, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("document to confirm")
        verbose_name_plural = _("documents to confirm")
        constraints = [
            models.UniqueConstraint(
                fields=["number_key", "issuer_key", "year"],
                name="document_draft_identity",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["status", "-made_at", "-id"], name="document_draft_desk")]

    def __str__(self) -> str:
        return f"{self.type.word} {self.number}" if self.type else self.number
