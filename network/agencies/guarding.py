"""Guard rules of the screens about agencies, people and reports."""

from .explorer.views import AgingPagesView, PageHistoryView
from .guard.lists import list_rules
from .guard.owners import ObjectAccess, ObjectKind
from .guard.rules import Rule, UrlAudience, names_nothing, path
from .log.views import AuditLogView
from .people.network_role_views import NetworkInvitationsView
from .people.network_views import NetworkPeopleView
from .people.overview import OverviewView
from .undelivered.selectors import owner_of_mail, reaches_mail
from .undelivered.views import UndeliveredView

UNDELIVERED = "undelivered_mail"
RULES = {
    **list_rules(AgingPagesView, PageHistoryView),
    **list_rules(OverviewView, audience=UrlAudience.OVERSIGHT),
    **list_rules(NetworkPeopleView, NetworkInvitationsView, audience=UrlAudience.NETWORK),
    **list_rules(AuditLogView, audience=UrlAudience.LOG_READERS),
    **list_rules(UndeliveredView, audience=UrlAudience.ADMINS),
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
    "agencies_undelivered:send_all": Rule(UrlAudience.ADMINS, names_nothing()),
    "agencies_undelivered:send": Rule(UrlAudience.ADMINS, path(delivery_id=UNDELIVERED)),
    # An overseer, who may not change anything yet, must be able to start an act.
    **{
        f"agencies_acts:{name}": Rule(UrlAudience.OVERSEER, names_nothing(), self_service=True)
        for name in ("index", "results")
    },
    # During an act the overseer has only the agency's roles, and may still end the act or start
    # another one. `OverseerMixin` refuses everybody else.
    "agencies_acts:end": Rule(UrlAudience.AGENCY_AND_OVERSEER, names_nothing(), self_service=True),
    "agencies_acts:start": Rule(
        UrlAudience.AGENCY_AND_OVERSEER, path(agency_id=ObjectKind.AGENCY), self_service=True
    ),
}


KINDS = {UNDELIVERED: ObjectAccess(reaches_mail, owner_of_mail)}
