"""Enter what an agency has for the work in a year."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency

from .actions import CapacityAction
from .models import BudgetAmount, BudgetLine, Resource
from .services import require_admin


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """`amounts` are (planned, spent) by line, in đồng."""

    people: int
    equipment: str
    plan_number: str
    amounts: Mapping[BudgetLine, tuple[int, int]]


@transaction.atomic
def enter_resources(
    *, agency: Agency, year: int, facts: ResourceFacts, actor: User, now: dt.datetime
) -> Resource:
    """Write down, or write anew, what the actor's agency has in `year`.

    Raises PermissionDenied for another agency's, ValidationError for a year that is not open.
    """
    require_admin(agency.pk, actor)
    if year not in open_years(timezone.localdate(now)):
        raise ValidationError(_("Only last year, this year and the next one can be entered."))
    row, _made = Resource.objects.update_or_create(
        agency=agency,
        year=year,
        defaults={
            "people": facts.people,
            "equipment": facts.equipment,
            "plan_number": facts.plan_number,
            "recorded_by": actor,
            "recorded_at": now,
        },
    )
    row.amounts.all().delete()
    BudgetAmount.objects.bulk_create(
        BudgetAmount(resource=row, line=line, planned=planned, spent=spent)
        for line, (planned, spent) in facts.amounts.items()
        if planned or spent
    )
    record(
        actor=actor,
        agency=agency,
        action=CapacityAction.RESOURCES,
        now=now,
        subject=str(year),
        about=row,
        planned=sum(planned for planned, _spent in facts.amounts.values()),
    )
    return row


def open_years(today: dt.date) -> range:
    """Return the years whose figures may still be entered or put right."""
    return range(today.year - 1, today.year + 2)
