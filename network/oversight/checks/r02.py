"""Checks of R2, R2a, R2b: people are assigned to responsibilities by a decision."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import Membership, Role
from network.capacity.models import AssignmentDecision

from ..models import Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import DECISION, MEMBER

# The three groups in the dispatch: people who post, who write, who appraise.
POSTING = (Role.AGENCY_ADMIN, Role.APPROVER)
WRITING = (Role.AUTHOR,)
APPRAISING = (Role.APPRAISER,)


type Member = tuple[str, str, int]


def serving(participants: Participants) -> dict[int, list[Member]]:
    """Return {agency id: [(role, decision number, membership id)]} of all active members on the
    day. One query."""
    rows = Membership.objects.valid_on(participants.day).filter(
        agency__in=participants.ids, user__is_active=True
    )
    columns = rows.order_by("pk").values_list("agency_id", "role", "decision_number", "pk")
    return grouped((agency, tuple(member)) for agency, *member in columns)


@rests_on(MEMBER, DECISION)
def assigned(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R2: all three groups have members, each by a decision whose file is kept.

    PARTLY if a number or a file is missing.
    """
    people = serving(participants)
    kept = grouped(
        (agency, (number, pk))
        for agency, number, pk in AssignmentDecision.objects.filter(
            agency__in=participants.ids
        ).values_list("agency_id", "number", "pk")
    )

    def judge(pk: int) -> CheckOutcome:
        held = people.get(pk, [])
        groups = [_group(held, roles) for roles in (POSTING, WRITING, APPRAISING)]
        outcome = judged_by_parts(groups)
        papers = (_numbers(held), _files(held, kept.get(pk, [])))
        status = outcome.status
        if status is Status.MET and not all(paper.fine for paper in papers):
            status = Status.PARTLY
        return CheckOutcome(status, outcome.good, outcome.total, (*groups, *papers))

    return participants.each(judge)


@rests_on(MEMBER)
def posting(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R2a: somebody administers the section and posts."""
    return _filled(participants, POSTING)


@rests_on(MEMBER)
def writing(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R2b: somebody collects and writes content."""
    return _filled(participants, WRITING)


def _filled(participants: Participants, roles: Collection[Role]) -> dict[int, CheckOutcome]:
    """Check that somebody serves in one of the roles."""
    people = serving(participants)

    def judge(pk: int) -> CheckOutcome:
        group = _group(people.get(pk, []), roles)
        number = sum(role in roles for role, *_member in people.get(pk, []))
        status = Status.MET if number else Status.NOT_MET
        return CheckOutcome(status, number, number, (group,))

    return participants.each(judge)


def _group(held: Collection[Member], roles: Collection[Role]) -> Evidence:
    """Return evidence on how many members hold one of the roles; a fault if none does."""
    members = [pk for role, _number, pk in held if role in roles]
    number = len(members)
    label = ", ".join(str(role.label) for role in roles)
    note = _("%d serving") % number if number else _("Nobody")
    return Evidence(
        label,
        note,
        reverse("agencies_people:index"),
        fine=bool(number),
        rests=MEMBER.each(members),
        one_suffices=True,
    )


def _numbers(held: Collection[Member]) -> Evidence:
    """Return evidence on the members without a decision number; a fault if there are any."""
    without = sum(not number for _role, number, _pk in held)
    note = _("%d without a number") % without if without else _("All have one")
    return Evidence(
        _("Number of the decision"),
        note,
        reverse("agencies_people:index"),
        fine=not without,
        rests=MEMBER.each(pk for _role, _number, pk in held),
    )


def _files(held: Collection[Member], kept: Collection[tuple[str, int]]) -> Evidence:
    """Return evidence on the files of the decisions; a fault names the numbers without one."""
    numbers = {number for _role, number, _pk in held if number}
    missing = sorted(numbers - {number for number, _pk in kept})
    note = _("No file of %s") % ", ".join(missing) if missing else _("All")
    return Evidence(
        _("Files of the decisions"),
        note,
        reverse("capacity:decisions"),
        not missing,
        rests=DECISION.each(pk for number, pk in kept if number in numbers),
    )
