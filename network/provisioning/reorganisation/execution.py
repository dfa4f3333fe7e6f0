"""Carry out a plan, one transaction for each agency, and undo it.

The state of each agency's part is in the database, so a killed process goes on where it stopped.
Called by the screens (start, undo) and every minute by `provisioning.carry_on`.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.corrections import derive_corrections
from network.agencies.former_titles import derive_former_titles
from network.agencies.models import Agency, Invitation
from network.agencies.people.services import end_accepted_roles
from network.core.dates import format_day
from network.mailing.services import queue_mail
from sites.models import AgencyHomePage

from ..actions import ProvisioningAction
from ..models import (
    UNDO_TIME,
    WAITING_STATES,
    PartState,
    ReorganisationPart,
    ReorganisationPlan,
    ReorganisationState,
)
from .ending import end_agency, record_succession
from .parts import keep_parts, unanswered_parts
from .planning import AgencyChange, changes_of, planned_changes
from .receiving import ensure_section, receive_work, rename_agency
from .traces import ChangeRecorder, edited_since, take_back

logger = logging.getLogger(__name__)
# So many edited rows are named.
_MOST_NAMED = 5
FINAL = (PartState.DONE, PartState.LEFT_OUT)


@transaction.atomic
def start(*, plan: ReorganisationPlan, actor: User, now: dt.datetime) -> None:
    """Fix the addresses and let the background task begin.

    Raises ValidationError before the plan is in force, if something stands in its way, or if an
    objection has no answer.
    """
    plan = ReorganisationPlan.objects.select_for_update().get(pk=plan.pk)
    changes = planned_changes(plan)
    if obstacle := obstacle_to(plan, changes, timezone.localdate(now)):
        raise ValidationError(obstacle)
    keep_parts(plan, changes)
    for change in changes:
        plan.parts.filter(agency=change.agency).update(slug=change.slug)
    plan.state, plan.started_by = ReorganisationState.RUNNING, actor
    plan.save(update_fields=["state", "started_by"])


def obstacle_to(plan: ReorganisationPlan, changes: Sequence[AgencyChange], day: dt.date) -> str:
    """Return the sentence that says why a plan cannot be started on a day, or ""."""
    if plan.state not in WAITING_STATES or not changes:
        return _("This reorganisation has no steps, or it was started before.")
    if day < plan.effective_on:
        text = _("The reorganisation can be carried out from %(day)s.")
        return text % {"day": format_day(plan.effective_on)}
    if any(change.is_blocked for change in changes):
        return _("Solve what stands in the way first: see each agency.")
    if unanswered_parts(plan).exists():
        return _("Answer the objections of the agencies first.")
    return ""


def carry_on(*, now: dt.datetime) -> None:
    """Go on with all plans that are being carried out or undone."""
    for plan in ReorganisationPlan.objects.filter(state=ReorganisationState.RUNNING):
        _carry_out(plan, now)
    for plan in ReorganisationPlan.objects.filter(state=ReorganisationState.UNDOING):
        _take_back(plan, now)


def _carry_out(plan: ReorganisationPlan, now: dt.datetime) -> None:
    """Change each waiting agency. One that fails waits for a person, and the agencies that receive
    its work wait for it, because they receive nothing before it has ended. The others go on.

    Without the account of whoever started the plan everything waits: somebody must answer for it.
    """
    if plan.started_by is None:
        text = _("The account that started this no longer exists: press “Try again”.")
        plan.parts.filter(state=PartState.WAITING).update(state=PartState.FAILED, error=text)
    states = dict(plan.parts.values_list("agency", "state"))
    for change in changes_of(plan):
        former = [step.predecessor_id for step in change.incoming if step.ends_predecessor]
        if states[change.agency.pk] != PartState.WAITING or any(
            states[agency] not in FINAL for agency in former
        ):
            continue
        try:
            change_agency(plan=plan, change=change, now=now)
            states[change.agency.pk] = PartState.DONE
        except Exception as error:
            _stop(plan, change, error)
    if not plan.parts.exclude(state__in=FINAL).exists():
        with transaction.atomic():
            if not _is_still_running(plan):
                return
            _finish(plan, now, state=ReorganisationState.DONE, finished_at=now)
            queue_mail("provisioning.sections_kept", plan_id=plan.pk)
            if plan.opinions_until is None:
                once = f"provisioning.plan_done:{plan.pk}"
                queue_mail("provisioning.plan_done", once=once, plan_id=plan.pk)


def _is_still_running(plan: ReorganisationPlan) -> bool:
    """Lock a plan and return whether it is still in its state of the beginning of this run. The
    background task runs every minute and at once after a press, so runs may overlap."""
    rows = ReorganisationPlan.objects.select_for_update().filter(pk=plan.pk, state=plan.state)
    return bool(rows)


@transaction.atomic
def _finish(plan: ReorganisationPlan, now: dt.datetime, **state: Any) -> None:
    derive_corrections(day=timezone.localdate(now))
    derive_former_titles(day=timezone.localdate(now))
    ReorganisationPlan.objects.filter(pk=plan.pk).update(**state)


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
        board, actor = plan.board, plan.started_by
        ensure_section(agency=change.agency, board=board, actor=actor, now=now)
    for step in change.outgoing:
        if step.successor:
            record_succession(step=step, successor=step.successor, plan=plan, recorder=recorder)
        elif step.renames:
            rename_agency(step=step, recorder=recorder)
    _give_address(change.agency, part.slug, recorder)
    if change.incoming:
        receive_work(change=change, plan=plan, recorder=recorder, now=now)
    part.state, part.error, part.done_at = PartState.DONE, "", now
    part.traces = recorder.traces
    part.save(update_fields=["state", "error", "done_at", "traces"])
    _record(plan, change.agency, ProvisioningAction.REORGANISED, now)


def _give_address(agency: Agency, slug: str, recorder: ChangeRecorder) -> None:
    """Move the agency's section. An agency without a section changes its slug all the same, since
    the successor may get the former one."""
    home = AgencyHomePage.objects.filter(agency=agency).first()
    if home and home.slug != slug:
        recorder.move_section(home, slug)
    elif home is None and agency.slug != slug:
        with recorder.changes(agency):
            Agency.objects.filter(pk=agency.pk).update(slug=slug)


def _stop(plan: ReorganisationPlan, change: AgencyChange, error: Exception) -> None:
    logger.error("agency %s could not be reorganised", change.agency.code, exc_info=error)
    failed = plan.parts.filter(agency=change.agency)
    failed.update(state=PartState.FAILED, error=_words(error))


def _words(error: Exception) -> str:
    """Return what a person reads about an error; of a group, what each table's error says."""
    if isinstance(error, ExceptionGroup):
        return "; ".join(map(_words, error.exceptions))
    return f"{type(error).__name__}: {error}"


