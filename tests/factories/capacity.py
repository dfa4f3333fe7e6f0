"""What people have learnt."""

import datetime as dt
from typing import Any

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency
from network.capacity.models import Qualification, QualificationKind


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
