"""Read a plan: what becomes of each agency, at which address, and what stands in the way."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from network.agencies.models import (
    NETWORK_ROLES,
    Agency,
    AgencyStatus,
    Membership,
    Role,
    SuccessionKind,
)
from network.agencies.slugs import slug_of_agency
from network.core.reserved import reserved_names

from ..models import ReorganisationPlan, ReorganisationStep

# The state of an agency that ends by a step of this kind; any other kind is a merger.
_STATUS = {
    SuccessionKind.DISSOLUTION: AgencyStatus.DISSOLVED,
    SuccessionKind.RENAMING: AgencyStatus.RENAMED,
}


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What stands in the way of a plan, or should be known before. Only `blocks` stops it."""

    text: str
    blocks: bool = True


@dataclass(slots=True)
class AgencyChange:
    """What a plan does to one agency. `slug` is its address afterwards."""

    agency: Agency
    incoming: list[ReorganisationStep] = field(default_factory=list)
    outgoing: list[ReorganisationStep] = field(default_factory=list)
    slug: str = ""
    problems: list[PlanProblem] = field(default_factory=list)

    @property
    def ends(self) -> bool:
        """Return whether the agency ends by the plan."""
        return any(step.ends_predecessor for step in self.outgoing)

    @property
    def renaming(self) -> ReorganisationStep | None:
        """Return the step that gives the agency another name, or None."""
        return next((step for step in self.outgoing if step.renames), None)

    @property
    def status(self) -> AgencyStatus:
        """Return the state of the agency once it has ended."""
        kinds = {step.kind for step in self.outgoing if step.ends_predecessor}
        kind = SuccessionKind(kinds.pop()) if len(kinds) == 1 else SuccessionKind.CONSOLIDATION
        return _STATUS.get(kind, AgencyStatus.MERGED)

    @property
    def moves(self) -> bool:
        """Return whether the section gets another address."""
        return self.slug != self.agency.slug

    @property
    def is_blocked(self) -> bool:
        """Return whether a problem stops this agency's change."""
        return any(problem.blocks for problem in self.problems)


def planned_changes(plan: ReorganisationPlan) -> list[AgencyChange]:
    """Return the change of each agency with its address and problems, before the plan starts.
    Five queries, whatever the size of the plan."""
    changes = changes_of(plan)
    _give_addresses(changes, plan.effective_on)
    _find_problems(changes, plan.effective_on)
    return changes


def changes_of(plan: ReorganisationPlan) -> list[AgencyChange]:
    """Return the change of each agency in the order of execution: those that end come first, since
    they give up their addresses to the others. One query."""
    found: dict[int, AgencyChange] = {}
    for step in plan.steps.select_related("predecessor", "successor"):
        _change(found, step.predecessor).outgoing.append(step)
        if step.successor:
            _change(found, step.successor).incoming.append(step)
    return sorted(found.values(), key=lambda each: (not each.ends, each.agency.pk))


def _change(found: dict[int, AgencyChange], agency: Agency) -> AgencyChange:
    return found.setdefault(agency.pk, AgencyChange(agency, slug=agency.slug))


# --- addresses --------------------------------------------------------------------------------


def _give_addresses(changes: Sequence[AgencyChange], day: dt.date) -> None:
    """Choose the address of each agency: the current body gets the short one, and the former body
    that had it one with the year before which it worked."""
    by_slug = {change.agency.slug: change for change in changes}
    for change in changes:
        if not change.ends:
            change.slug = _wanted_slug(change, by_slug, day)
    wanted = {change.slug for change in changes if change.moves}
    for change in changes:
        if change.ends and change.agency.slug in wanted:
            change.slug = f"{change.agency.slug}-truoc-{day.year}"
    _refuse_collisions(changes)


