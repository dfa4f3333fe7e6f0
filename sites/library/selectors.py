"""Queries on the common library for people of an agency."""

from collections.abc import Sequence

from django.db.models import Prefetch

from aggregator.models import LibraryItem, LibraryItemUse
from aggregator.querysets import LibraryItemQuerySet
from aggregator.selectors import newest_items
from legal_updates.citations import find_document_numbers
from legal_updates.models import LegalDocument
from network.agencies.models import Role
from network.agencies.scope import Scope, below
from network.core.sorting import SortKey

from ..models import AgencyHomePage, SectionIndexPage, SectionKey

WRITING = frozenset({Role.AUTHOR, Role.AGENCY_ADMIN})


def library_for(scope: Scope) -> LibraryItemQuerySet:
    """Return the published items, newest first, each with `own_uses`: the uses by the user's
    agencies.

    Four queries per page of the list.
    """
    uses = LibraryItemUse.objects.filter(agency_id__in=scope.agency_roles).order_by("-used_at")
    own = Prefetch("uses", queryset=uses.select_related("page", "agency"), to_attr="own_uses")
    return newest_items().prefetch_related(own)


def published_item(pk: int) -> LibraryItem | None:
    """Return the published item, or None if it is unpublished, skipped or a duplicate."""
    return newest_items().filter(pk=pk).first()


def writing_homes(scope: Scope) -> list[AgencyHomePage]:
    """Return the front pages of the agencies for which the user may write now."""
    agencies = [agency for agency, held in scope.agency_roles.items() if held & WRITING]
    homes = AgencyHomePage.objects.filter(agency_id__in=agencies).select_related("agency")
    return list(homes.order_by(SortKey("agency__name"), "pk"))


def places_in(homes: list[AgencyHomePage]) -> list[SectionIndexPage]:
    """Return the index pages of these sections, in menu order. One query."""
    places = SectionIndexPage.objects.filter(below(home.path for home in homes))
    return list(places.order_by("path"))


def usual_place(homes: list[AgencyHomePage]) -> int | None:
    """Return the id of the first section's index page for new policies, or None. One query."""
    if not homes:
        return None
    entries = SectionIndexPage.objects.filter(path__startswith=homes[0].path)
    found = entries.filter(key=SectionKey.VAN_BAN_MOI).order_by("path").values_list("pk", flat=True)
    return found.first()


def documents_named(numbers: Sequence[str]) -> list[LegalDocument]:
    """Return the documents with these numbers, in order, leaving out ambiguous numbers. One
    query."""
    keys = [number.key for text in numbers for number in find_document_numbers(text)]
    by_key: dict[str, list[LegalDocument]] = {key: [] for key in keys}
    for document in LegalDocument.objects.filter(number_key__in=by_key):
        by_key[document.number_key].append(document)
    return [found[0] for found in by_key.values() if len(found) == 1]
