"""Enter an agency's resources of a year."""

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
    """The values of a year. `amounts` is {budget line: (planned, spent)} in đồng."""

    people: int
    equipment: str
    plan_number: str
    amounts: Mapping[BudgetLine, tuple[int, int]]


@transaction.atomic
def enter_resources(
    *, agency: Agency, year: int, facts: ResourceFacts, actor: User, now: dt.datetime
) -> Resource:
    """Create or replace the agency's resources of `year`. Logged.

    Raises PermissionDenied unless `actor` is admin of the agency, and ValidationError if the year
    is not open.
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
    """Return the years that can be entered: last, this and next."""
    return range(today.year - 1, today.year + 2)
