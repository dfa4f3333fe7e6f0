"""Who of an agency may do what with its questions, by the roles of this moment."""

from django.core.exceptions import PermissionDenied

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.scope import scope_of

HANDLING = frozenset(AGENCY_ROLES)
# Whoever turns a citizen away answers for the agency: not an author alone.
REFUSING = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
# Those who may add pages (network.agencies.roles).
WRITING = frozenset({Role.AUTHOR, Role.AGENCY_ADMIN})


def may(user: User, agency_id: int, roles: frozenset[Role]) -> bool:
    """Return whether `user` holds one of `roles` at the agency now, in person or by an act."""
    return not roles.isdisjoint(scope_of(user).agency_roles.get(agency_id, frozenset()))


def check(user: User, agency_id: int, roles: frozenset[Role]) -> None:
    """Raise PermissionDenied for whom `may` is False."""
    if not may(user, agency_id, roles):
        raise PermissionDenied
