"""Which roles of an agency do what with what citizens send."""

from network.agencies.models import AGENCY_ROLES, Role

HANDLING = frozenset(AGENCY_ROLES)
# Whoever turns a citizen away answers for the agency: not an author alone.
REFUSING = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
# Those who may add pages (network.agencies.roles).
WRITING = frozenset({Role.AUTHOR, Role.AGENCY_ADMIN})
