"""Check of R3: appraisers have a degree or training that qualifies them, seen by another person."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import Membership, Role
from network.capacity.models import Qualification
from network.moderation.models import EditorialRules

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
from ..proofs import QUALIFICATION


@rests_on(QUALIFICATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each appraiser is qualified on the day: the agency's own, and those of its shared
    board. A degree counts with its file, recorded by another person who has seen it.

    PARTLY if degrees are recorded, but none of them counts. Evidence names the decisions of
    assignment, not the people.
    """
    boards = dict(
        EditorialRules.objects.filter(agency__in=participants.ids, board__isnull=False).values_list(
            "agency_id", "board_id"
        )
    )
    rows = Membership.objects.valid_on(participants.day).filter(
        agency__in={*participants.ids, *boards.values()},
        role=Role.APPRAISER,
        user__is_active=True,
    )
    serving = grouped(
        (agency, (user, number))
        for agency, user, number in rows.order_by("pk").values_list(
            "agency_id", "user_id", "decision_number"
        )
    )
    everybody = {user for people in serving.values() for user, _number in people}
    held = _qualifications(everybody, participants.day)
    codes = {agency.pk: agency.code for agency in participants.agencies}

    def judge(pk: int) -> CheckOutcome:
        people = dict(serving.get(pk, []) + serving.get(boards.get(pk, 0), []))
        address = f"{reverse('capacity:people')}?agency={codes[pk]}&role={Role.APPRAISER}"
        if not people:
            nobody = Evidence(str(Role.APPRAISER.label), _("Nobody"), address, fine=False)
            return CheckOutcome(Status.NOT_MET, 0, 0, (nobody,))
        found = judged_by_parts(
            _part(number, held.get(user, []), address) for user, number in people.items()
        )
        if found.status is Status.NOT_MET and any(user in held for user in people):
            return replace(found, status=Status.PARTLY)
        return found

    return participants.each(judge)


def _qualifications(users: Collection[int], day: dt.date) -> dict[int, list[Qualification]]:
    """Return {user id: qualifications for appraising on `day`}. One query."""
    rows = Qualification.objects.valid_on(day).filter(user__in=users, kind__for_appraisal=True)
    rows = rows.select_related("kind").order_by("kind__order", "-received_on")
    return grouped((row.user_id, row) for row in rows)


def _part(number: str, held: list[Qualification], address: str) -> Evidence:
    """Return evidence on one appraiser; a fault if no qualification counts."""
    label = _("Appraiser by decision %s") % number if number else str(Role.APPRAISER.label)
    counted = [row for row in held if not _fault_of(row)]
    if not counted and held:
        return Evidence(label, f"{held[0].words}: {_fault_of(held[0])}", address, fine=False)
    return Evidence(
        label,
        "; ".join(row.words for row in counted) or _("Nothing valid recorded"),
        address,
        bool(counted),
        rests=QUALIFICATION.each(row.pk for row in counted),
        one_suffices=True,
    )


def _fault_of(row: Qualification) -> str:
    """Return why a recorded qualification does not count, "" if it does."""
    if not row.file:
        return _("no file of it")
    return _("recorded by the person alone") if row.recorded_by_id == row.user_id else ""
