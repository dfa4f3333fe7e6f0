"""Guard rules of the screens about people."""

from ..guard.lists import list_rules
from ..guard.owners import ObjectKind
from ..guard.rules import Rule, UrlAudience, names_nothing, path
from .network_role_views import NetworkInvitationsView
from .network_views import NetworkPeopleView
from .overview import OverviewView

RULES = {
    **list_rules(OverviewView, audience=UrlAudience.OVERSIGHT),
    **list_rules(NetworkPeopleView, NetworkInvitationsView, audience=UrlAudience.NETWORK),
    **{
        f"agencies_people:{name}": Rule(
            UrlAudience.AGENCY_ADMIN, names_nothing(), refuses_rights=True
        )
        for name in ("index", "invite", "invitations")
    },
    **{
        f"agencies_people:{name}": Rule(
            UrlAudience.AGENCY_ADMIN, path(membership_id=ObjectKind.MEMBERSHIP), refuses_rights=True
        )
        for name in ("change", "end", "reset_factor", "substitute")
    },
    **{
        f"agencies_people:{name}": Rule(
            UrlAudience.AGENCY_ADMIN, path(invitation_id=ObjectKind.INVITATION), refuses_rights=True
        )
        for name in ("resend", "withdraw")
    },
    "agencies_people:first_admin": Rule(
        UrlAudience.NETWORK, path(agency_id=ObjectKind.AGENCY), refuses_rights=True
    ),
    "agencies_people:give_network_role": Rule(
        UrlAudience.NETWORK, names_nothing(), refuses_rights=True
    ),
    "agencies_people:end_network_role": Rule(
        UrlAudience.NETWORK, path(membership_id=ObjectKind.NETWORK_MEMBERSHIP), refuses_rights=True
    ),
    # Also for people of two agencies; the view checks whose second factor it is.
    "agencies_people:reset_network_factor": Rule(
        UrlAudience.NETWORK, path(membership_id=ObjectKind.ANY_MEMBERSHIP), refuses_rights=True
    ),
    **{
        f"agencies_people:{name}": Rule(
            UrlAudience.NETWORK,
            path(invitation_id=ObjectKind.NETWORK_INVITATION),
            refuses_rights=True,
        )
        for name in ("resend_to_network", "withdraw_from_network")
    },
}
