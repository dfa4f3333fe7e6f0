"""What carrying out a plan means for people and open work, and every warning of its dry run."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.accounts.models import User
from network.agencies.holdings import HOLDINGS, count_open_rows, label_of
from network.agencies.models import AGENCY_ROLES, Agency, Membership
from network.core.dates import format_day

from ..models import ReorganisationPlan, ReorganisationState
from .planning import AgencyChange, PlanProblem

type Warnings = list[tuple[Agency | None, PlanProblem]]


def warnings_of(
    plan: ReorganisationPlan, changes: Sequence[AgencyChange], day: dt.date
) -> Warnings:
    """Return every problem of the dry run with its agency, and whether agencies may still
    object."""
    found: Warnings = [(change.agency, each) for change in changes for each in change.problems]
    last = plan.opinions_until
    if plan.state == ReorganisationState.ANNOUNCED and last and day <= last:
        text = _("The agencies may object until %(day)s: that day has not passed yet.")
        found.append((None, PlanProblem(text % {"day": format_day(last)}, blocks=False)))
    if plan.effective_on < day:
        text = _(
            "%(day)s has passed. Carry this out only if it has really been in force since then; "
            "otherwise choose another day first."
        )
        found.append((None, PlanProblem(text % {"day": format_day(plan.effective_on)})))
    return found


def consequences_of(changes: Sequence[AgencyChange], day: dt.date, actor: User) -> list[str]:
    """Return a sentence with a number for each thing that a plan does to people and to the open
    work of ending agencies. The number of queries does not depend on the number of agencies."""
    ending = [change for change in changes if change.ends]
    heirs = {change.agency.pk: heir for change in ending if (heir := sole_heir(change))}
    alone = {change.agency.pk for change in ending} - heirs.keys()
    return [*_for_people(ending, heirs, day, actor), *_for_work(heirs.keys(), alone)]


def sole_heir(change: AgencyChange) -> int | None:
    """Return the id of the agency that alone goes on with all the work of an ending one, or
    None."""
    steps = [step for step in change.outgoing if step.ends_predecessor and step.successor_id]
    is_whole = len(steps) == 1 and not steps[0].partial
    return steps[0].successor_id if is_whole else None


def _for_people(
    ending: Sequence[AgencyChange], heirs: dict[int, int], day: dt.date, actor: User
) -> Iterator[str]:
    rows = Membership.objects.filter(agency__in=[change.agency.pk for change in ending])
    serving = list(rows.filter(role__in=AGENCY_ROLES).valid_on(day).select_related("user"))
    people = {row.user_id for row in serving}
    if people:
        yield ngettext(
            "%(number)d person loses access to the former agency.",
            "%(number)d people lose access to the former agencies.",
            len(people),
        ) % {"number": len(people)}
    here = Membership.objects.filter(agency__in=heirs.values()).valid_on(day)
    held = set(here.values_list("user", "agency", "role"))
    invited = {
        row.user_id
        for row in serving
        if row.agency_id in heirs
        and row.user.is_active
        and row.user.email
        and row.user_id != actor.pk
        and (row.user_id, heirs[row.agency_id], row.role) not in held
    }
    if invited:
        yield ngettext(
            "%(number)d person is invited by mail to the same roles at the receiving agency.",
            "%(number)d people are invited by mail to the same roles at the receiving agencies.",
            len(invited),
        ) % {"number": len(invited)}


def left_open(changes: Sequence[AgencyChange]) -> dict[int, list[str]]:
    """Return what is open at each ending agency and passes to no successor, by agency id, as
    "tasks: 4". One query."""
    ending = {change.agency.pk: sole_heir(change) for change in changes if change.ends}
    found: dict[int, list[str]] = {}
    for name, numbers in count_open_rows(ending).items() if ending else ():
        for agency, number in numbers.items():
            if not (HOLDINGS[name].hand_over and ending[agency]):
                found.setdefault(agency, []).append(f"{label_of(name)}: {number}")
    return found


def _for_work(passing: Collection[int], alone: Collection[int]) -> Iterator[str]:
    """Yield what becomes of the followers and the open work of agencies with a sole successor, and
    of those without. One query."""
    for name, numbers in count_open_rows([*passing, *alone]).items():
        heirs = passing if HOLDINGS[name].hand_over else ()
        moving = sum(number for agency, number in numbers.items() if agency in heirs)
        label = str(label_of(name))
        if moving and name == "following.follow":
            yield (
                _("Followers who are told by mail, and go on with the receiving agency: %d")
                % moving
            )
        elif moving:
            yield _("Open and goes to the receiving agency, %(what)s: %(number)d") % {
                "what": label,
                "number": moving,
            }
        if staying := sum(numbers.values()) - moving:
            yield _left_open(label, staying)


def _left_open(label: str, number: int) -> str:
    return _("Open and stays with the former agency, %(what)s: %(number)d") % {
        "what": label,
        "number": number,
    }
