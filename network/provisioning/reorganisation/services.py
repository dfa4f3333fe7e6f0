"""Prepare a plan: its steps, showing it to the agencies, their objections and the answers."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from legal_updates.models import LegalDocument
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, Succession, SuccessionKind
from network.mailing.services import queue_mail

from ..actions import ProvisioningAction
from ..models import (
    ReorganisationPart,
    ReorganisationPlan,
    ReorganisationState,
    ReorganisationStep,
)
from .keeping import proposed_keeper
from .names import districts_divided
from .new_bodies import (
    check_name_is_free,
    discard_new_bodies,
    move_new_bodies,
    new_body,
    rename_body,
)
from .parts import keep_parts
from .planning import planned_changes
from .step_kinds import FOUNDING
from .titles import named_after_steps, title_of

_LONGEST_PART = 255
_LONGEST_SHORT_NAME = 120


def prepared_plan(plan: ReorganisationPlan) -> ReorganisationPlan:
    """Lock a plan that can still be changed. Raises ValidationError for another."""
    found = ReorganisationPlan.objects.select_for_update().get(pk=plan.pk)
    if found.state == ReorganisationState.ANNOUNCED:
        raise ValidationError(_("The agencies see this plan: take it back first to change it."))
    if found.state != ReorganisationState.PREPARED:
        raise ValidationError(_("This plan was started: it cannot be changed any more."))
    return found


@transaction.atomic
def create_plan(*, name: str, actor: User, now: dt.datetime, **fields: Any) -> ReorganisationPlan:
    """Create a plan. Without a name it is named after its steps."""
    name = name or title_of(ReorganisationPlan())
    return ReorganisationPlan.objects.create(name=name, created_by=actor, created_at=now, **fields)


@transaction.atomic
def add_step(
    *, plan: ReorganisationPlan, kind: str, predecessor: Agency, **fields: Any
) -> ReorganisationStep:
    """Add a step to a plan in preparation. `fields` are those of `save_step`. Raises
    ValidationError for a step that cannot be, and for a new body with the name of another."""
    plan = prepared_plan(plan)
    name = fields.get("new_name", "")
    if kind in FOUNDING and name and fields.get("successor") is None:
        check_name_is_free(plan, name, predecessor)
    with named_after_steps(plan):
        return save_step(plan=plan, kind=kind, predecessor=predecessor, **fields)


@transaction.atomic
def save_step(
    *,
    plan: ReorganisationPlan,
    kind: str,
    predecessor: Agency,
    successor: Agency | None = None,
    partial: bool = False,
    part: str = "",
    predecessor_continues: bool = False,
    new_name: str = "",
    new_short_name: str = "",
    keeper: Agency | None = None,
    actor: User | None = None,
    now: dt.datetime | None = None,
) -> ReorganisationStep:
    """Add a step to a plan in preparation, and leave the plan's name as it is. Raises
    ValidationError for a step that cannot be.

    A consolidation or a split with a new name but no successor founds the body of this name, on
    behalf of `actor` at `now`. Of a dissolved agency, `keeper` answers for the archive; by default
    the agency that is proposed.
    """
    is_renaming = kind == SuccessionKind.RENAMING
    is_dissolution = kind == SuccessionKind.DISSOLUTION
    if is_dissolution and keeper is None:
        keeper = proposed_keeper(predecessor)
    is_founding = kind in FOUNDING and bool(new_name) and successor is None
    if is_founding:
        successor = new_body(
            plan=plan,
            name=new_name,
            short_name=new_short_name,
            former=predecessor,
            actor=actor,
            now=now or timezone.now(),
        )
    keeps_name = is_founding or (is_renaming and successor is None)
    step = ReorganisationStep(
        plan=prepared_plan(plan),
        kind=kind,
        predecessor=predecessor,
        successor=successor,
        partial=partial,
        part=part,
        predecessor_continues=predecessor_continues,
        new_name=new_name if keeps_name else "",
        new_short_name=new_short_name if keeps_name else "",
        keeper=keeper if is_dissolution else None,
    )
    _check_step(step)
    step.full_clean()
    step.save()
    return step


def _check_step(step: ReorganisationStep) -> None:
    """Raise ValidationError for a step that cannot be."""
    is_renaming = step.kind == SuccessionKind.RENAMING
    is_dissolution = step.kind == SuccessionKind.DISSOLUTION
    if step.successor == step.predecessor:
        raise ValidationError({"successor": _("An agency cannot receive its own work.")})
    if is_dissolution and step.keeper == step.predecessor:
        raise ValidationError({"keeper": _("Another agency must keep the archive.")})
    if is_dissolution and step.successor:
        raise ValidationError({"successor": _("A dissolved agency has no receiving agency.")})
    if not is_dissolution and step.successor is None and not step.new_name:
        field = "new_name" if is_renaming else "successor"
        raise ValidationError({field: _("Say who goes on, or what the new name is.")})
    if is_renaming and not step.new_short_name and len(step.new_name) > _LONGEST_SHORT_NAME:
        raise ValidationError({"new_short_name": _("So long a name needs a short one.")})


@transaction.atomic
def plan_change(
    *,
    agency: Agency,
    kind: str,
    legal_basis: str,
    document: LegalDocument | None,
    effective_on: dt.date,
    actor: User,
    now: dt.datetime,
    **fields: Any,
) -> ReorganisationPlan:
    """Make a plan with one step, by which an agency gets a new name, merges into another or ends.
    `fields` are those of `add_step`. Raises ValidationError if the step cannot be.

    An earlier attempt of the same person for this agency, which nobody has touched, is replaced.
    """
    for attempt in _attempts(agency, kind, actor):
        delete_plan(plan=attempt, actor=actor, now=now)
    plan = create_plan(
        name="",
        legal_basis=legal_basis,
        document=document,
        effective_on=effective_on,
        actor=actor,
        now=now,
    )
    add_step(plan=plan, kind=kind, predecessor=agency, **fields)
    return plan


def _attempts(agency: Agency, kind: str, actor: User) -> list[ReorganisationPlan]:
    """Return the plans in preparation by which this person wanted the same for the agency, with
    this one step and the name that it gives them."""
    steps = ReorganisationStep.objects.filter(predecessor=agency, kind=kind)
    plans = ReorganisationPlan.objects.filter(
        pk__in=steps.values("plan"),
        state=ReorganisationState.PREPARED,
        created_by=actor,
        parts=None,
    )
    alone = plans.annotate(number=Count("steps")).filter(number=1, board=None)
    return [plan for plan in alone if plan.name == title_of(plan)]


@transaction.atomic
def remove_step(*, plan: ReorganisationPlan, step_id: int, actor: User, now: dt.datetime) -> None:
    """Remove a step of a plan in preparation."""
    plan = prepared_plan(plan)
    with named_after_steps(plan):
        removed = list(plan.steps.filter(pk=step_id).select_related("successor"))
        plan.steps.filter(pk=step_id).delete()
        discard_new_bodies(removed, plan=plan, actor=actor, now=now)


@transaction.atomic
def change_new_name(
    *,
    step: ReorganisationStep,
    new_name: str,
    new_short_name: str,
    actor: User,
    now: dt.datetime,
) -> None:
    """Give the body that a step founds, or the agency that it renames, another new name. Raises
    ValidationError for a name that cannot be, and for a plan that is no longer in preparation."""
    plan = prepared_plan(step.plan)
    with named_after_steps(plan):
        if step.successor:
            check_name_is_free(plan, new_name, step.predecessor)
            rename_body(
                step.successor,
                plan=plan,
                name=new_name,
                short_name=new_short_name,
                actor=actor,
                now=now,
            )
        else:
            step.new_name, step.new_short_name = new_name, new_short_name
            _check_step(step)
            step.full_clean()
            step.save()


@transaction.atomic
def edit_plan(*, plan: ReorganisationPlan, name: str, **fields: Any) -> None:
    """Change name, basis or day of a plan in preparation. Without a name it is named after its
    steps. The bodies that it founds begin on its new day."""
    plan = prepared_plan(plan)
    former_day = plan.effective_on
    for field, value in fields.items():
        setattr(plan, field, value)
    plan.name = name or title_of(plan)
    plan.save(update_fields=["name", *fields])
    if plan.effective_on != former_day:
        move_new_bodies(plan, former_day)


@transaction.atomic
def delete_plan(*, plan: ReorganisationPlan, actor: User, now: dt.datetime) -> None:
    """Delete a plan in preparation. Raises ValidationError if an agency has objected to it."""
    plan = prepared_plan(plan)
    if plan.parts.exclude(objection="").exists():
        text = _("Opinions of agencies are kept with this plan: it can be edited, not deleted.")
        raise ValidationError(text)
    removed = list(plan.steps.select_related("successor"))
    plan.delete()
    discard_new_bodies(removed, plan=plan, actor=actor, now=now)


def linked_successions(plan: ReorganisationPlan) -> list[Succession]:
    """Return the confirmed links of imported files for the plan's day that are no steps yet."""
    links = Succession.objects.filter(date=plan.effective_on, predecessor__isnull=False)
    links = links.exclude(predecessor=F("successor"))
    known = set(plan.steps.values_list("predecessor", "successor"))
    rows = links.select_related("predecessor", "successor").order_by("pk")
    return [link for link in rows if (link.predecessor_id, link.successor_id) not in known]


