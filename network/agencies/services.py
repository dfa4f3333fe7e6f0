"""Change agencies, their derived groups and who serves them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

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

# The one collection of the network: logos, common leaflets, pictures for everybody.
SHARED_COLLECTION = "Kho dùng chung"


def create_agency_groups(*, agency: Agency, home: Page, collection: MediaCollection) -> None:
    """Create the group of each role of `agency`, with rights on its pages and collection alone.

    Seven queries, whatever the number of agencies.
    """
    groups = _create_groups(agency, AGENCY_ROLES)
    _grant(groups, PAGE_RIGHTS, COLLECTION_RIGHTS, page=home, collection=collection)
    _grant(
        groups,
        {},
        dict.fromkeys(AGENCY_ROLES, CHOOSING_RIGHTS),
        page=home,
        collection=shared_collection(),
    )


@transaction.atomic
def grant_membership(
    *,
    user: User,
    agency: Agency,
    role: Role,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    decision_number: str = "",
) -> Membership:
    """Let `user` serve `agency` in `role`; the same grant twice changes nothing.

    The rights follow by themselves: the derived groups are a view over memberships. A network
    role is held at one agency but gives rights over the network's rows, never over a section.
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
    """Return the collection every agency may choose from, made at the first call."""
    root = MediaCollection.objects.get(depth=1)
    found = root.get_children().filter(name=SHARED_COLLECTION).first()
    return found or root.add_child(instance=MediaCollection(name=SHARED_COLLECTION))


@transaction.atomic
def ensure_network_groups(*, hub: Page) -> None:
    """Create the groups of the network roles that are missing; run after each migrate.

    The overseer reads all sections and files: Wagtail knows no right to look, so the group
    holds the right to change, and the guard refuses every write (`network.agencies.guard`).
    """
    shared_collection()
    present = set(RoleGroup.objects.filter(agency=None).values_list("role", flat=True))
    groups = _create_groups(None, [role for role in NETWORK_ROLES if role not in present])
    if Role.OVERSEER in groups:
        _grant(
            groups,
            {Role.OVERSEER: ("change",)},
            {Role.OVERSEER: READING_COLLECTION_RIGHTS},
            page=hub,
            collection=MediaCollection.objects.get(depth=1),
        )


def _create_groups(agency: Agency | None, roles: Collection[Role]) -> dict[Role, Group]:
    owner = agency.code if agency else "network"
    groups = dict(
        zip(
            roles,
            Group.objects.bulk_create(Group(name=f"{owner}:{role.value}") for role in roles),
            strict=True,
        )
    )
    RoleGroup.objects.bulk_create(
        RoleGroup(agency=agency, role=role, group=group) for role, group in groups.items()
    )
    wanted = {role: {*EVERY_ROLE, *MODEL_RIGHTS.get(role, ())} for role in roles}
    permissions = _permissions({right for rights in wanted.values() for right in rights})
    Group.permissions.through.objects.bulk_create(
        Group.permissions.through(group=groups[role], permission=permissions[right])
        for role in roles
        for right in wanted[role]
    )
    return groups


def _grant(
    groups: Mapping[Role, Group],
    page_rights: Mapping[Role, Iterable[str]],
    collection_rights: Mapping[Role, Iterable[tuple[str, str]]],
    *,
    page: Page,
    collection: MediaCollection,
) -> None:
    pages = [(role, ("wagtailcore", f"{right}_page")) for role, right in _pairs(page_rights)]
    files = list(_pairs(collection_rights))
    permissions = _permissions({right for _, right in [*pages, *files]})
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=groups[role], page=page, permission=permissions[right])
        for role, right in pages
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=groups[role], collection=collection, permission=permissions[right]
        )
        for role, right in files
    )


def _pairs[Key, Value](table: Mapping[Key, Iterable[Value]]) -> Iterator[tuple[Key, Value]]:
    return ((key, value) for key, values in table.items() for value in values)


def _permissions(rights: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Permission]:
    wanted = Q()
    for label, codename in rights:
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = Permission.objects.filter(wanted).select_related("content_type")
    return {
        (permission.content_type.app_label, permission.codename): permission for permission in found
    }
