"""Services for derived groups, memberships and the shared collection."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection as MediaCollection
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from network.accounts.models import User

from .models import AGENCY_ROLES, NETWORK_ROLES, Agency, Membership, Role, RoleGroup
from .roles import (
    CHOOSING_RIGHTS,
    COLLECTION_RIGHTS,
    EVERY_ROLE,
    MODEL_RIGHTS,
    PAGE_RIGHTS,
    READING_COLLECTION_RIGHTS,
)

# The single shared collection: logos, common leaflets, pictures for all agencies.
SHARED_COLLECTION = "Kho dùng chung"
# App label and codename of a permission.
type Right = tuple[str, str]


class GroupTargets(NamedTuple):
    """The agency, front page and collection that the derived groups of an agency get permissions
    on."""

    agency: Agency
    home: Page
    collection: MediaCollection


def create_agency_groups(*, openings: Sequence[GroupTargets]) -> None:
    """Create one group per agency and role, with permissions on its own section only.

    Seven queries, regardless of the number of agencies.
    """
    groups = _create_groups([(each.agency, role) for each in openings for role in AGENCY_ROLES])
    shared = shared_collection()
    choosing = dict.fromkeys(AGENCY_ROLES, CHOOSING_RIGHTS)
    _grant(
        [
            (groups[agency, role], home, ("wagtailcore", f"{right}_page"))
            for agency, home, _ in openings
            for role, right in _pairs(PAGE_RIGHTS)
        ],
        [
            (groups[agency, role], folder, right)
            for agency, _, own in openings
            for folder, rights in ((own, COLLECTION_RIGHTS), (shared, choosing))
            for role, right in _pairs(rights)
        ],
    )


@transaction.atomic
def grant_membership(
    *,
    user: User,
    agency: Agency | None,
    role: Role,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    decision_number: str = "",
) -> Membership:
    """Give `user` a role in `agency`. Repeating the same grant changes nothing.

    Rights follow automatically: the derived groups are a database view over memberships. A network
    role gives permissions on the network's rows, never on a section.
    """
    membership, _ = Membership.objects.get_or_create(
        user=user,
        agency=agency,
        role=role,
        valid_from=valid_from,
        defaults={"valid_to": valid_to, "decision_number": decision_number},
    )
    return membership


def shared_collection() -> MediaCollection:
    """Return the collection from which every agency may choose, creating it if missing."""
    root = MediaCollection.objects.get(depth=1)
    found = root.get_children().filter(name=SHARED_COLLECTION).first()
    return found or root.add_child(instance=MediaCollection(name=SHARED_COLLECTION))


@transaction.atomic
def ensure_network_groups(*, hub: Page) -> None:
    """Create missing groups of network roles, and add new permissions to existing ones.

    Runs after each `migrate`. Wagtail has no read permission, so overseers get the change
    permission on all sections and files, and the guard refuses every write
    (`network.agencies.guard`).
    """
    shared_collection()
    present = _give_new_rights(RoleGroup.objects.filter(agency=None).select_related("group"))
    groups = _create_groups([(None, role) for role in NETWORK_ROLES if role not in present])
    overseers = groups.get((None, Role.OVERSEER))
    if overseers:
        root = MediaCollection.objects.get(depth=1)
        _grant(
            [(overseers, hub, ("wagtailcore", "change_page"))],
            [(overseers, root, right) for right in READING_COLLECTION_RIGHTS],
        )


def _give_new_rights(owned: Iterable[RoleGroup]) -> set[str]:
    """Add missing permissions to existing groups. Returns the roles that have a group."""
    present = {each.role: each.group for each in owned}
    if not present:
        return set()
    wanted = {role: MODEL_RIGHTS.get(Role(role), ()) for role in present}
    permissions = _permissions({right for rights in wanted.values() for right in rights})
    for role, group in present.items():
        group.permissions.add(*(permissions[right] for right in wanted[role]))
    return set(present)


def _create_groups(
    owners: Sequence[tuple[Agency | None, Role]],
) -> dict[tuple[Agency | None, Role], Group]:
    """Create a group with its permissions for each pair of agency and role; None is the whole
    network."""
    made = Group.objects.bulk_create(
        Group(name=f"{agency.code if agency else 'network'}:{role.value}")
        for agency, role in owners
    )
    groups = dict(zip(owners, made, strict=True))
    RoleGroup.objects.bulk_create(
        RoleGroup(agency=agency, role=role, group=group) for (agency, role), group in groups.items()
    )
    wanted = {role: {*EVERY_ROLE, *MODEL_RIGHTS.get(role, ())} for _, role in owners}
    permissions = _permissions({right for rights in wanted.values() for right in rights})
    Group.permissions.through.objects.bulk_create(
        Group.permissions.through(group=group, permission=permissions[right])
        for (_, role), group in groups.items()
        for right in wanted[role]
    )
    return groups


def _grant(
    pages: Sequence[tuple[Group, Page, Right]],
    collections: Sequence[tuple[Group, MediaCollection, Right]],
) -> None:
    permissions = _permissions({right for _, _, right in [*pages, *collections]})
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=permissions[right])
        for group, page, right in pages
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permissions[right])
        for group, collection, right in collections
    )


def _pairs[Key, Value](table: Mapping[Key, Iterable[Value]]) -> Iterator[tuple[Key, Value]]:
    return ((key, value) for key, values in table.items() for value in values)


def _permissions(rights: Iterable[Right]) -> dict[Right, Permission]:
    wanted = Q()
    for label, codename in rights:
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = Permission.objects.filter(wanted).select_related("content_type")
    return {
        (permission.content_type.app_label, permission.codename): permission for permission in found
    }