def divided_districts(plan: ReorganisationPlan) -> list[tuple[Agency, Agency, str]]:
    """Return the districts divided among communes on the plan's day that are no steps yet."""
    known = set(plan.steps.values_list("predecessor", "successor"))
    found = districts_divided(plan.effective_on)
    return [each for each in found if (each[0].pk, each[1].pk) not in known]


@transaction.atomic
def add_linked_steps(*, plan: ReorganisationPlan) -> int:
    """Make steps of the confirmed links for the plan's day, and of the districts whose units the
    imported communes were formed from. Returns their number."""
    plan = prepared_plan(plan)
    steps = [
        ReorganisationStep(
            plan=plan,
            kind=link.kind,
            predecessor=link.predecessor,
            successor=link.successor,
            partial=link.partial,
        )
        for link in linked_successions(plan)
        if link.kind != SuccessionKind.DISSOLUTION
    ]
    steps += [
        ReorganisationStep(
            plan=plan,
            kind=SuccessionKind.SPLIT,
            predecessor=district,
            successor=commune,
            partial=True,
            part=Truncator(units).chars(_LONGEST_PART),
        )
        for district, commune, units in divided_districts(plan)
    ]
    with named_after_steps(plan):
        return len(ReorganisationStep.objects.bulk_create(steps, ignore_conflicts=True))