def _wanted_slug(change: AgencyChange, by_slug: dict[str, AgencyChange], day: dt.date) -> str:
    """Return the slug for an agency that goes on: that of its new name, or its own without the
    year if the agency that has it ends."""
    if change.renaming:
        return slug_of_agency(change.renaming.new_short_name or change.renaming.new_name)
    short, _dash, year = change.agency.slug.rpartition("-")
    holder = by_slug.get(short)
    is_free = holder is not None and holder.ends
    return short if year == str(day.year) and is_free else change.agency.slug


def _refuse_collisions(changes: Sequence[AgencyChange]) -> None:
    """Keep the address of an agency that would get one which is not free, and report it."""
    moving = [change for change in changes if change.moves]
    given_up = {change.agency.slug for change in moving}
    asked = Counter(change.slug for change in moving)
    others = Agency.objects.filter(slug__in=asked).exclude(slug__in=given_up)
    taken = set(others.values_list("slug", flat=True)) | reserved_names()
    for change in moving:
        if change.slug in taken or asked[change.slug] > 1 or not change.slug:
            text = _("The address “%(slug)s” is not free. Give one of the agencies another one.")
            change.problems.append(PlanProblem(text % {"slug": change.slug}))
            change.slug = change.agency.slug


# --- problems ---------------------------------------------------------------------------------


def _find_problems(changes: Sequence[AgencyChange], day: dt.date) -> None:
    concerned = [change.agency.pk for change in changes]
    staffed = _serving(concerned, day, Role.APPROVER)
    overseeing = _serving(concerned, day, *NETWORK_ROLES)
    for change in changes:
        change.problems += _contradictions(change, day)
        if not change.ends and change.agency.pk not in staffed:
            text = _("Nobody approves at this agency on that day: assign people first.")
            change.problems.append(PlanProblem(text, blocks=False))
        if change.ends and change.agency.pk in overseeing:
            text = _("People of the network work here: give them their role at another agency.")
            change.problems.append(PlanProblem(text, blocks=False))
    for change in _in_a_circle(changes):
        change.problems.append(PlanProblem(_("The steps lead back to this agency itself.")))


def _serving(agencies: Sequence[int], day: dt.date, *roles: Role) -> set[int | None]:
    """Return the agencies at which somebody has one of the roles on that day."""
    rows = Membership.objects.filter(agency__in=agencies, role__in=roles, user__is_active=True)
    return set(rows.valid_on(day).values_list("agency_id", flat=True))


def _contradictions(change: AgencyChange, day: dt.date) -> Iterator[PlanProblem]:
    """Yield what is wrong with the steps of one agency."""
    ending = [step for step in change.outgoing if step.ends_predecessor]
    if (
        ending
        and len(ending) < len(change.outgoing)
        and any(step.predecessor_continues or step.renames for step in change.outgoing)
    ):
        yield PlanProblem(_("One step ends this agency, another lets it go on."))
    receivers = [step for step in ending if step.successor_id]
    if len(receivers) > 1 and not all(step.partial for step in receivers):
        yield PlanProblem(_("Several agencies receive the whole: mark the steps as “in part”."))
    if len(receivers) == 1 and receivers[0].partial:
        text = _("Only a part has a receiver: nobody goes on with the rest.")
        yield PlanProblem(text, blocks=False)
    if change.outgoing and change.agency.gone_since(day - dt.timedelta(days=1)):
        yield PlanProblem(_("This agency had ended before that day."))
    if change.incoming and change.agency.gone_since(day):
        yield PlanProblem(_("This agency receives something although it has ended."))


def _in_a_circle(changes: Sequence[AgencyChange]) -> Iterator[AgencyChange]:
    """Yield the agencies from which ending steps lead back to themselves."""
    heirs = {
        change.agency.pk: {step.successor_id for step in change.outgoing if step.ends_predecessor}
        for change in changes
    }
    for change in changes:
        reached: set[int | None] = set()
        ahead = set(heirs[change.agency.pk])
        while ahead:
            reached |= ahead
            ahead = {pk for each in ahead if each for pk in heirs.get(each, ())} - reached
        if change.agency.pk in reached:
            yield change
