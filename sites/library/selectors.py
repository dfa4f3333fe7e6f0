"""What people of an agency see of the common library, and where they may write."""

from django.db.models import Prefetch, Q

from aggregator.models import LibraryItem, LibraryItemUse
from aggregator.querysets import LibraryItemQuerySet
from aggregator.selectors import newest_items
from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.scope import scope_of
from network.core.sorting import SortKey

from ..models import AgencyHomePage, SectionIndexPage

WRITING = frozenset({Role.AUTHOR, Role.AGENCY_ADMIN})


def library_for(user: User) -> LibraryItemQuerySet:
    """Return the published items, newest first, each with what `user`'s agencies made of it.

    `own_uses` of an item are the uses of these agencies alone; four queries for a page of a list.
    """
    agencies = scope_of(user).agency_roles
    uses = LibraryItemUse.objects.filter(agency_id__in=agencies).order_by("-used_at")
    own = Prefetch("uses", queryset=uses.select_related("page", "agency"), to_attr="own_uses")
    return newest_items().prefetch_related(own)


def published_item(pk: int) -> LibraryItem | None:
    """Return the published item by its key; None for one that waits, was skipped or is no card."""
    return newest_items().filter(pk=pk).first()


def writing_homes(user: User) -> list[AgencyHomePage]:
    """Return the front pages of the agencies for which `user` may begin a text at this moment."""
    roles = scope_of(user).agency_roles
    agencies = [agency for agency, held in roles.items() if held & WRITING]
    homes = AgencyHomePage.objects.filter(agency_id__in=agencies).select_related("agency")
    return list(homes.order_by(SortKey("agency__name"), "pk"))


def places_in(homes: list[AgencyHomePage]) -> list[SectionIndexPage]:
    """Return the menu entries of the sections, in the order of their menus; one query."""
    below = Q(pk__in=[])
    for home in homes:
        below |= Q(path__startswith=home.path, depth__gt=home.depth)
    return list(SectionIndexPage.objects.filter(below).order_by("path"))
