"""Citations of documents on pages, and the reviews of these pages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.agencies.models import Agency

from .choices import ReviewOutcome
from .documents import KEY_LENGTH, NUMBER_LENGTH, LegalDocument
from .relations import ValidityChange


class Citation(models.Model):
    """A page names a document, in its live version, its newest draft, or both.

    Updated from the page at each save and publication. `document` is None if no single record
    matches the number.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(_("number and symbol"), max_length=NUMBER_LENGTH)
    number_key = models.CharField(max_length=KEY_LENGTH)
    # Key of a DocumentType, if the words around the number give it.
    type_key = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey(
        LegalDocument, null=True, on_delete=models.SET_NULL, related_name="citations"
    )
    in_live = models.BooleanField(default=False)
    in_draft = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number_key", "document"],
                name="citation_unique",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(
                fields=["document", "page"], name="citation_of_live", condition=Q(in_live=True)
            ),
            models.Index(
                fields=["number_key"],
                name="citation_unresolved",
                condition=Q(document__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.number}"


class PageReview(models.Model):
    """An agency's task to compare a published page with the law (R10).

    Either a cited document has changed or, without `document`, a regular comparison is due or the
    Vietnamese original of a translation was published anew.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="page_reviews")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        LegalDocument, null=True, on_delete=models.CASCADE, related_name="page_reviews"
    )
    change = models.ForeignKey(
        ValidityChange, null=True, on_delete=models.CASCADE, related_name="reviews"
    )
    original_changed = models.BooleanField(db_default=False)
    opened_at = models.DateTimeField(_("opened"))
    due_on = models.DateField(_("due"))
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=ReviewOutcome.choices, default=ReviewOutcome.OPEN
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("page to review")
        verbose_name_plural = _("pages to review")
        constraints = [
            # At most one open task per page and document, however often the document changes.
            models.UniqueConstraint(
                fields=["page", "document"],
                name="page_review_one_open",
                condition=Q(outcome="open"),
            ),
            models.UniqueConstraint(
                fields=["page"],
                name="page_review_one_regular_open",
                condition=Q(outcome="open", document=None),
            ),
            models.CheckConstraint(
                condition=Q(document=None, change=None)
                | Q(document__isnull=False, change__isnull=False),
                name="page_review_document_changed",
            ),
            models.CheckConstraint(
                condition=Q(document=None) | Q(original_changed=False),
                name="page_review_one_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "outcome", "due_on"], name="page_review_of_agency"),
            models.Index(fields=["outcome", "due_on"], name="page_review_by_outcome"),
            models.Index(fields=["page", "document"], name="page_review_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.document or self.due_on}"
