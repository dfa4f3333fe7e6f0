"""Checks of R2, R2a, R2b: people are assigned to responsibilities by a decision."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import Membership, Role
from network.capacity.models import AssignmentDecision

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, judged_by_parts

# The three groups in the dispatch: people who post, who write, who appraise.
POSTING = (Role.AGENCY_ADMIN, Role.APPROVER)
WRITING = (Role.AUTHOR,)
APPRAISING = (Role.APPRAISER,)


def serving(participants: Participants) -> dict[int, list[tuple[str, str]]]:
    """Return {agency id: [(role, decision number)]} of all active members on the day. One query."""
    rows = Membership.objects.valid_on(participants.day).filter(
        agency__in=participants.ids, user__is_active=True
    )
    columns = rows.values_list("agency_id", "role", "decision_number")
    return grouped((agency, (role, number)) for agency, role, number in columns)


def assigned(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R2: all three groups have members, each by a decision whose file is kept.

    PARTLY if a number or a file is missing.
    """
    people = serving(participants)
    kept = grouped(
        AssignmentDecision.objects.filter(agency__in=participants.ids).values_list(
            "agency_id", "number"
        )
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


def posting(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R2a: somebody administers the section and posts."""
    return _filled(participants, POSTING)


def writing(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Check R2b: somebody collects and writes content."""
    return _filled(participants, WRITING)


def _filled(participants: Participants, roles: Collection[Role]) -> dict[int, CheckOutcome]:
    """Check that somebody serves in one of the roles."""
    people = serving(participants)

    def judge(pk: int) -> CheckOutcome:
        group = _group(people.get(pk, []), roles)
        number = sum(role in roles for role, _number in people.get(pk, []))
        status = Status.MET if number else Status.NOT_MET
        return CheckOutcome(status, number, number, (group,))

    return participants.each(judge)


def _group(held: Collection[tuple[str, str]], roles: Collection[Role]) -> Evidence:
    """Return evidence on how many members hold one of the roles; a fault if none does."""
    number = sum(role in roles for role, _number in held)
    label = ", ".join(str(role.label) for role in roles)
    note = _("%d serving") % number if number else _("Nobody")
    return Evidence(label, note, reverse("agencies_people:index"), fine=bool(number))


def _numbers(held: Collection[tuple[str, str]]) -> Evidence:
    """Return evidence on the members without a decision number; a fault if there are any."""
    without = sum(not number for _role, number in held)
    note = _("%d without a number") % without if without else _("All have one")
    return Evidence(
        _("Number of the decision"), note, reverse("agencies_people:index"), fine=not without
    )


def _files(held: Collection[tuple[str, str]], kept: Collection[str]) -> Evidence:
    """Return evidence on the files of the decisions; a fault names the numbers without one."""
    numbers = {number for _role, number in held if number}
    missing = sorted(numbers - set(kept))
    note = _("No file of %s") % ", ".join(missing) if missing else _("All")
    return Evidence(_("Files of the decisions"), note, reverse("capacity:decisions"), not missing)
