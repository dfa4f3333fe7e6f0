"""In templates: the numbers of a page's text as links to their documents."""

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
    """Return rendered markup of `page` with links to the documents that the page cites.

    The page's `citations` are asked for, once for all its texts.
    """
    documents = [citation.document for citation in page.citations]
    return link_documents(markup, documents, day=timezone.localdate(), fetch=_fetch)


def _fetch(keys: set[int]) -> Iterable[LegalDocument]:
    return LegalDocument.objects.with_register().filter(pk__in=keys)
