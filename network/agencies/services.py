"""Change agencies, their derived groups and who serves them."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection as MediaCollection
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from network.accounts.models import User

from .models import AGENCY_ROLES, NETWORK_ROLES, Agency, Membership, Role, RoleGroup
from .roles import COLLECTION_RIGHTS, EVERY_ROLE, MODEL_RIGHTS, PAGE_RIGHTS


def create_agency_groups(*, agency: Agency, home: Page, collection: MediaCollection) -> None:
    """Create the group of each role of `agency`, with rights on its pages and collection alone.

    Seven queries, whatever the number of agencies.
    """
    groups = _create_groups(agency, AGENCY_ROLES)
    permissions = _permissions(
        {right for role in AGENCY_ROLES for right in COLLECTION_RIGHTS[role]}
        | {("wagtailcore", f"{right}_page") for rights in PAGE_RIGHTS.values() for right in rights}
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(
            group=groups[role], page=home, permission=permissions["wagtailcore", f"{right}_page"]
        )
        for role in AGENCY_ROLES
        for right in PAGE_RIGHTS[role]
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=groups[role], collection=collection, permission=permissions[right]
        )
        for role in AGENCY_ROLES
        for right in COLLECTION_RIGHTS[role]
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


def ensure_network_groups() -> None:
    """Create the groups of the network roles that are missing; run after each migrate."""
    present = set(RoleGroup.objects.filter(agency=None).values_list("role", flat=True))
    missing = [role for role in NETWORK_ROLES if role not in present]
    if missing:
        _create_groups(None, missing)


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


def _permissions(rights: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Permission]:
    wanted = Q()
    for label, codename in rights:
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = Permission.objects.filter(wanted).select_related("content_type")
    return {
        (permission.content_type.app_label, permission.codename): permission
        for permission in found
    }
