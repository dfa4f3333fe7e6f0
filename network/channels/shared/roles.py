"""Roles that may act on channels, plans, posts and scans."""

from collections.abc import Collection

from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.scope import Scope

SERVING = frozenset(AGENCY_ROLES)
KEEPING = frozenset({Role.AGENCY_ADMIN, Role.AUTHOR})
APPROVING = frozenset({Role.APPROVER})
DECIDING = frozenset({Role.APPROVER, Role.AGENCY_ADMIN})


def agencies_kept(scope: Scope, roles: Collection[Role] = KEEPING) -> list[int]:
    """Return the ids of the agencies for which the user holds one of `roles`."""
    return [pk for pk, held in scope.agency_roles.items() if not held.isdisjoint(roles)]
