"""Agency roles for the handling of what citizens send."""

from network.agencies.models import AGENCY_ROLES, Role

HANDLING = frozenset(AGENCY_ROLES)
# A refusal commits the agency, so an author alone may not refuse.
REFUSING = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
# Roles that may add pages (network.agencies.roles).
WRITING = frozenset({Role.AUTHOR, Role.AGENCY_ADMIN})
