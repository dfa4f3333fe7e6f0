"""State changes of a plan: write, submit, approve by a signed document, continue."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.dates import refuse_future
from network.core.two_people import refuse_same_person
from network.desks.transitions import Transition, held_roles
from network.media.uploads import validate_upload

from ...models import APPROVED_STATES, Channel, ChannelPlan, PlanState
from ...register.actions import ChannelAction
from ...shared.roles import KEEPING
from .transitions import APPROVE, CARRY_ON, DISCARD, EDIT, SEND_BACK, SUBMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """The values of a plan."""

    networks: Sequence[str]
    formats: str
    rhythm: str
    lead: str
    valid_from: dt.date
    valid_to: dt.date
    changes: str = ""


@transaction.atomic
def begin_plan(*, agency: Agency, facts: PlanFacts, user: User, now: dt.datetime) -> ChannelPlan:
    """Create a draft plan. Raises PermissionDenied if the user may not write plans of the agency,
    ValidationError for invalid values."""
    if KEEPING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    plan = _written(ChannelPlan(agency=agency, written_by=user), facts, user)
    _record(plan, ChannelAction.PLAN_BEGUN, user, now)
    return plan


@transaction.atomic
def carry_on_plan(*, plan_id: int, facts: PlanFacts, user: User, now: dt.datetime) -> ChannelPlan:
    """Create a plan that continues an approved one; the channels move to it once it is approved.

    Checks role and state of the locked plan. Raises ValidationError also if the changes are empty
    or the new plan does not begin later.
    """
    before = _locked(plan_id, user, CARRY_ON)
    if not facts.changes:
        raise ValidationError({"changes": _("Say what changes, or that nothing does.")})
    if facts.valid_from <= before.valid_from:
        raise ValidationError({"valid_from": _("It begins after the plan that it carries on.")})
    plan = ChannelPlan(agency=before.agency, written_by=user, carries_on=before)
    _written(plan, facts, user)
    _record(plan, ChannelAction.PLAN_BEGUN, user, now)
    return plan


@transaction.atomic
def change_plan(*, plan_id: int, facts: PlanFacts, user: User, now: dt.datetime) -> ChannelPlan:
    """Replace the values of a draft. Checks role and state of the locked plan and raises
    ValidationError."""
    plan = _written(_locked(plan_id, user, EDIT), facts, user)
    _record(plan, ChannelAction.PLAN_CHANGED, user, now)
    return plan


@transaction.atomic
def discard_plan(*, plan_id: int, user: User, now: dt.datetime) -> None:
    """Delete a draft. Checks role and state of the locked plan and raises ValidationError."""
    plan = _locked(plan_id, user, DISCARD)
    _record(plan, ChannelAction.PLAN_DISCARDED, user, now)
    plan.delete()


@transaction.atomic
def submit_plan(*, plan_id: int, user: User, now: dt.datetime) -> ChannelPlan:
    """Submit a plan for approval; the submitter cannot approve it.

    Checks role and state of the locked plan and raises ValidationError.
    """
    plan = _locked(plan_id, user, SUBMIT)
    plan.add_preparer(user)
    return _moved(plan, PlanState.AWAITING, ChannelAction.PLAN_SUBMITTED, user, now)


@transaction.atomic
def return_plan(*, plan_id: int, reason: str, user: User, now: dt.datetime) -> ChannelPlan:
    """Return a submitted plan to draft with a reason. Checks role and state of the locked plan and
    raises ValidationError."""
    plan = _locked(plan_id, user, SEND_BACK)
    return _moved(plan, PlanState.DRAFT, ChannelAction.PLAN_RETURNED, user, now, reason=reason)


@transaction.atomic
def approve_plan(
    *,
    plan_id: int,
    number: str,
    approved_on: dt.date,
    signer: str,
    file: UploadedFile,
    user: User,
    now: dt.datetime,
) -> ChannelPlan:
    """Approve a plan by a signed document; the agency's channels on its networks are moved to it.

    Checks role and state of the locked plan. Raises ValidationError also for a future date, a
    damaged file, and a person who wrote, changed or submitted the plan.
    """
    plan = _locked(plan_id, user, APPROVE)
    refuse_same_person(plan, "approved_by", user)
    refuse_future(timezone.localdate(now), approved_on=approved_on)
    plan.file = file
    validate_upload(plan.file)
    plan.approved_by, plan.approved_on = user, approved_on
    plan.number, plan.signer = number, signer
    _moved(plan, PlanState.APPROVED, ChannelAction.PLAN_APPROVED, user, now, number=number)
    Channel.objects.filter(
        agency=plan.agency_id, platform__in=plan.networks, state__in=APPROVED_STATES
    ).update(plan=plan)
    return plan


def _locked(plan_id: int, user: User, transition: Transition[ChannelPlan]) -> ChannelPlan:
    """Lock and return a plan. Raises ValidationError if role or state do not allow the
    transition."""
    rows = ChannelPlan.objects.select_for_update(of=("self",)).select_related("agency")
    plan = rows.get(pk=plan_id)
    transition.check(plan, held_roles(scope_of(user), plan.agency_id))
    return plan


def _written(plan: ChannelPlan, facts: PlanFacts, user: User) -> ChannelPlan:
    """Save the values in a plan and add the user as preparer. Raises ValidationError if it ends
    before it begins."""
    if facts.valid_to <= facts.valid_from:
        raise ValidationError({"valid_to": _("The end lies before the beginning.")})
    for name, value in asdict(facts).items():
        setattr(plan, name, value)
    plan.add_preparer(user)
    plan.save()
    return plan


def _moved(
    plan: ChannelPlan,
    state: PlanState,
    action: ChannelAction,
    user: User,
    now: dt.datetime,
    **detail: str,
) -> ChannelPlan:
    """Save the plan in a new state and log the action."""
    plan.state = state
    plan.save()
    _record(plan, action, user, now, **detail)
    return plan


def _record(
    plan: ChannelPlan, action: ChannelAction, user: User, now: dt.datetime, **detail: str
) -> None:
    """Log an action on a plan."""
    record(actor=user, agency=plan.agency, action=action, now=now, about=plan, **detail)
