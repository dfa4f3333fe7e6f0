"""What the guard in front of /admin/ must know of the screens of agencies, people and reports."""

from .guard.owners import ObjectAccess, ObjectKind
from .guard.rules import Audience, Rule, names_nothing, path
from .undelivered.selectors import owner_of_mail, reaches_mail

UNDELIVERED = "undelivered_mail"
_NETWORK = Rule(Audience.NETWORK, names_nothing())
_OVERSIGHT = Rule(Audience.OVERSIGHT, names_nothing())
RULES = {
    **{
        f"agencies_reports:{name}": Rule(refs=names_nothing())
        for report in ("aging", "history")
        for name in (report, f"{report}_results", f"{report}_export")
    },
    **{
        f"agencies_people:{name}": Rule(Audience.AGENCY_ADMIN, names_nothing(), refuses_rights=True)
        for name in ("index", "invite", "invitations")
    },
    **{
        f"agencies_people:{name}": Rule(
            Audience.AGENCY_ADMIN, path(membership_id=ObjectKind.MEMBERSHIP), refuses_rights=True
        )
        for name in ("change", "end", "reset_factor", "substitute")
    },
    **{
        f"agencies_people:{name}": Rule(
            Audience.AGENCY_ADMIN, path(invitation_id=ObjectKind.INVITATION), refuses_rights=True
        )
        for name in ("resend", "withdraw")
    },
    "agencies_people:first_admin": Rule(
        Audience.NETWORK, path(agency_id=ObjectKind.AGENCY), refuses_rights=True
    ),
    **{
        f"agencies_people:{name}": Rule(Audience.NETWORK, names_nothing(), refuses_rights=True)
        for name in ("network", "give_network_role", "network_invitations")
    },
    "agencies_people:end_network_role": Rule(
        Audience.NETWORK, path(membership_id=ObjectKind.NETWORK_MEMBERSHIP), refuses_rights=True
    ),
    # Also people whom two agencies share: whose factor it is, the view asks.
    "agencies_people:reset_network_factor": Rule(
        Audience.NETWORK, path(membership_id=ObjectKind.ANY_MEMBERSHIP), refuses_rights=True
    ),
    **{
        f"agencies_people:{name}": _OVERSIGHT
        for name in ("overview", "overview_results", "overview_export")
    },
    **{
        f"agencies_people:{name}": Rule(
            Audience.NETWORK, path(invitation_id=ObjectKind.NETWORK_INVITATION), refuses_rights=True
        )
        for name in ("resend_to_network", "withdraw_from_network")
    },
    **{
        f"agencies_audit:{name}": Rule(Audience.LOG_READERS, names_nothing())
        for name in ("index", "results", "export")
    },
    **{
        f"agencies_undelivered:{name}": Rule(Audience.ADMINS, names_nothing())
        for name in ("index", "results", "send_all")
    },
    "agencies_undelivered:send": Rule(Audience.ADMINS, path(delivery_id=UNDELIVERED)),
    # An overseer who may change nothing yet must be able to start, and to end, an act.
    **{
        f"agencies_acts:{name}": Rule(Audience.OVERSEER, names_nothing(), self_service=True)
        for name in ("index", "results", "end")
    },
    "agencies_acts:start": Rule(
        Audience.OVERSEER, path(agency_id=ObjectKind.AGENCY), self_service=True
    ),
}


KINDS = {UNDELIVERED: ObjectAccess(reaches_mail, owner_of_mail)}
