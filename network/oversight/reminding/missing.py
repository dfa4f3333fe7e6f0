"""What agencies lack: unmet requirements, and work that has waited too long."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.agencies.models import Agency
from network.directives.selectors import DirectiveCounts, directive_counts

from ..models import Finding, Status
from ..selectors import findings_at, standard_of
from ..situation import Standing, standings
from ..wording import missing_roles
from .models import Reminder

LACKING = (Status.NOT_MET, Status.PARTLY)


@dataclass(frozen=True, slots=True)
class MissingPoint:
    """One missing thing; `requirement` is the id of an unmet requirement or None."""

    text: str
    requirement: int | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one agency lacks, and when it was last reminded if that was recent."""

    agency: Agency
    points: list[MissingPoint]
    reminded_at: dt.datetime | None = None

    @property
    def stored(self) -> list[dict[str, Any]]:
        """Return the points in the form that a reminder stores."""
        return [asdict(point) for point in self.points]


def lacking(agencies: Collection[int], now: dt.datetime) -> list[Lacking]:
    """Return what these agencies lack, without those that lack nothing. The number of queries is
    fixed.

    Agencies without an open section are left out.
    """
    day = timezone.localdate(now)
    standard = standard_of("", day)
    rows = [row for row in standings(now) if row.agency.pk in agencies]
    found = _findings(agencies, standard.pk if standard else None)
    owed = directive_counts([row.agency.pk for row in rows], day=day)
    term = dt.timedelta(days=standard.remind_again_days if standard else 0)
    recent = last_reminded(agencies, since=now - term)
    all_points = (
        (
            row.agency,
            [
                *found.get(row.agency.pk, []),
                *(MissingPoint(text) for text in _situation(row, owed[row.agency.pk])),
            ],
        )
        for row in rows
    )
    return [
        Lacking(agency, points, recent.get(agency.pk)) for agency, points in all_points if points
    ]


def last_reminded(agencies: Collection[int], *, since: dt.datetime) -> dict[int, dt.datetime]:
    """Return {agency id: time of its last reminder} for those reminded after `since`."""
    rows = Reminder.objects.filter(agency__in=agencies, sent_at__gt=since).order_by()
    return dict(rows.values_list("agency").annotate(Max("sent_at")))


def done_since(reminders: Collection[Reminder]) -> dict[int, set[int]]:
    """Return {agency id: ids of reminded requirements that it meets now}. One query."""
    keys = {point["requirement"] for row in reminders for point in row.points} - {None}
    agencies = {row.agency_id for row in reminders}
    met = findings_at().filter(agency__in=agencies, requirement__in=keys, status=Status.MET)
    found: dict[int, set[int]] = {agency: set() for agency in agencies}
    for agency, requirement in met.values_list("agency_id", "requirement_id"):
        found[agency].add(requirement)
    return found


def things_missing(number: int) -> str:
    """Return the number of missing things in words."""
    return ngettext("%d thing missing", "%d things missing", number) % number


def _findings(agencies: Collection[int], standard: int | None) -> dict[int, list[MissingPoint]]:
    """Return {agency id: its unmet requirements} of a standard. One query."""
    rows: dict[int, list[MissingPoint]] = {}
    found = findings_at().filter(
        agency__in=agencies, requirement__standard=standard, status__in=LACKING
    )
    for row in found.select_related("requirement").order_by("requirement__order"):
        rows.setdefault(row.agency_id, []).append(MissingPoint(_of(row), row.requirement_id))
    return rows


def _of(finding: Finding) -> str:
    """Return an unmet requirement with its state and numbers in words."""
    state = str(finding.get_status_display()).lower()
    value = f" ({finding.value})" if finding.total else ""
    return f"{finding.requirement}: {state}{value}"


def _situation(row: Standing, owed: DirectiveCounts) -> Iterator[str]:
    """Yield sentences about overdue work and faults: posts, questions, links, citations, roles,
    second factors, directives."""
    if row.silent_days is None:
        yield _("Nothing was posted yet")
    elif row.is_silent:
        yield _("Nothing was posted for %d days") % row.silent_days
    if number := row.overdue_questions:
        yield (
            ngettext(
                "%d question of citizens is overdue", "%d questions of citizens are overdue", number
            )
            % number
        )
    if number := row.dead_links:
        yield ngettext("%d link leads nowhere", "%d links lead nowhere", number) % number
    if number := row.old_law:
        yield (
            ngettext(
                "%d page cites law no longer in force",
                "%d pages cite law no longer in force",
                number,
            )
            % number
        )
    if row.missing:
        yield _("Nobody holds the role: %s") % missing_roles(row.missing)
    if number := row.people - row.safe:
        yield (
            ngettext("%d person has no second factor", "%d people have no second factor", number)
            % number
        )
    if number := owed.unreceived:
        yield (
            ngettext(
                "%d dispatch or plan was not received",
                "%d dispatches or plans were not received",
                number,
            )
            % number
        )
    if number := owed.late:
        yield (
            ngettext("%d assigned task is overdue", "%d assigned tasks are overdue", number)
            % number
        )
