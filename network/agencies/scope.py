"""Where a person may look and where a person may write, at this very moment."""

import datetime as dt
from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from network.accounts.models import User

from .models import AGENCY_ROLES, Role, RoleGroup

# The tenant of a page is the first three steps of its tree path: root, hub, agency.
SECTION_DEPTH = 3
SECTION_PATH_LENGTH = SECTION_DEPTH * Page.steplen
# Roles that look at everything and change nothing.
READING_ROLES = frozenset({Role.OVERSEER, Role.REPORT_VIEWER})


@dataclass(frozen=True, slots=True)
class Scope:
    """The tree paths a person reaches, by today's memberships; an empty scope reaches nothing.

    Paths are treebeard's: whoever holds a path holds everything below it.
    """

    roles: frozenset[str] = frozenset()
    agency_roles: dict[int, frozenset[str]] = field(default_factory=dict)
    readable_pages: tuple[str, ...] = ()
    writable_pages: tuple[str, ...] = ()
    readable_collections: tuple[str, ...] = ()
    writable_collections: tuple[str, ...] = ()
    # By day, once it was asked for: whose work these agencies do (succession.served_by).
    served: dict[dt.date, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reads_only(self) -> bool:
        """Return whether this person, right now, may change nothing at all."""
        return not (self.agency_roles or Role.NETWORK_ADMIN in self.roles)

    def reads_page(self, path: str) -> bool:
        """Return whether the page at `path` is this person's to see."""
        return path.startswith(self.readable_pages)

    def writes_page(self, path: str) -> bool:
        """Return whether the page at `path` is this person's to change."""
        return path.startswith(self.writable_pages)

    def reads_collection(self, path: str) -> bool:
        """Return whether files of the collection at `path` are this person's to see."""
        return path.startswith(self.readable_collections)

    def writes_collection(self, path: str) -> bool:
        """Return whether files of the collection at `path` are this person's to change."""
        return path.startswith(self.writable_collections)


def scope_of(user: User) -> Scope:
    """Return today's scope of `user`; three queries, whatever the number of agencies."""
    roles = list(
        RoleGroup.objects.filter(group__user=user).values_list("agency_id", "role", "group_id")
    )
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
        readable_pages=tuple({path for path, _ in pages}),
        writable_pages=tuple({path for path, group_id in pages if group_id in writing}),
        readable_collections=tuple({path for path, _, _ in files}),
        writable_collections=tuple(
            {path for path, writes, code in files if writes and not code.startswith("choose_")}
        ),
    )


def scope_now(request: HttpRequest) -> Scope:
    """Return the scope of who is signed in, asked once for a request: guard, menu, views, panels.

    Nobody's is empty. What happens later than the request (a mail, a service) asks `scope_of`.
    """
    user = request.user
    if not isinstance(user, User):
        return Scope()
    known = _asked(user)
    if known is None:
        known = scope_of(user)
        # Kept with the person, whose object lives as long as the request.
        user.scope_of_request = known  # type: ignore[attr-defined]
    return known


def cached_scope(user: User) -> Scope:
    """Return the scope that the request of `user` has asked for, else ask.

    For what Wagtail asks of each page of a list: it hands on the person, and no request.
    """
    return _asked(user) or scope_of(user)


def _asked(user: User) -> Scope | None:
    return getattr(user, "scope_of_request", None)
