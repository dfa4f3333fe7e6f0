"""Queries of findings and scores, now and at an earlier moment."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from .models import Dispute, Finding, Requirement, Standard, Status
from .outcomes import CHECKS

# States that count for the share of met requirements. NOT_APPLICABLE does not count.
COUNTED = (Status.MET, Status.PARTLY, Status.NOT_MET, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Score:
    """Numbers of requirements by state."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def met(self) -> int:
        """Return the number of met requirements."""
        return self.counts[Status.MET]

    @property
    def total(self) -> int:
        """Return the number of requirements that count."""
        return sum(self.counts[status] for status in COUNTED)

    @property
    def share(self) -> float | None:
        """Return the percentage of met requirements, None if none counts."""
        return 100 * self.met / self.total if self.total else None


def standard_of(key: str, day: dt.date) -> Standard | None:
    """Return the standard of agencies in force on `day` with this key, or the first one for "";
    None if there is none."""
    rows = Standard.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, of_network=False
    )
    return rows.filter(key=key).first() if key else rows.first()


def requirements_of(standard: Standard | None, day: dt.date) -> list[Requirement]:
    """Return a standard's requirements in force on `day`, in their order. One query."""
    return list(Requirement.objects.valid_on(day).filter(standard=standard))


def keys_on(day: dt.date) -> set[str]:
    """Return the keys of the requirements of agencies in force on `day`, of all standards. One
    query."""
    return set(Requirement.objects.valid_on(day).of_agencies().values_list("key", flat=True))


def is_built(requirement: Requirement) -> bool:
    """Return whether the requirement can be judged: by declaration or by a registered check."""
    return requirement.is_declared or requirement.check_key in CHECKS


def findings_at(moment: dt.datetime | None = None) -> QuerySet[Finding]:
    """Return the current findings, or those that were current at an earlier moment."""
    if moment is None:
        return Finding.objects.filter(until=None)
    ran = Q(until=None) | Q(until__gt=moment)
    return Finding.objects.filter(ran, since__lte=moment)


def by_month(
    finding: Finding, now: dt.datetime, *, months: int = 12
) -> list[tuple[dt.date | None, Finding]]:
    """Return the finding of an agency and requirement at the end of each month, newest first.

    The first is that of now, with None in place of the month. Months before the first check are
    left out. Rows of the requirement with earlier thresholds are included. One query.
    """
    same = {
        "agency": finding.agency_id,
        "requirement__standard": finding.requirement.standard_id,
        "requirement__key": finding.requirement.key,
    }
    rows = list(Finding.objects.filter(**same).order_by("-since", "-pk"))
    moments: list[tuple[dt.date | None, dt.datetime]] = [(None, now)]
    for _month in range(months):
        end = month_before(moments[-1][1]) - dt.timedelta(microseconds=1)
        moments.append((end.date(), end))
    held = (
        (month, next((row for row in rows if _held(row, moment)), None))
        for month, moment in moments
    )
    return [(month, row) for month, row in held if row]


def _held(row: Finding, moment: dt.datetime) -> bool:
    """Return whether a finding was current at a moment."""
    return row.since <= moment and (row.until is None or row.until > moment)


def scores(
    standard: Standard | None,
    *,
    at: dt.datetime | None = None,
    agencies: Collection[int] | None = None,
) -> dict[int, Score]:
    """Return {agency id: score} by a standard, now or at an earlier moment; of these agencies only,
    if given. One query."""
    rows = findings_at(at).filter(requirement__standard=standard)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    found: dict[int, Score] = {}
    # Rows and not ids are counted, so that PostgreSQL reads the index and not the wide rows.
    counted = rows.order_by().values_list("agency_id", "status").annotate(number=Count("*"))
    for agency_id, status, number in counted:
        found.setdefault(agency_id, Score()).counts[status] = number
    return found


def whole(found: Iterable[Score]) -> Score:
    """Return the sum of the scores."""
    return Score(sum((score.counts for score in found), Counter()))


def open_disputes(agency_ids: Collection[int] | None = None) -> QuerySet[Dispute]:
    """Return the unanswered disputes, oldest first; of these agencies only, if given."""
    rows = Dispute.objects.filter(answered_at=None).select_related("agency", "requirement")
    if agency_ids is not None:
        rows = rows.filter(agency__in=agency_ids)
    return rows.order_by("opened_at", "pk")


def year_before(now: dt.datetime) -> dt.datetime:
    """Return the same moment a year earlier; of 29 February that of the 28th."""
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - 1, day=day)


def month_before(now: dt.datetime) -> dt.datetime:
    """Return the moment at which the last month ended, in the time zone of `now`."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