@transaction.atomic
def try_again(*, plan: ReorganisationPlan, actor: User) -> None:
    """Let the background task try the agencies that failed once more. `actor` answers for the plan
    if the account that started it no longer exists."""
    ReorganisationPlan.objects.filter(pk=plan.pk, started_by=None).update(started_by=actor)
    plan.parts.filter(state=PartState.FAILED).update(state=PartState.WAITING, error="")


@transaction.atomic
def leave_out(*, part: ReorganisationPart, reason: str, actor: User, now: dt.datetime) -> None:
    """Let the plan end without an agency whose change failed: it stays as it is, and its address
    stays its own. The reason is in the journal. Raises ValidationError for any other agency."""
    part = (
        ReorganisationPart.objects.select_for_update(of=["self"])
        .select_related("plan", "agency")
        .get(pk=part.pk)
    )
    if part.plan.state != ReorganisationState.RUNNING or part.state != PartState.FAILED:
        raise ValidationError(_("Only an agency whose change has stopped can be left out."))
    part.state, part.left_out_because = PartState.LEFT_OUT, reason
    part.save(update_fields=["state", "left_out_because"])
    heirs = part.plan.parts.exclude(state__in=FINAL).filter(slug=part.agency.slug)
    for heir in heirs.select_related("agency"):
        heir.slug = heir.agency.slug
        heir.save(update_fields=["slug"])
    record(
        actor=actor,
        agency=part.agency,
        action=ProvisioningAction.LEFT_OUT,
        now=now,
        subject=part.plan.name,
        reason=reason,
        about=part,
    )


