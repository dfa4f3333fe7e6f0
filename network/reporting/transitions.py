"""Transitions of reports and periods: allowed roles and conditions."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import AGENCY_ROLES, Role
from network.desks.transitions import Transition

from .models import OPEN_STATES, Period, Report, ReportState
from .selectors import faults_of, reminders_of, to_remind_of, writing_agency

OVERSEEING = frozenset({Role.OVERSEER})
_S = ReportState


def _in(*states: ReportState) -> Callable[[Report], str]:
    def refusal(report: Report) -> str:
        if report.state in states:
            return ""
        return _("The report stands at “%s”.") % report.get_state_display()

    return refusal


def _on_paper(report: Report) -> str:
    if not report.on_paper:
        return ""
    return _("Sở Tư pháp enters this report from paper.")


def _not_on_paper(report: Report) -> str:
    return "" if report.on_paper else _("The agency writes this report itself.")


def _begun(report: Report) -> str:
    is_begun = report.written_at or report.state == _S.RETURNED
    # The overseer completes a report begun by an agency that ended with its work divided.
    return _("The agency has begun to write it.") if is_begun and writing_agency(report) else ""


def _faulty(report: Report) -> str:
    return next(iter(faults_of(report)), "")


def _reminded_today(report: Report) -> str:
    _times, last = reminders_of(Report.objects.filter(pk=report.pk)).get(report.pk, (0, None))
    return _("The agency was reminded today already.") if last == timezone.localdate() else ""


def _nobody_to_remind(period: Period) -> str:
    return "" if to_remind_of(period).exists() else _("There is nobody left to remind today.")


def _none_accepted(period: Period) -> str:
    if period.reports.filter(state=_S.ACCEPTED).exists():
        return ""
    return _("No report of the period waits to be locked.")


def _nothing_to_send(period: Period) -> str:
    newest = period.consolidations.order_by("-version").first()
    if newest is None:
        return _("No version of the consolidated report is kept yet.")
    return _("The newest version was sent already.") if newest.sent_on else ""


_OPEN = _in(*OPEN_STATES)
WRITE = Transition[Report](
    name="write",
    label=gettext_lazy("Write the report"),
    roles=frozenset(AGENCY_ROLES),
    conditions=(_OPEN, _on_paper),
)
WRITE_FROM_PAPER = Transition[Report](
    name="write",
    label=gettext_lazy("Enter the figures"),
    roles=OVERSEEING,
    conditions=(_OPEN, _not_on_paper),
)
# Submitting means signing for the agency.
SUBMIT = Transition[Report](
    name="submit",
    label=gettext_lazy("Submit the signed report"),
    roles=frozenset({Role.APPROVER}),
    conditions=(_OPEN, _on_paper, _faulty),
)
SUBMIT_FROM_PAPER = Transition[Report](
    name="submit",
    label=gettext_lazy("Take the paper in"),
    roles=OVERSEEING,
    conditions=(_OPEN, _not_on_paper, _faulty),
)
TAKE_PAPER = Transition[Report](
    name="take_paper",
    label=gettext_lazy("Enter it from paper"),
    roles=OVERSEEING,
    conditions=(_OPEN, _on_paper, _begun),
)
SEND_BACK = Transition[Report](
    name="send_back",
    label=gettext_lazy("Return"),
    roles=OVERSEEING,
    conditions=(_in(_S.SUBMITTED),),
)
ACCEPT = Transition[Report](
    name="accept",
    label=gettext_lazy("Accept the report"),
    roles=OVERSEEING,
    conditions=(_in(_S.SUBMITTED),),
    decider="accepted_by",
)
CORRECT = Transition[Report](
    name="correct",
    label=gettext_lazy("Correct a figure"),
    roles=OVERSEEING,
    conditions=(_in(_S.ACCEPTED, _S.LOCKED),),
)
REMIND = Transition[Report](
    name="remind",
    label=gettext_lazy("Remind"),
    roles=OVERSEEING,
    conditions=(_OPEN, _on_paper, _reminded_today),
)
EXTEND = Transition[Report](
    name="extend",
    label=gettext_lazy("Give more time"),
    roles=OVERSEEING,
    conditions=(_OPEN,),
)
REMIND_ALL = Transition[Period](
    name="remind_all",
    label=gettext_lazy("Remind all that have not handed in"),
    roles=OVERSEEING,
    conditions=(_nobody_to_remind,),
)
LOCK = Transition[Period](
    name="lock",
    label=gettext_lazy("Lock the accepted reports"),
    roles=OVERSEEING,
    conditions=(_none_accepted,),
)
CONSOLIDATE = Transition[Period](
    name="consolidate", label=gettext_lazy("Keep as a version"), roles=OVERSEEING
)

SEND_UP = Transition[Period](
    name="send_up",
    label=gettext_lazy("Record that it was sent upward"),
    roles=OVERSEEING,
    conditions=(_nothing_to_send,),
)


def writing_of(report: Report) -> Transition[Report]:
    """Return the transition for writing this report."""
    return WRITE_FROM_PAPER if report.on_paper else WRITE


def submission_of(report: Report) -> Transition[Report]:
    """Return the transition for submitting this report."""
    return SUBMIT_FROM_PAPER if report.on_paper else SUBMIT
