"""The scope of a user: what they may read and write now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from network.accounts.models import User

from .models import AGENCY_ROLES, Role, RoleGroup

# The first three steps of a page's tree path (root, hub, agency) identify its tenant.
SECTION_DEPTH = 3
SECTION_PATH_LENGTH = SECTION_DEPTH * Page.steplen
# Roles that may read everything and change nothing.
READING_ROLES = frozenset({Role.OVERSEER, Role.REPORT_VIEWER})


@dataclass(frozen=True, slots=True)
class Scope:
    """The tree paths a user reaches by current memberships. An empty scope reaches nothing.

    Paths are treebeard's; a path includes everything below it.
    """

    roles: frozenset[str] = frozenset()
    agency_roles: dict[int, frozenset[str]] = field(default_factory=dict)
    # Name and kind of each agency of `agency_roles`.
    agency_names: dict[int, str] = field(default_factory=dict, compare=False)
    agency_kinds: dict[int, str] = field(default_factory=dict, compare=False)
    # Path of the section of each agency of `agency_roles` that has one. `writable_pages` also has
    # the sections of ended agencies, in which successors correct pages and write no new ones.
    own_sections: dict[int, str] = field(default_factory=dict, compare=False)
    readable_pages: tuple[str, ...] = ()
    writable_pages: tuple[str, ...] = ()
    readable_collections: tuple[str, ...] = ()
    writable_collections: tuple[str, ...] = ()
    # Cache by day: agencies whose work these agencies do (succession.served_by).
    served: dict[dt.date, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reads_only(self) -> bool:
        """Return whether the user may change nothing at all now."""
        return not (self.agency_roles or Role.NETWORK_ADMIN in self.roles)

    def reads_page(self, path: str) -> bool:
        """Return whether the user may read the page at tree path `path`."""
        return path.startswith(self.readable_pages)

    def writes_page(self, path: str) -> bool:
        """Return whether the user may change the page at tree path `path`."""
        return path.startswith(self.writable_pages)

    def reads_collection(self, path: str) -> bool:
        """Return whether the user may read files of the collection at `path`."""
        return path.startswith(self.readable_collections)

    def writes_collection(self, path: str) -> bool:
        """Return whether the user may change files of the collection at `path`."""
        return path.startswith(self.writable_collections)


def below(paths: Iterable[str], *, field: str = "path") -> Q:
    """Return the condition that the tree path in `field` is one of `paths` or below one of them.

    False without paths.
    """
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=()))


def scope_of(user: User) -> Scope:
    """Return the current scope of `user`. Three queries, regardless of the number of agencies."""
    held = list(
        RoleGroup.objects.filter(group__user=user).values_list(
            *("agency_id", "role", "group_id"),
            *("agency__name", "agency__kind", "agency__home_page__path"),
        )
    )
    roles = [row[:3] for row in held]
    own = [(row[0], *row[3:]) for row in held if row[1] in AGENCY_ROLES]
    writing = {group_id for _, role, group_id in roles if role not in READING_ROLES}
    pages = GroupPagePermission.objects.filter(group__user=user).values_list(
        "page__path", "group_id"
    )
    collections = GroupCollectionPermission.objects.filter(group__user=user).values_list(
        "collection__path", "group_id", "permission__codename"
    )
    files = [(path, group_id in writing, code) for path, group_id, code in collections]
    agency_roles: dict[int, set[str]] = {}
    for agency_id, role, _ in roles:
        if role in AGENCY_ROLES:
            agency_roles.setdefault(agency_id, set()).add(role)
    return Scope(
        roles=frozenset(role for _, role, _ in roles),
        agency_roles={agency: frozenset(held) for agency, held in agency_roles.items()},
        agency_names={agency: name for agency, name, _kind, _path in own},
        agency_kinds={agency: kind for agency, _name, kind, _path in own},
        own_sections={agency: path for agency, _name, _kind, path in own if path},
        readable_pages=tuple({path for path, _ in pages}),
        writable_pages=tuple({path for path, group_id in pages if group_id in writing}),
        readable_collections=tuple({path for path, _, _ in files}),
        writable_collections=tuple(
            {path for path, writes, code in files if writes and not code.startswith("choose_")}
        ),
    )


def scope_now(request: HttpRequest) -> Scope:
    """Return the scope of the signed-in user, cached for the request. Empty for anonymous users.

    Used by guard, menu, views and panels. Code that runs outside a request (mails, services) calls
    `scope_of`.
    """
    user = request.user
    if not isinstance(user, User):
        return Scope()
    known = _asked(user)
    if known is None:
        known = scope_of(user)
        # Stored on the user object, which lives as long as the request.
        user.scope_of_request = known  # type: ignore[attr-defined]
    return known


def cached_scope(user: User) -> Scope:
    """Return the scope cached by the request of `user`, or compute it.

    For Wagtail's per-page permission checks, which receive the user but no request.
    """
    return _asked(user) or scope_of(user)


def _asked(user: User) -> Scope | None:
    return getattr(user, "scope_of_request", None)
