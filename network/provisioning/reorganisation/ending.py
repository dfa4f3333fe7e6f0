"""End one agency by a plan: its row, successions, people, waiting pages and address."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from network.agencies.models import AGENCY_ROLES, Agency, Invitation, Membership, Succession
from network.agencies.succession import name_in_link
from network.core.dates import format_day
from network.moderation.ended_services import return_waiting_pages

from ..models import ReorganisationPlan, ReorganisationStep
from .planning import AgencyChange
from .traces import ChangeRecorder

DAY = dt.timedelta(days=1)


def end_agency(
    *, change: AgencyChange, plan: ReorganisationPlan, recorder: ChangeRecorder, now: dt.datetime
) -> None:
    """End an agency on the day before the plan is in force, in the caller's transaction."""
    agency, last_day = change.agency, plan.effective_on - DAY
    with recorder.changes(agency):
        agency.valid_to, agency.status = last_day, change.status
        agency.archive_keeper = change.keeper
        agency.save(update_fields=["valid_to", "status", "archive_keeper"])
    _end_memberships(change, last_day, recorder)
    for invitation in Invitation.objects.unanswered().filter(agency=agency):
        with recorder.changes(invitation):
            invitation.withdrawn_at = now
            invitation.save(update_fields=["withdrawn_at"])
    reason = _("%(agency)s has ended its work on %(day)s by %(basis)s.") % {
        "agency": agency.name,
        "day": format_day(last_day),
        "basis": plan.legal_basis,
    }
    steps = [step for step in change.outgoing if step.ends_predecessor]
    heirs = [heir for step in steps if (heir := step.successor or step.keeper)]
    return_waiting_pages(agency=agency, reason=reason, heirs=heirs, now=now)


def record_succession(
    *,
    step: ReorganisationStep,
    successor: Agency,
    plan: ReorganisationPlan,
    recorder: ChangeRecorder,
) -> None:
    """Record who goes on with the agency's work, in whole or in part. A link that an import made
    is completed."""
    known = Succession.objects.filter(
        Q(predecessor=step.predecessor)
        | Q(predecessor=None, predecessor_name=step.predecessor.name, predecessor_area=""),
        successor=successor,
    ).first()
    name = name_in_link(step.predecessor, successor)
    link = known or Succession(successor=successor, predecessor_name=name, kind=step.kind)
    values = {
        "predecessor": step.predecessor,
        "outside_network": False,
        "kind": step.kind,
        "date": plan.effective_on,
        "legal_basis": plan.legal_basis,
        "partial": step.partial or step.predecessor_continues,
    }
    if known is None:
        for name, value in values.items():
            setattr(link, name, value)
        link.save()
        recorder.created(link)
        return
    with recorder.changes(link):
        for name, value in values.items():
            setattr(link, name, value)
        link.save()


def _end_memberships(change: AgencyChange, last_day: dt.date, recorder: ChangeRecorder) -> None:
    """End the roles in the agency with it. Roles of the network stay with their holders, and a
    role that would begin later never gives rights."""
    rows = Membership.objects.filter(agency=change.agency, role__in=AGENCY_ROLES)
    running = rows.filter(Q(valid_to=None) | Q(valid_to__gt=last_day), valid_from__lte=last_day)
    for membership in running.select_for_update():
        with recorder.changes(membership):
            membership.valid_to = last_day
            membership.save(update_fields=["valid_to"])
