"""Transitions of activities, reporters and requests: allowed roles and conditions."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.desks.transitions import Transition

from .models import Activity, Reporter, SpeakerRequest, SpeakerRequestState
from .selectors import KEEPING, SERVING

# Sending or requesting a person commits the agency.
ASKING = KEEPING | {Role.APPROVER}
ANSWERING = frozenset({Role.APPROVER, Role.AGENCY_ADMIN})


def _in_office(row: Reporter) -> str:
    return _("The recognition has ended; the row stays as it is.") if row.until else ""


def _listed(row: Reporter) -> str:
    return "" if row.consent_on else _("The person is not listed in public.")


def _unlisted(row: Reporter) -> str:
    return _("The person is listed in public already.") if row.consent_on else ""


def _open(row: SpeakerRequest) -> str:
    if row.state == SpeakerRequestState.SENT:
        return ""
    return _("The request stands at “%s”.") % row.get_state_display()


EDIT = Transition[Activity](name="edit", label=gettext_lazy("Change"), roles=SERVING)
REMOVE = Transition[Activity](
    name="remove", label=gettext_lazy("Take out of the diary"), roles=SERVING
)
EDIT_REPORTER = Transition[Reporter](
    name="edit_reporter", label=gettext_lazy("Change"), roles=KEEPING, conditions=(_in_office,)
)
END_REPORTER = Transition[Reporter](
    name="end_reporter",
    label=gettext_lazy("End the recognition"),
    roles=KEEPING,
    conditions=(_in_office,),
)
LIST_REPORTER = Transition[Reporter](
    name="list_reporter",
    label=gettext_lazy("List in public"),
    roles=KEEPING,
    conditions=(_in_office, _unlisted),
)
UNLIST_REPORTER = Transition[Reporter](
    name="unlist_reporter",
    label=gettext_lazy("List no more"),
    roles=KEEPING,
    conditions=(_listed,),
)
ACCEPT = Transition[SpeakerRequest](
    name="accept", label=gettext_lazy("Send a reporter"), roles=ANSWERING, conditions=(_open,)
)
DECLINE = Transition[SpeakerRequest](
    name="decline", label=gettext_lazy("Nobody can come"), roles=ANSWERING, conditions=(_open,)
)
WITHDRAW = Transition[SpeakerRequest](
    name="withdraw", label=gettext_lazy("Withdraw the request"), roles=ASKING, conditions=(_open,)
)
