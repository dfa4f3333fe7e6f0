"""Read a plan: what becomes of each agency, at which address, and what stands in the way."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import (
    NETWORK_ROLES,
    Agency,
    AgencyStatus,
    Membership,
    Role,
    SuccessionKind,
)
from network.agencies.models.querysets import AgencyQuerySet
from network.agencies.slugs import slug_of_agency
from network.core.dates import format_day
from network.core.reserved import reserved_names

from ..finding import EDIT
from ..models import (
    WAITING_STATES,
    ReorganisationPlan,
    ReorganisationState,
    ReorganisationStep,
)
from .former_names import introduced_by_name

# The state of an agency that ends by a step of this kind; any other kind is a merger.
_STATUS = {
    SuccessionKind.DISSOLUTION: AgencyStatus.DISSOLVED,
    SuccessionKind.RENAMING: AgencyStatus.RENAMED,
}


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What stands in the way of a plan, or should be known before. Only `blocks` stops it. `url` is
    the screen where it is mended, called `action`."""

    text: str
    blocks: bool = True
    url: str = ""
    action: str = ""


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
    def new_name(self) -> str:
        """Return the name that the plan gives the agency, as a new or a renamed one, or ""."""
        founding = (step.new_name for step in self.incoming if step.new_name)
        return self.renaming.new_name if self.renaming else next(founding, "")

    @property
    def is_founded(self) -> bool:
        """Return whether the plan adds the agency."""
        return any(step.new_name for step in self.incoming)

    @property
    def keeper(self) -> Agency | None:
        """Return who keeps the agency's archive if it ends without a successor, or None."""
        return next((step.keeper for step in self.outgoing if step.keeper), None)

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
    Ten queries at most, whatever the size of the plan."""
    changes = changes_of(plan)
    _give_addresses(changes, plan.effective_on)
    _find_problems(changes, plan.effective_on)
    _find_introductions(changes)
    _find_other_plans(plan, changes)
    return changes


def changes_of(plan: ReorganisationPlan) -> list[AgencyChange]:
    """Return the change of each agency in the order of execution: those that end come first, since
    they give up their addresses to the others. One query."""
    found: dict[int, AgencyChange] = {}
    for step in plan.steps.select_related("predecessor", "successor", "keeper"):
        _change(found, step.predecessor).outgoing.append(step)
        if step.successor:
            _change(found, step.successor).incoming.append(step)
    return sorted(found.values(), key=lambda each: (not each.ends, each.agency.pk))


def empty_bodies(changes: Sequence[AgencyChange]) -> AgencyQuerySet:
    """Return the agencies that were to receive something and have never had people or a former
    body: an undone plan leaves them public and empty."""
    heirs = [change.agency.pk for change in changes if change.incoming and not change.outgoing]
    unused = Agency.objects.filter(memberships=None, predecessor_links=None, valid_to=None)
    return unused.filter(pk__in=heirs).order_by("name", "pk")


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
    taken = {other.slug: other for other in others}
    reserved = reserved_names()
    for change in moving:
        holder = taken.get(change.slug)
        if holder:
            change.problems.append(_held_address(change.slug, holder))
        elif change.slug in reserved or asked[change.slug] > 1 or not change.slug:
            text = _(
                "The address “%(slug)s” is not free. Remove the step and add it with another short "
                "name: the address is made of it."
            )
            change.problems.append(PlanProblem(text % {"slug": change.slug}))
        else:
            continue
        change.slug = change.agency.slug


def _held_address(slug: str, holder: Agency) -> PlanProblem:
    text = _(
        "The address “%(slug)s” belongs to %(agency)s. Give that agency another path, or remove "
        "the step and add it with another short name."
    )
    return PlanProblem(
        text % {"slug": slug, "agency": holder.name},
        url=reverse(EDIT, args=[holder.pk]),
        action=_("Change its path"),
    )


# --- problems ---------------------------------------------------------------------------------


def _find_problems(changes: Sequence[AgencyChange], day: dt.date) -> None:
    concerned = [change.agency.pk for change in changes]
    staffed = _serving(concerned, day, Role.APPROVER)
    overseeing = _serving(concerned, day, *NETWORK_ROLES)
    for change in changes:
        change.problems += [*_contradictions(change, day), *_too_early(change, day)]
        is_open = not change.ends and not change.agency.gone_since(day)
        if is_open and change.agency.pk not in staffed:
            change.problems.append(_unstaffed(change, staffed))
        if change.ends and change.agency.pk in overseeing:
            change.problems.append(_holds_network_roles(change))
    for change in _without_keeper(changes, day):
        text = _(
            "Nobody is left to keep the archive: remove the step and add it with an agency that "
            "goes on."
        )
        change.problems.append(PlanProblem(text))
    for change in _consolidated_alone(changes):
        text = _(
            "Only one agency is consolidated here: add a step for each other one, or choose a "
            "merger or a new name instead."
        )
        change.problems.append(PlanProblem(text, blocks=False))
    for change in _in_a_circle(changes):
        change.problems.append(PlanProblem(_("The steps lead back to this agency itself.")))
    for change in _named_like_another(changes, day):
        text = _("The network already has an agency called “%(name)s”. Choose another name.")
        change.problems.append(PlanProblem(text % {"name": change.new_name}))


def _unstaffed(change: AgencyChange, staffed: Collection[int | None]) -> PlanProblem:
    """Return the warning that nobody approves. Approvers of a former agency that passes as a whole
    are invited; any other agency gets people by a file, which a network admin may bring."""
    passing = [step for step in change.incoming if step.ends_predecessor and not step.partial]
    if any(step.predecessor_id in staffed for step in passing):
        text = _("Nobody approves here until the former approvers have accepted their invitation.")
        return PlanProblem(text, blocks=False)
    return PlanProblem(
        _("Nobody approves at this agency on that day: assign people first."),
        blocks=False,
        url=f"{reverse('agencies_people:overview')}?agency={change.agency.code}",
        action=_("Assign people"),
    )


def _holds_network_roles(change: AgencyChange) -> PlanProblem:
    """Return the problem of an agency that ends although people of the network work there. Where
    nobody goes on with its work, it must stay as long as they do."""
    has_heir = any(step.successor_id for step in change.outgoing if step.ends_predecessor)
    return PlanProblem(
        _("People of the network work here: give them their role at another agency."),
        blocks=not has_heir,
        url=reverse("agencies_people:network"),
        action=_("People of the network"),
    )


def _without_keeper(changes: Sequence[AgencyChange], day: dt.date) -> Iterator[AgencyChange]:
    """Yield the agencies that are dissolved without an agency that exists and keeps the archive."""
    leaving = {change.agency.pk for change in changes if change.ends}
    for change in changes:
        if any(step.kind == SuccessionKind.DISSOLUTION for step in change.outgoing):
            keeper = change.keeper
            if keeper is None or keeper.pk in leaving or keeper.gone_since(day):
                yield change


def _too_early(change: AgencyChange, day: dt.date) -> Iterator[PlanProblem]:
    """Yield the problem of an agency that does not exist on that day yet, or would end before it
    has begun. One that only receives may be younger: lists give a body the day of its latest
    decision, and the departments of March 2025 were founded again in July."""
    begin = change.agency.valid_from
    if begin and (day < begin or (change.ends and day == begin)):
        text = _("This agency began on %(day)s: edit the plan and choose a later day.")
        yield PlanProblem(text % {"day": format_day(begin)}, blocks=bool(change.outgoing))


def _named_like_another(changes: Sequence[AgencyChange], day: dt.date) -> Iterator[AgencyChange]:
    """Yield the agencies whose new name another agency has on that day, whatever its case. The
    name of an agency that ends by the plan is free. One query if the plan gives names."""
    named = [change for change in changes if change.new_name]
    if not named:
        return
    asked = Counter(change.new_name.lower() for change in named)
    leaving = [change.agency.pk for change in changes if change.ends or change.new_name]
    lasting = Agency.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day)).exclude(pk__in=leaving)
    others = lasting.annotate(folded=Lower("name")).filter(folded__in=asked)
    taken = set(others.values_list("folded", flat=True))
    for change in named:
        name = change.new_name.lower()
        if name in taken or asked[name] > 1:
            yield change


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
        yield PlanProblem(_("This agency had ended before that day: remove the step."))
    if change.incoming and change.agency.gone_since(day):
        text = _("This agency receives something although it has ended: remove the step.")
        yield PlanProblem(text)


def _find_other_plans(plan: ReorganisationPlan, changes: Sequence[AgencyChange]) -> None:
    """Report each agency that another plan also changes or has ended already. One query."""
    found = {change.agency.pk: change for change in changes}
    states = ReorganisationState
    open_states = (*WAITING_STATES, states.RUNNING, states.UNDOING)
    steps = ReorganisationStep.objects.exclude(plan=plan).filter(
        Q(plan__state__in=open_states) & (Q(predecessor__in=found) | Q(successor__in=found))
        | Q(plan__state=states.DONE, predecessor__in=found, predecessor__valid_to__isnull=False)
    )
    told = set()
    for step in steps.select_related("plan").order_by("plan", "pk"):
        for agency in found.keys() & {step.predecessor_id, step.successor_id}:
            change, has_ended = found[agency], step.plan.state == states.DONE
            is_reported = (agency, step.plan_id) in told
            if not is_reported and (not has_ended or (change.ends and step.ends_predecessor)):
                told.add((agency, step.plan_id))
                change.problems.append(_other_plan(step.plan, has_ended))


def _other_plan(other: ReorganisationPlan, has_ended: bool) -> PlanProblem:
    if has_ended:
        text = _("“%(plan)s” has ended this agency already: remove the step, or undo that one.")
    else:
        text = _("“%(plan)s” (%(state)s) changes this agency too: check that both fit together.")
    words = {"plan": other.name, "state": other.get_state_display()}
    url = reverse("reorganisation:plan", args=[other.pk])
    return PlanProblem(text % words, blocks=has_ended, url=url, action=_("Open that plan"))


def _find_introductions(changes: Sequence[AgencyChange]) -> None:
    """Report each introduction with a name that the plan replaces. One query if there are any."""
    renamed = [change for change in changes if change.renaming]
    introduced = introduced_by_name(change.agency for change in renamed) if renamed else ()
    text = _(
        "The introduction on its front page keeps the name “%(name)s”: the agency rewrites it. "
        "Once this is carried out, it stands among the places with the former name."
    )
    for change in renamed:
        if change.agency.pk in introduced:
            name = change.agency.name
            change.problems.append(PlanProblem(text % {"name": name}, blocks=False))


def _consolidated_alone(changes: Sequence[AgencyChange]) -> Iterator[AgencyChange]:
    """Yield the agencies into which only one agency is consolidated, and of whose other former
    bodies no imported file knows. One query if there are any."""
    alone = [
        change
        for change in changes
        if len({step.predecessor_id for step in change.incoming}) == 1
        and change.incoming[0].kind == SuccessionKind.CONSOLIDATION
    ]
    if alone:
        unlinked = Agency.objects.filter(predecessor_links=None)
        unknown = set(unlinked.filter(pk__in=[each.agency.pk for each in alone]).values_list("pk"))
        yield from (change for change in alone if (change.agency.pk,) in unknown)


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
