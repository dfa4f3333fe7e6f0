"""Carry out a plan, one transaction for each agency, and undo it.

The state of each agency's part is in the database, so a killed process goes on where it stopped.
Called by the screens (start, undo) and every minute by `provisioning.carry_on`.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.core.dates import format_day
from sites.models import AgencyHomePage

from ..actions import ProvisioningAction
from ..models import PartState, ReorganisationPart, ReorganisationPlan, ReorganisationState
from .ending import end_agency, record_succession
from .planning import AgencyChange, changes_of, planned_changes
from .receiving import ensure_section, receive_work, rename_agency
from .traces import ChangeRecorder, edited_since, take_back

UNDO_DAYS = 30
# So many edited rows are named.
_MOST_NAMED = 5
OPEN_STATES = (ReorganisationState.PREPARED, ReorganisationState.ANNOUNCED)


@transaction.atomic
def start(*, plan: ReorganisationPlan, actor: User, now: dt.datetime) -> None:
    """Fix the addresses and let the background task begin.

    Raises ValidationError before the plan is in force, if something stands in its way, or if an
    objection has no answer.
    """
    plan = ReorganisationPlan.objects.select_for_update().get(pk=plan.pk)
    changes = planned_changes(plan)
    if plan.state not in OPEN_STATES or not changes:
        raise ValidationError(_("This reorganisation has no steps, or it was started before."))
    if timezone.localdate(now) < plan.effective_on:
        text = _("The reorganisation can be carried out from %(day)s.")
        raise ValidationError(text % {"day": format_day(plan.effective_on)})
    if any(change.is_blocked for change in changes):
        raise ValidationError(_("Solve what stands in the way first: see each agency."))
    if plan.parts.filter(answered_at=None).exclude(objection="").exists():
        raise ValidationError(_("Answer the objections of the agencies first."))
    for change in changes:
        ReorganisationPart.objects.update_or_create(
            plan=plan, agency=change.agency, defaults={"slug": change.slug}
        )
    plan.state, plan.started_by = ReorganisationState.RUNNING, actor
    plan.save(update_fields=["state", "started_by"])


def carry_on(*, now: dt.datetime) -> None:
    """Go on with all plans that are being carried out or undone."""
    for plan in ReorganisationPlan.objects.filter(state=ReorganisationState.RUNNING):
        _carry_out(plan, now)
    for plan in ReorganisationPlan.objects.filter(state=ReorganisationState.UNDOING):
        _take_back(plan, now)


def _carry_out(plan: ReorganisationPlan, now: dt.datetime) -> None:
    """Change each waiting agency. One that fails waits for a person; the others go on."""
    waiting = set(plan.parts.filter(state=PartState.WAITING).values_list("agency", flat=True))
    for change in changes_of(plan):
        if change.agency.pk not in waiting:
            continue
        try:
            change_agency(plan=plan, change=change, now=now)
        except Exception as error:
            _stop(plan, change, error)
    if not plan.parts.exclude(state=PartState.DONE).exists():
        done = {"state": ReorganisationState.DONE, "finished_at": now}
        ReorganisationPlan.objects.filter(pk=plan.pk).update(**done)


@transaction.atomic
def change_agency(*, plan: ReorganisationPlan, change: AgencyChange, now: dt.datetime) -> None:
    """Carry out an agency's part of a plan, all or nothing. A part that is done is left alone."""
    part = plan.parts.select_for_update().get(agency=change.agency)
    if part.state != PartState.WAITING or plan.started_by is None:
        return
    recorder = ChangeRecorder()
    if change.ends:
        end_agency(change=change, plan=plan, recorder=recorder, now=now)
    else:
        ensure_section(agency=change.agency, actor=plan.started_by, now=now)
    for step in change.outgoing:
        if step.successor:
            record_succession(step=step, successor=step.successor, plan=plan, recorder=recorder)
        elif step.new_name:
            rename_agency(step=step, recorder=recorder)
    home = AgencyHomePage.objects.filter(agency=change.agency).first()
    if home and home.slug != part.slug:
        recorder.move_section(home, part.slug)
    if change.incoming:
        receive_work(change=change, plan=plan, recorder=recorder, now=now)
    part.state, part.error, part.done_at = PartState.DONE, "", now
    part.traces = recorder.traces
    part.save(update_fields=["state", "error", "done_at", "traces"])
    _record(plan, change.agency, ProvisioningAction.REORGANISED, now)


def _stop(plan: ReorganisationPlan, change: AgencyChange, error: Exception) -> None:
    failed = plan.parts.filter(agency=change.agency)
    failed.update(state=PartState.FAILED, error=_words(error))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def try_again(*, plan: ReorganisationPlan) -> None:
    """Let the background task try the agencies that failed once more."""
    plan.parts.filter(state=PartState.FAILED).update(state=PartState.WAITING, error="")


@transaction.atomic
def undo(*, plan: ReorganisationPlan, now: dt.datetime) -> None:
    """Let the background task undo a plan.

    Raises ValidationError after UNDO_DAYS, or if an agency, a succession or an address was edited
    since.
    """
    plan = ReorganisationPlan.objects.select_for_update().get(pk=plan.pk)
    last = plan.finished_at and plan.finished_at + dt.timedelta(days=UNDO_DAYS)
    if plan.state != ReorganisationState.DONE or last is None or now > last:
        text = _("A reorganisation can be undone within %(days)d days after it was carried out.")
        raise ValidationError(text % {"days": UNDO_DAYS})
    order = {change.agency.pk: place for place, change in enumerate(changes_of(plan))}
    parts = sorted(plan.parts.all(), key=lambda part: order[part.agency_id])
    if edited := edited_since(trace for part in parts for trace in part.traces):
        text = _("Edited since, so that it cannot be undone: %s.")
        raise ValidationError(text % "; ".join(edited[:_MOST_NAMED]))
    plan.state = ReorganisationState.UNDOING
    plan.save(update_fields=["state"])


def _take_back(plan: ReorganisationPlan, now: dt.datetime) -> None:
    """Undo the agencies' parts from the last to the first. If one fails, the plan is done again,
    with the reason at that agency."""
    for change in reversed(changes_of(plan)):
        try:
            restore_agency(plan=plan, change=change, now=now)
        except Exception as error:
            plan.parts.filter(agency=change.agency).update(error=_words(error))
    is_undone = not plan.parts.filter(state=PartState.DONE).exists()
    state = ReorganisationState.UNDONE if is_undone else ReorganisationState.DONE
    ReorganisationPlan.objects.filter(pk=plan.pk).update(state=state)


@transaction.atomic
def restore_agency(*, plan: ReorganisationPlan, change: AgencyChange, now: dt.datetime) -> None:
    """Undo an agency's part, all or nothing. What people have worked on since is named in the
    part and stays where it is."""
    part = plan.parts.select_for_update().get(agency=change.agency)
    if part.state != PartState.DONE:
        return
    left_alone = take_back(part.traces)
    part.state, part.error = PartState.UNDONE, "; ".join(left_alone[:_MOST_NAMED])
    part.save(update_fields=["state", "error"])
    _record(plan, change.agency, ProvisioningAction.REORGANISATION_UNDONE, now)


def _record(
    plan: ReorganisationPlan, agency: Agency, action: ProvisioningAction, now: dt.datetime
) -> None:
    record(
        actor=plan.started_by,
        agency=agency,
        action=action,
        now=now,
        subject=plan.name,
        about=plan,
        basis=plan.legal_basis,
    )
