"""In templates: the numbers of a page's text as links to their documents."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from legal_updates.citing.rendering import link_documents
from legal_updates.models import LegalDocument

register = template.Library()


@register.simple_block_tag(takes_context=True)
def cited(context: dict[str, Any], content: str) -> str:
    """Link the numbers inside to the documents that the page cites.

    The page's `citations` are asked for, once for all places of the page.
    """
    page = context["page"]
    documents = [citation.document for citation in page.citations]
    return link_documents(content, documents, day=timezone.localdate(), fetch=_fetch)


def _fetch(keys: set[int]) -> Iterable[LegalDocument]:
    return LegalDocument.objects.with_register().filter(pk__in=keys)
