"""Querysets of the register."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from .documents import LegalDocument  # noqa: F401


class LegalDocumentQuerySet(models.QuerySet["LegalDocument"]):
    """Queryset of legal documents."""

    def to_confirm(self) -> "LegalDocumentQuerySet":
        """Return the unconfirmed records."""
        return self.filter(confirmed_at=None)

    def with_register(self) -> "LegalDocumentQuerySet":
        """Load type and issuing body in the same query."""
        return self.select_related("type", "issuer")