@transaction.atomic
def show_to_agencies(
    *, plan: ReorganisationPlan, opinions_until: dt.date, now: dt.datetime
) -> None:
    """Show each agency its part by mail to its admins, and let it object until a day.

    Raises ValidationError for a past day, and for a plan without steps or with something in its
    way: afterwards the steps cannot be changed unless the plan is taken back.
    """
    plan = prepared_plan(plan)
    changes = planned_changes(plan)
    if not changes:
        raise ValidationError(_("Add the steps first."))
    if any(change.is_blocked for change in changes):
        raise ValidationError(_("Solve what stands in the way first: see each agency."))
    if opinions_until < timezone.localdate(now):
        raise ValidationError({"opinions_until": _("This day has passed.")})
    keep_parts(plan, changes)
    plan.state, plan.opinions_until = ReorganisationState.ANNOUNCED, opinions_until
    plan.save(update_fields=["state", "opinions_until"])
    queue_mail("provisioning.plan_shown", plan_id=plan.pk)


@transaction.atomic
def take_back(*, plan: ReorganisationPlan, actor: User, now: dt.datetime) -> None:
    """Take a plan that the agencies see back to preparation and tell them by mail. Their opinions
    stay. Raises ValidationError for any other plan."""
    plan = ReorganisationPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != ReorganisationState.ANNOUNCED:
        raise ValidationError(
            _("This plan is not with the agencies: there is nothing to take back.")
        )
    plan.state, plan.opinions_until = ReorganisationState.PREPARED, None
    plan.save(update_fields=["state", "opinions_until"])
    action = ProvisioningAction.TAKEN_BACK
    record(actor=actor, agency=None, action=action, now=now, subject=plan.name, about=plan)
    queue_mail("provisioning.plan_taken_back", plan_id=plan.pk)


@transaction.atomic
def object_to(*, part: ReorganisationPart, text: str, actor: User, now: dt.datetime) -> None:
    """Write down what an agency objects. Raises ValidationError after the day set."""
    row = ReorganisationPart.objects.select_for_update().select_related("plan").get(pk=part.pk)
    last = row.plan.opinions_until
    if row.plan.state != ReorganisationState.ANNOUNCED or not last:
        raise ValidationError(_("This plan is not open for objections."))
    if timezone.localdate(now) > last:
        raise ValidationError(_("The time for objections is over."))
    row.objection, row.objected_at, row.objected_by = text, now, actor
    row.answer, row.answered_at = "", None
    row.save(update_fields=["objection", "objected_at", "objected_by", "answer", "answered_at"])
    action = ProvisioningAction.OBJECTED
    subject = row.plan.name
    record(actor=actor, agency=row.agency, action=action, now=now, subject=subject, about=row)


@transaction.atomic
def answer_objection(*, part: ReorganisationPart, text: str, now: dt.datetime) -> None:
    """Answer an agency's objection, also by mail. Raises ValidationError if there is none."""
    row = ReorganisationPart.objects.select_for_update().get(pk=part.pk)
    if not row.objection:
        raise ValidationError(_("This agency has not objected."))
    row.answer, row.answered_at = text, now
    row.save(update_fields=["answer", "answered_at"])
    queue_mail("provisioning.objection_answered", part_id=row.pk)
