"""The tenant, its members, and their audit log."""

from .agencies import Agency, AgencyKind, AgencyStatus, Succession, SuccessionKind
from .audit import JOURNAL_ACTIONS, LONGEST_ACT, Act, AuditAction, AuditEntry, action_choices
from .invitations import Invitation, InvitationState
from .memberships import AGENCY_ROLES, NETWORK_ROLES, Membership, Role, RoleGroup, place_of
from .owned import AgencyOwned

__all__ = [
    "AGENCY_ROLES",
    "JOURNAL_ACTIONS",
    "LONGEST_ACT",
    "NETWORK_ROLES",
    "Act",
    "Agency",
    "AgencyKind",
    "AgencyOwned",
    "AgencyStatus",
    "AuditAction",
    "AuditEntry",
    "Invitation",
    "InvitationState",
    "Membership",
    "Role",
    "RoleGroup",
    "Succession",
    "SuccessionKind",
    "action_choices",
    "place_of",
]
