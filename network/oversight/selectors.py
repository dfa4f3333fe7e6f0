"""What was found: of agencies, of requirements, today and on a day before."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from .models import Dispute, Finding, Requirement, Standard, Status
from .outcomes import CHECKS

# What counts for the share that is met: what does not apply, or is not in the system, does not.
COUNTED = (Status.MET, Status.PARTLY, Status.NOT_MET, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the requirements that apply are met."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def met(self) -> int:
        """Return how many are met."""
        return self.counts[Status.MET]

    @property
    def total(self) -> int:
        """Return how many apply and can be in the system."""
        return sum(self.counts[status] for status in COUNTED)

    @property
    def share(self) -> float | None:
        """Return the percentage that is met, None where nothing was looked at."""
        return 100 * self.met / self.total if self.total else None


def standard_of(key: str, day: dt.date) -> Standard | None:
    """Return the standard of this key, the first one in force on `day` for ""."""
    rows = Standard.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return rows.filter(key=key).first() if key else rows.first()


def requirements_of(standard: Standard | None, day: dt.date) -> list[Requirement]:
    """Return what a standard asks on `day`, in its order; one query."""
    return list(Requirement.objects.valid_on(day).filter(standard=standard))


def is_built(requirement: Requirement) -> bool:
    """Return whether the system holds what this requirement is about."""
    return requirement.is_declared or requirement.check_key in CHECKS


def findings_at(moment: dt.datetime | None = None) -> QuerySet[Finding]:
    """Return the findings that run, or that ran at a moment before."""
    if moment is None:
        return Finding.objects.filter(until=None)
    ran = Q(until=None) | Q(until__gt=moment)
    return Finding.objects.filter(ran, since__lte=moment)


def scores(
    standard: Standard | None, *, at: dt.datetime | None = None, agency: int | None = None
) -> dict[int, Score]:
    """Return the score of each agency by a standard; one query."""
    rows = findings_at(at).filter(requirement__standard=standard)
    if agency is not None:
        rows = rows.filter(agency=agency)
    found: dict[int, Score] = {}
    counted = rows.order_by().values_list("agency_id", "status").annotate(Count("pk"))
    for agency_id, status, number in counted:
        found.setdefault(agency_id, Score()).counts[status] = number
    return found


def whole(found: Iterable[Score]) -> Score:
    """Return the score of several agencies together."""
    return Score(sum((score.counts for score in found), Counter()))


def open_disputes(agency_ids: Collection[int] | None = None) -> QuerySet[Dispute]:
    """Return the disputes that wait for an answer, the oldest first."""
    rows = Dispute.objects.filter(answered_at=None).select_related("agency", "requirement")
    if agency_ids is not None:
        rows = rows.filter(agency__in=agency_ids)
    return rows.order_by("opened_at", "pk")


def month_before(now: dt.datetime) -> dt.datetime:
    """Return the moment at which the month before that of `now` ended, in the zone of `now`."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
