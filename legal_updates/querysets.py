"""Questions put to the register of legal documents."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from .models import LegalDocument  # noqa: F401


class LegalDocumentQuerySet(models.QuerySet["LegalDocument"]):
    """Documents by their life."""

    def to_confirm(self) -> "LegalDocumentQuerySet":
        """Return the records that no person has confirmed yet."""
        return self.filter(confirmed_at=None)

    def with_register(self) -> "LegalDocumentQuerySet":
        """Return the documents with kind and issuing body; no further query."""
        return self.select_related("type", "issuer")
