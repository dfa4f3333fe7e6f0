"""Queries for directives, receipts and tasks."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from network.agencies.models import Role
from network.agencies.scope import Scope
from network.core.registry import Registry

from .models import (
    OPEN_STATES,
    Assignment,
    AssignmentState,
    Directive,
    DirectiveQuestion,
    DirectiveTask,
    Recipient,
    RecipientRole,
)

# Functions from a day to the keys of the requirements in force, by the app that keeps them.
REQUIREMENTS = Registry[Callable[[dt.date], Collection[str]]]("requirements that tasks may name")
# Roles that read the register without serving a recipient; they see counts, no people.
REGISTER_READERS = frozenset({Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


@dataclass(frozen=True, slots=True)
class DirectiveCounts:
    """An agency's number of unreceived directives, and of tasks by state."""

    unreceived: int = 0
    open: int = 0
    late: int = 0
    returned: int = 0
    accepted: int = 0


def requirement_keys(day: dt.date) -> set[str]:
    """Return the keys of all requirements in force on `day`."""
    return {key for keys_on in REQUIREMENTS.values() for key in keys_on(day)}


def readable_directives(scope: Scope) -> QuerySet[Directive]:
    """Return the directives that `scope` may read. Drafts are for overseers only."""
    if Role.OVERSEER in scope.roles:
        return Directive.objects.all()
    sent = Directive.objects.exclude(sent_at=None)
    if not REGISTER_READERS.isdisjoint(scope.roles):
        return sent
    received = Recipient.objects.filter(agency__in=scope.agency_roles)
    return sent.filter(pk__in=received.values("directive"))


def with_counts(directives: QuerySet[Directive], day: dt.date) -> QuerySet[Directive]:
    """Annotate the numbers of agencies that got each directive, received it, and are late. One
    query."""
    got = Recipient.objects.filter(directive=OuterRef("pk"), agency__isnull=False)
    owed = late(Assignment.objects.filter(task__directive=OuterRef("pk")), day)
    return directives.annotate(
        agencies=_count(got, "directive"),
        received=_count(got.exclude(received_at=None), "directive"),
        late=_count(owed, "task__directive"),
    )


def _count(rows: QuerySet[Any], of: str) -> Coalesce:
    """Return a subquery counting the agencies in `rows` per directive. A join would multiply the
    counts."""
    agencies = rows.order_by().values(of).annotate(found=Count("agency", distinct=True))
    return Coalesce(Subquery(agencies.values("found")), 0)


def receipts_for(scope: Scope, *, writing: bool = False) -> QuerySet[Recipient]:
    """Return the receipts of the agencies in `scope`, unreceived first.

    Overseers read all receipts, unless `writing`.
    """
    rows: QuerySet[Recipient] = Recipient.scoped.of(scope, writing=writing)
    sent = rows.filter(agency__isnull=False, directive__sent_at__isnull=False)
    related = sent.select_related("directive", "agency", "received_by")
    newest_first = F("received_at").desc(nulls_first=True)
    return related.order_by(newest_first, "-directive__sent_at", "agency__name", "pk")


def unreceived(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Return the unreceived receipts of sent directives that are not closed."""
    waiting = rows.filter(agency__isnull=False, received_at=None)
    return waiting.filter(directive__sent_at__isnull=False, directive__closed_at=None)


def assignments_for(scope: Scope, *, writing: bool = False) -> QuerySet[Assignment]:
    """Return the tasks of the agencies in `scope`, soonest due first.

    Overseers read all tasks, unless `writing`.
    """
    rows: QuerySet[Assignment] = Assignment.scoped.of(scope, writing=writing)
    return rows.select_related("task__directive", "agency").order_by("due_on", "agency__name", "pk")


def still_open(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return the tasks on which the agency has to act, without those of closed directives."""
    return rows.filter(state__in=OPEN_STATES, task__directive__closed_at=None)


def late(rows: QuerySet[Assignment], day: dt.date) -> QuerySet[Assignment]:
    """Return the open tasks due before `day`."""
    return still_open(rows).filter(due_on__lt=day)


def to_be_looked_at(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return the tasks reported as done, which the overseer has to check."""
    return rows.filter(state=AssignmentState.DONE)


def asking(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Return the receipts with an unanswered question."""
    return rows.filter(
        Exists(DirectiveQuestion.objects.filter(recipient=OuterRef("pk"), answered_at=None))
    )


def late_with_a_task(rows: QuerySet[Recipient], day: dt.date) -> QuerySet[Recipient]:
    """Return the receipts whose agency is late with a task of the directive."""
    same = Assignment.objects.filter(
        agency=OuterRef("agency"), task__directive=OuterRef("directive")
    )
    return rows.filter(Exists(late(same, day)))


def addressees(task: DirectiveTask, day: dt.date) -> QuerySet[Recipient]:
    """Return the recipients that have to do `task`: those carrying out the directive that exist on
    `day`."""
    rows = Recipient.objects.filter(directive=task.directive_id, role=RecipientRole.CARRY_OUT)
    alive = Q(agency__valid_to=None) | Q(agency__valid_to__gte=day)
    rows = rows.filter(alive, agency__isnull=False)
    if not (task.kinds or task.agency_codes):
        return rows
    return rows.filter(Q(agency__kind__in=task.kinds) | Q(agency__code__in=task.agency_codes))


def directive_counts(
    agencies: Iterable[int], *, day: dt.date, requirement: str = ""
) -> Mapping[int, DirectiveCounts]:
    """Return the DirectiveCounts of each agency id. Two queries.

    With `requirement` ("R1") only tasks naming it count. Open tasks of closed directives do not
    count; accepted ones do.
    """
    ids = list(agencies)
    waiting = unreceived(Recipient.objects.filter(agency__in=ids))
    receipts = Counter(waiting.values_list("agency", flat=True))
    rows = Assignment.objects.filter(agency__in=ids)
    if requirement:
        rows = rows.filter(task__requirements__contains=[requirement])
    owed = Q(task__directive__closed_at=None, state__in=OPEN_STATES)
    counts = rows.values("agency").annotate(
        open=Count("pk", filter=owed),
        late=Count("pk", filter=owed & Q(due_on__lt=day)),
        returned=Count("pk", filter=owed & Q(state=AssignmentState.RETURNED)),
        accepted=Count("pk", filter=Q(state=AssignmentState.ACCEPTED)),
    )
    tasks: dict[int, list[int]] = {
        pk: found
        for pk, *found in counts.values_list("agency", "open", "late", "returned", "accepted")
    }
    return {pk: DirectiveCounts(receipts[pk], *tasks.get(pk, ())) for pk in ids}
