"""Documents that the register lacks and somebody names, for a person to confirm. Never public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import DraftStatus
from .documents import KEY_LENGTH, NUMBER_LENGTH, LegalDocument
from .registers import DocumentType

REASON_LENGTH = 300
WORDS_LENGTH = 500
EVIDENCE_KEY_LENGTH = 40


class DocumentDraft(models.Model):
    """What sources tell of a document until a person has confirmed it.

    A table of its own, not a state of `LegalDocument`: no page, search, citation or list of
    records can show one by mistake. A number is no identity: body and year belong to it.
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
    # A key as `numbers.issuers.issuer_of` gives it: the register may lack the body.
    issuer_key = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True)
    issued_on = models.DateField(_("date of issue"), null=True)
    title = models.CharField(_("abstract"), max_length=1500, blank=True)
    official_url = models.URLField(max_length=1000, blank=True)
    made_at = models.DateTimeField(_("seen first"))
    status = models.CharField(
        _("status"), max_length=12, choices=DraftStatus.choices, default=DraftStatus.WAITING
    )
    document = models.ForeignKey(
        LegalDocument, null=True, on_delete=models.SET_NULL, related_name="drafts"
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


class DraftEvidence(models.Model):
    """Where the document was named; the same place speaks once, also after a refusal."""

    draft = models.ForeignKey(DocumentDraft, on_delete=models.CASCADE, related_name="evidence")
    # Of which text: "item:12", "page:34".
    key = models.CharField(max_length=EVIDENCE_KEY_LENGTH)
    who = models.CharField(max_length=200)
    words = models.CharField(max_length=WORDS_LENGTH)
    url = models.CharField(max_length=1000, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("where a document is named")
        verbose_name_plural = _("where documents are named")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="draft_evidence_unique")
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.words}"
