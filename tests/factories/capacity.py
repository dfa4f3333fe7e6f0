"""What people have learnt, and what agencies have for the work."""

import datetime as dt
from typing import Any

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency
from network.capacity.models import BudgetLine, Qualification, QualificationKind, Resource


def make_qualification(
    user: User, agency: Agency, kind: str = "tot-nghiep-luat", **fields: Any
) -> Qualification:
    """Return a degree in law that the agency has recorded, or another kind by its key."""
    return Qualification.objects.create(
        user=user,
        agency=agency,
        kind=QualificationKind.objects.get(key=kind),
        recorded_at=timezone.now(),
        **{"received_on": dt.date(2015, 6, 30)} | fields,
    )


def make_resources(
    agency: Agency, year: int, *, planned: int = 40_000_000, spent: int = 0, **fields: Any
) -> Resource:
    """Return what the agency has in a year, all its money for leaflets."""
    row = Resource.objects.create(
        agency=agency,
        year=year,
        recorded_at=timezone.now(),
        **{"people": 2, "equipment": "Hai máy tính", "plan_number": "24/KH-SYT"} | fields,
    )
    leaflets = BudgetLine.objects.get(key="to-gap")
    row.amounts.create(line=leaflets, planned=planned, spent=spent)
    return row
