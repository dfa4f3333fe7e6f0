"""State transitions of cases and reports: allowed roles and conditions."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import AGENCY_ROLES, Role
from network.desks.transitions import Transition

from ..models import APPROVED_STATES, OPEN_STATES, PROVEN_STATES, Case, CaseState, FakeReport
from ..shared.lookups import channel_at

HANDLING = frozenset({*AGENCY_ROLES, Role.OVERSEER})
# These roles answer for calling a page a fake and for taking that back.
DECIDING = frozenset({Role.APPROVER, Role.OVERSEER})

_S = CaseState


def _in(*states: CaseState) -> Callable[[Case], str]:
    """Return the condition that a case is in one of `states`."""

    def refusal(case: Case) -> str:
        if case.state in states:
            return ""
        return _("The case stands at “%s”.") % case.get_state_display()

    return refusal


def _without_evidence(case: Case) -> str:
    """Return why a case without evidence cannot be confirmed, else ""."""
    return "" if case.evidence.exists() else _("Add a picture of the page first.")


def _official(case: Case) -> str:
    """Return why a page in the register of official channels cannot be confirmed as fake, else
    ""."""
    channel = channel_at(case.address_keys)
    if channel is None or channel.state not in APPROVED_STATES or channel.verifying_since:
        return ""
    # Even if the page was hijacked: as long as the register calls it official, it must not be
    # called fake.
    return _("The register has this page as one of %s: it is closed there first.") % (
        channel.agency.name
    )


def _answered(report: FakeReport) -> str:
    """Return the refusal for an answered report, else ""."""
    return "" if report.is_open else _("This report is answered already.")


def _taken(report: FakeReport) -> str:
    """Return the refusal for a report that belongs to a case, else ""."""
    return _("This report belongs to a case already.") if report.case_id else ""


def _in_own_case(report: FakeReport) -> str:
    """Return the refusal for a report in a case of its own agency, else ""."""
    case = report.case
    return _taken(report) if case and case.agency_id == report.agency_id else ""


VERIFY = Transition[Case](
    name="verify",
    label=gettext_lazy("Begin to verify"),
    roles=HANDLING,
    conditions=(_in(_S.FOUND),),
)
ADD_EVIDENCE = Transition[Case](
    name="add_evidence",
    label=gettext_lazy("Add evidence"),
    roles=HANDLING,
    conditions=(_in(*OPEN_STATES, *PROVEN_STATES),),
)
CONFIRM = Transition[Case](
    name="confirm",
    label=gettext_lazy("Confirm the impersonation"),
    roles=DECIDING,
    conditions=(_in(_S.VERIFYING), _without_evidence, _official),
    decider="confirmed_by",
)
SETTLE = Transition[Case](
    name="settle",
    label=gettext_lazy("No impersonation"),
    roles=DECIDING,
    conditions=(_in(*OPEN_STATES),),
)
REOPEN = Transition[Case](
    name="reopen",
    label=gettext_lazy("Take the outcome back"),
    roles=DECIDING,
    conditions=(_in(*PROVEN_STATES, _S.SETTLED),),
)
NOTIFY = Transition[Case](
    name="notify",
    label=gettext_lazy("Note that it was reported"),
    roles=HANDLING,
    conditions=(_in(*PROVEN_STATES),),
)
LOOK = Transition[Case](
    name="look",
    label=gettext_lazy("Note whether it is still there"),
    roles=HANDLING,
    conditions=(_in(*PROVEN_STATES),),
)
TAKE = Transition[FakeReport](
    name="take",
    label=gettext_lazy("Take into a case"),
    roles=HANDLING,
    conditions=(_answered, _taken),
)
HAND_OVER = Transition[FakeReport](
    name="hand_over",
    label=gettext_lazy("Hand over to another agency"),
    roles=HANDLING,
    conditions=(_answered, _in_own_case),
)
CLOSE = Transition[FakeReport](
    name="close", label=gettext_lazy("Answer it"), roles=HANDLING, conditions=(_answered,)
)
