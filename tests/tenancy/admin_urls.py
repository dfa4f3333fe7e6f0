"""Every address under /admin/, taken from the resolver itself, filled with somebody's objects."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Revision

from tests.tenancy.conftest import House


def admin_patterns() -> Iterator[tuple[str, URLPattern, str]]:
    """Yield (full name, pattern, route) of every named address under /admin/."""
    for name, pattern, route in _walk(get_resolver(), (), ""):
        if route.startswith("admin/") and pattern.name:
            yield name, pattern, route


def _walk(
    resolver: URLResolver, namespaces: tuple[str, ...], prefix: str
) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, inner, route)
        else:
            yield ":".join((*namespaces, entry.name or "")), entry, route


def arguments(name: str, pattern: URLPattern, house: House) -> dict[str, Any]:
    """Return values for the path parts of a pattern that name what `house` owns."""
    parts = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    return {part: _value(name, part, house) for part in parts}


def _value(name: str, part: str, house: House) -> Any:
    page, image, document = house.article.pk, house.image.pk, house.document.pk
    if part in {"pk", "instance_pk", "object_id"}:
        return _primary_key(name, house)
    values = {
        "image_id": image,
        "document_id": document,
        "doc_id": document,
        "parent_page_id": house.home.pk,
        "destination_id": house.home.pk,
        "collection_id": house.agency.collection_id,
        "agency_id": house.agency.pk,
        "membership_id": house.people["author"].memberships.get().pk,
        "revision_id": Revision.objects.filter(object_id=str(page)).first().pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "content_type_app_name": "agency_sites",
        "content_type_model_name": "articlepage",
        "app_label": "wagtailcore",
        "app_name": "agency_sites",
        "model_name": "page",
        "action": "delete",
        "action_name": "copy",
        "filter_spec": "original",
        "uidb64": "x",
        "token": "x",
    }
    return values.get(part, page)


def _primary_key(name: str, house: House) -> int:
    if "images" in name:
        return house.image.pk
    if "docs" in name or "documents" in name:
        return house.document.pk
    if "users" in name:
        return house.people["author"].pk
    if "collections" in name:
        return house.agency.collection_id
    if "agency" in name:
        return house.agency.pk
    return house.article.pk
