"""Template filter that links the document numbers in a page's text."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from legal_updates.citing.rendering import link_documents
from legal_updates.models import LegalDocument

register = template.Library()


@register.filter
def cited(markup: str, page: Any) -> SafeString:
    """Return the rendered markup of `page` with links to the documents it cites.

    Uses the page's cached `citations`, one query for all its texts.
    """
    documents = [citation.document for citation in page.citations]
    return link_documents(markup, documents, day=timezone.localdate(), fetch=_fetch)


def _fetch(keys: set[int]) -> Iterable[LegalDocument]:
    return LegalDocument.objects.with_register().filter(pk__in=keys)
