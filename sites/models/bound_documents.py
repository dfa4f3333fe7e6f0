"""The legal documents that a page is about."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from legal_updates.finding import documents_of
from legal_updates.models import LegalDocument


class BoundDocument(Orderable):
    """A document that a page is about. The first is the main one."""

    document = models.ForeignKey(
        LegalDocument, verbose_name=_("legal document"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("document of a page")
        verbose_name_plural = _("documents of a page")

    def __str__(self) -> str:
        return str(self.document)


class AboutDocuments(models.Model):
    """Mixin for page types with `documents`, the rows of their legal documents."""

    documents: Any

    class Meta:
        abstract = True

    def bound_documents(self) -> list[LegalDocument]:
        """Return the documents with type, body and status, superseded ones last. Two queries.

        Uses the page's own rows in memory, because a draft's rows are not in the database.
        """
        keys = [row.document_id for row in self.documents.all()]
        return documents_of(keys, day=timezone.localdate())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the documents, and the date for their status."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return context | {"documents": self.bound_documents(), "day": timezone.localdate()}

    def cited_lines(self) -> list[str]:
        """Return the documents as citation lines, so that the page counts as citing them."""
        return [f"{document.type} số {document.number}" for document in self.bound_documents()]


def documents_panel(*, help_text: Any, min_num: int | None = None) -> InlinePanel:
    return InlinePanel(
        "documents",
        heading=_("Legal documents"),
        label=_("legal document"),
        help_text=help_text,
        min_num=min_num,
    )
