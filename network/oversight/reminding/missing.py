"""What agencies lack: unmet requirements, and work that has waited too long; heaviest first."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from network.agencies.models import Agency
from network.directives.selectors import DirectiveCounts, directive_counts

from ..models import Finding, Requirement, Status
from ..models.reminding import Reminder
from ..selectors import findings_at, standard_of
from ..situation import Standing, standings
from ..wording import missing_roles

LACKING = (Status.NOT_MET, Status.PARTLY)
# Order of the points: requirements of which nothing is there, overdue work, then the rest.
WEIGHTS = {Status.NOT_MET: 3, Status.PARTLY: 1}
OVERDUE = 2
# Items named in one point; the others are counted.
NAMED = 3


@dataclass(frozen=True, slots=True)
class MissingPoint:
    """One missing thing: an unmet requirement by its id, or overdue work by its `kind`."""

    text: str
    requirement: int | None = None
    kind: str = ""
    weight: int = OVERDUE


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one agency lacks, and when it was last reminded if that was recent."""

    agency: Agency
    points: list[MissingPoint]
    reminded_at: dt.datetime | None = None

    @property
    def stored(self) -> list[dict[str, Any]]:
        """Return the points in the form that a reminder stores."""
        names = ("text", "requirement", "kind")
        return [{name: getattr(point, name) for name in names} for point in self.points]


def lacking(
    agencies: Collection[int], now: dt.datetime, *, only: Requirement | None = None
) -> list[Lacking]:
    """Return what these agencies lack, without those that lack nothing. The number of queries is
    fixed.

    Nothing but the requirement `only` is looked at if it is given. Agencies without an open section
    are left out.
    """
    day = timezone.localdate(now)
    standard = standard_of("", day)
    rows = [row for row in standings(now) if row.agency.pk in agencies]
    found = _findings(agencies, standard.pk if standard else None, only)
    owed = directive_counts([row.agency.pk for row in rows], day=day)
    term = dt.timedelta(days=standard.remind_again_days if standard else 0)
    recent = last_reminded(agencies, since=now - term)
    all_points = (
        (
            row.agency,
            sorted(
                [
                    *found.get(row.agency.pk, []),
                    *([] if only else _situation(row, owed[row.agency.pk])),
                ],
                key=lambda point: -point.weight,
            ),
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


def done_since(
    reminders: Collection[Reminder], now: dt.datetime
) -> dict[int, set[tuple[int | None, str]]]:
    """Return {agency id: (requirement, kind) of the reminded points that are settled now}.

    A requirement counts only if the last check found it met, with evidence that was not rejected;
    overdue work if nothing of its kind is overdue any more. The number of queries is fixed.
    """
    agencies = {row.agency_id for row in reminders}
    met = _met_requirements(agencies)
    waiting = {
        each.agency.pk: {point.kind for point in each.points} for each in lacking(agencies, now)
    }
    done: dict[int, set[tuple[int | None, str]]] = {agency: set() for agency in agencies}
    for row in reminders:
        for requirement, kind in map(point_key, row.points):
            is_done = (row.agency_id, requirement) in met
            if is_done or (kind and kind not in waiting.get(row.agency_id, ())):
                done[row.agency_id].add((requirement, kind))
    return done


def _met_requirements(agencies: Collection[int]) -> set[tuple[int, int | None]]:
    """Return (agency id, requirement id) of all requirements that are met now. Two queries.

    A requirement with new thresholds has a new row; the ids of its earlier rows are included.
    """
    rows: dict[tuple[int, str], list[int]] = {}
    for pk, standard, key in Requirement.objects.values_list("pk", "standard", "key"):
        rows.setdefault((standard, key), []).append(pk)
    met = findings_at().filter(agency__in=agencies, status=Status.MET)
    columns = ("agency_id", "requirement__standard", "requirement__key")
    return {
        (agency, pk)
        for agency, standard, key in met.values_list(*columns)
        for pk in rows[standard, key]
    }


def point_key(point: Mapping[str, Any]) -> tuple[int | None, str]:
    """Return requirement and kind of a stored point. Points of earlier releases have no kind."""
    return point["requirement"], point.get("kind", "")


def things_missing(number: int) -> str:
    """Return the number of missing things in words."""
    return ngettext("%d thing missing", "%d things missing", number) % number


def _findings(
    agencies: Collection[int], standard: int | None, only: Requirement | None
) -> dict[int, list[MissingPoint]]:
    """Return {agency id: its unmet requirements} of a standard, or `only` this one. One query."""
    rows: dict[int, list[MissingPoint]] = {}
    wanted = {"requirement": only} if only else {"requirement__standard": standard}
    found = findings_at().filter(agency__in=agencies, status__in=LACKING, **wanted)
    for row in found.select_related("requirement").order_by("requirement__order"):
        rows.setdefault(row.agency_id, []).append(_point(row))
    return rows


def _point(finding: Finding) -> MissingPoint:
    """Return an unmet requirement with what is missing, in words."""
    faults = [_fault(each) for each in finding.evidence if not each["fine"]]
    # Findings store at most 30 items, but count all.
    number = max(len(faults), (finding.total or 0) - (finding.good or 0))
    if more := max(number - NAMED, 0):
        faults[NAMED:] = [ngettext("%d more", "%d more", more) % more]
    title = f"{finding.requirement.title} ({finding.requirement.key})"
    said = "; ".join(faults) or str(finding.get_status_display()).lower()
    return MissingPoint(
        f"{title}: {said}", finding.requirement_id, weight=WEIGHTS[Status(finding.status)]
    )


def _fault(part: Mapping[str, Any]) -> str:
    """Return a piece of evidence with a fault in one phrase."""
    return " – ".join(filter(None, [part["label"], part["note"]]))


def _situation(row: Standing, owed: DirectiveCounts) -> Iterator[MissingPoint]:
    """Yield a point per kind of overdue work and fault: posts, questions, links, citations, roles,
    second factors, directives."""
    for kind, text in _overdue(row, owed):
        yield MissingPoint(text, kind=kind)


def _overdue(row: Standing, owed: DirectiveCounts) -> Iterator[tuple[str, str]]:
    """Yield (kind, sentence) of all that is overdue or wrong."""
    if row.silent_days is None:
        yield "silent", _("Nothing was posted yet")
    elif row.is_silent:
        yield "silent", _("Nothing was posted for %d days") % row.silent_days
    if row.missing:
        yield "roles", _("Nobody holds the role: %s") % missing_roles(row.missing)
    counted = {
        "questions": (
            row.overdue_questions,
            ngettext_lazy(
                "%d question of citizens is overdue", "%d questions of citizens are overdue"
            ),
        ),
        "links": (row.dead_links, ngettext_lazy("%d link leads nowhere", "%d links lead nowhere")),
        "old-law": (
            row.old_law,
            ngettext_lazy(
                "%d page cites law no longer in force", "%d pages cite law no longer in force"
            ),
        ),
        "second-factor": (
            row.people - row.safe,
            ngettext_lazy("%d person has no second factor", "%d people have no second factor"),
        ),
        "dispatches": (
            owed.unreceived,
            ngettext_lazy(
                "%d dispatch or plan was not received", "%d dispatches or plans were not received"
            ),
        ),
        "tasks": (
            owed.late,
            ngettext_lazy("%d assigned task is overdue", "%d assigned tasks are overdue"),
        ),
    }
    for kind, (number, words) in counted.items():
        if number:
            yield kind, words % number
