"""Check of R12: money, people and infrastructure are planned."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from network.capacity.models import BudgetAmount, Resource
from network.core.dates import format_day
from network.core.money import group_thousands

from ..models import Declaration, Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import BUDGET, EQUIPMENT, PEOPLE, PLAN_NUMBER


@rests_on(BUDGET, PEOPLE, EQUIPMENT, PLAN_NUMBER)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all four parts are entered for the year of the day. A declaration without them is
    contradicted."""
    year = participants.day.year
    rows = Resource.objects.filter(agency__in=participants.ids, year=year).with_sums()
    amounts = grouped(
        BudgetAmount.objects.filter(
            resource__agency__in=participants.ids, resource__year=year
        ).values_list("resource__agency_id", "pk")
    )
    found = {row.agency_id: row for row in rows}
    standing = Declaration.objects.filter(
        agency__in=participants.ids,
        requirement__key="R12",
        valid_until__gte=participants.day,
    )
    declared = dict(standing.order_by("valid_until").values_list("agency_id", "valid_until"))
    codes = {agency.pk: agency.code for agency in participants.agencies}

    def judge(pk: int) -> CheckOutcome:
        address = f"{reverse('capacity:resources')}?agency={codes[pk]}&year={year}"
        outcome = judged_by_parts(_parts(found.get(pk), amounts.get(pk, []), address))
        if outcome.status is Status.MET or pk not in declared:
            return outcome
        said = _("Declared until %s") % format_day(declared[pk])
        contradiction = Evidence(said, _("Contradicted by what is entered"), address, fine=False)
        return CheckOutcome(
            outcome.status, outcome.good, outcome.total, (*outcome.evidence, contradiction)
        )

    return participants.each(judge)


# `row` is a Resource annotated by `with_sums()`.
def _parts(row: Any, amounts: list[int], address: str) -> list[Evidence]:
    """Return evidence on each of the four parts; `row` is None if nothing is entered."""
    nothing = _("Nothing entered for this year")
    entered = [
        (
            _("Budget"),
            _("%s đồng planned") % group_thousands(row.planned) if row and row.planned else "",
            BUDGET.each(amounts),
        ),
        (
            _("Number of people"),
            str(row.people) if row and row.people else "",
            PEOPLE.each([row.pk] if row else []),
        ),
        (
            _("Information infrastructure"),
            _("Described") if row and row.equipment else "",
            EQUIPMENT.each([row.pk] if row else []),
        ),
        (_("Plan"), row.plan_number if row else "", PLAN_NUMBER.each([row.pk] if row else [])),
    ]
    return [
        Evidence(label, words or nothing, address, bool(words), rests=rests)
        for label, words, rests in entered
    ]