@transaction.atomic
def undo(*, plan: ReorganisationPlan, now: dt.datetime) -> None:
    """Let the background task undo a plan.

    Raises ValidationError after UNDO_TIME, or if somebody has edited since what the plan has set of
    an agency, a succession or an address.
    """
    plan = ReorganisationPlan.objects.select_for_update().get(pk=plan.pk)
    last = plan.finished_at and plan.finished_at + UNDO_TIME
    if plan.state != ReorganisationState.DONE or last is None or now > last:
        text = _("A reorganisation can be undone within %(days)d days after it was carried out.")
        raise ValidationError(text % {"days": UNDO_TIME.days})
    order = {change.agency.pk: place for place, change in enumerate(changes_of(plan))}
    # Parts that an earlier attempt has undone are not as the plan left them.
    done = plan.parts.filter(state=PartState.DONE)
    parts = sorted(done, key=lambda part: order[part.agency_id])
    if edited := edited_since(trace for part in parts for trace in part.traces):
        if later := _later_plan(plan):
            text = _("“%(plan)s” was carried out later at the same agencies: undo it first.")
            raise ValidationError(text % {"plan": later.name})
        text = _("Edited since: %s. Set it back to undo the plan, or make a new plan.")
        raise ValidationError(text % "; ".join(edited[:_MOST_NAMED]))
    plan.state = ReorganisationState.UNDOING
    plan.save(update_fields=["state"])


def _later_plan(plan: ReorganisationPlan) -> ReorganisationPlan | None:
    """Return the last plan that was carried out after this one at one of its agencies, or None."""
    later = ReorganisationPart.objects.filter(
        state=PartState.DONE,
        plan__state=ReorganisationState.DONE,
        plan__finished_at__gt=plan.finished_at,
        agency__in=plan.parts.values("agency"),
    )
    last = later.select_related("plan").order_by("-plan__finished_at").first()
    return last.plan if last else None


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
    with transaction.atomic():
        if not _is_still_running(plan):
            return
        _finish(plan, now, state=state)
        if is_undone:
            queue_mail("provisioning.plan_undone", plan_id=plan.pk)


@transaction.atomic
def restore_agency(*, plan: ReorganisationPlan, change: AgencyChange, now: dt.datetime) -> None:
    """Undo an agency's part, all or nothing, withdraw the unanswered invitations of the plan, and
    end the roles that people got by accepting the others. What people have worked on since is named
    in the part and stays where it is."""
    part = plan.parts.select_for_update().get(agency=change.agency)
    if part.state != PartState.DONE or part.done_at is None:
        return
    left_alone = take_back(part.traces)
    # `change_agency` sends its invitations at the moment at which the part is done.
    offered = Invitation.objects.filter(agency=change.agency, invited_at=part.done_at)
    offered.unanswered().update(withdrawn_at=now)
    accepted = offered.exclude(accepted_at=None)
    end_accepted_roles(invitations=accepted, actor=plan.started_by, now=now)
    part.state, part.error = PartState.UNDONE, ""
    if left_alone:
        text = _("Somebody has worked on this since, and it stays as it is now: %s.")
        part.error = text % "; ".join(left_alone[:_MOST_NAMED])
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
