"""Check that a page refers only to its own agency's pages and files, and to shared ones."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, ReferenceIndex

from network.core.keys import parse_key

from .models import Agency
from .services import SHARED_COLLECTION

type Names = dict[type[Model], set[str]]


def foreign_references(page: Page, *, section_path: str) -> Iterator[Model]:
    """Yield the pages, images and documents of other agencies that `page` refers to.

    `section_path` is the tree path of the section where the page is or will be. Objects that do not
    exist are ignored. At most three queries.
    """
    yield from foreign_among(referenced_keys(page), section_path=section_path)


def referenced_keys(page: Page) -> Names:
    """Return the primary keys of everything `page` refers to, by model."""
    types = ContentType.objects
    return group_keys(
        (types.get_for_id(type_id).model_class(), pk)
        for type_id, pk, _model_path, _path in ReferenceIndex._extract_references_from_object(page)
    )


def group_keys(references: Iterable[tuple[type[Model] | None, Any]]) -> Names:
    """Group (model, primary key) pairs into one set of keys per model.

    All page types count as Page. Keys are normalised; keys Django could not look up are dropped.
    """
    named: Names = {}
    for model, value in references:
        key = parse_key(model, value) if model is not None else None
        if model is not None and key is not None:
            named.setdefault(Page if issubclass(model, Page) else model, set()).add(str(key))
    return named


def foreign_among(named: Names, *, section_path: str) -> Iterator[Model]:
    """Yield the pages, images and documents in `named` that another agency owns."""
    if Page in named:
        yield from Page.objects.filter(pk__in=named[Page]).exclude(path__startswith=section_path)
    files = [model for model in (get_image_model(), get_document_model()) if model in named]
    if files:
        own = own_collections(section_path)
        for model in files:
            yield from model._default_manager.filter(pk__in=named[model]).exclude(
                collection__in=own
            )


def own_collections(section_path: str) -> QuerySet[Collection]:
    """Return the collections a section may use: its agency's own and the shared one."""
    # Two subqueries: with a single OR, PostgreSQL scans the pages of all agencies.
    own = Agency.objects.filter(home_page__path=section_path).values("collection_id")
    shared = Collection.objects.filter(name=SHARED_COLLECTION, depth=2, agency=None).values("pk")
    return Collection.objects.filter(Q(pk__in=own) | Q(pk__in=shared))
