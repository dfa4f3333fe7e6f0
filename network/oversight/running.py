"""Check agencies by the requirements of a day and store the changed findings. Used by the nightly
task, the command and forms."""

import datetime as dt
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from network.agencies.models import Agency, AgencyStatus, Membership, Role
from network.agencies.models.querysets import AgencyQuerySet
from network.agencies.scope import SECTION_DEPTH
from network.agencies.selectors import closed_sections
from network.agencies.succession import awaiting_handover
from network.core.registry import Registry
from network.core.sorting import SortKey
from sites.models import AgencyHomePage

from .declared import declared
from .leads import with_reason
from .models import Finding, Requirement, Standard, Status
from .outcomes import CHECKS, CheckOutcome, Participants
from .selectors import month_before
from .verdicts.rejections import Rejections, RequirementKey
from .verdicts.replacements import note_replacements

logger = logging.getLogger(__name__)
NOT_APPLICABLE = CheckOutcome(Status.NOT_APPLICABLE)
# Functions of (paths of sections, `now`) that store what checks read afterwards.
MEASURES = Registry[Callable[..., object]]("what is measured before the checks")


@dataclass(frozen=True, slots=True)
class Run:
    """Number of checked agencies and of changed findings."""

    agencies: int
    changed: int


def participating_agencies(day: dt.date) -> AgencyQuerySet:
    """Return the agencies with an open section that exist on `day`, with the path of their home
    pages. Two queries; any other field of a home page costs a further one.

    An agency that has ended stays included until its successor is entered; otherwise nobody would
    handle its questions, links and outdated citations.
    """
    existing = Agency.objects.valid_on(day).filter(status=AgencyStatus.ACTIVE)
    sections = AgencyHomePage.objects.filter(depth=SECTION_DEPTH, live=True)
    return (
        (existing | awaiting_handover(day))
        .filter(~Q(home_page__in=closed_sections().values("pk")), home_page__isnull=False)
        # Loaded by a query of their own: joined, PostgreSQL expects few rows and reads each page.
        .prefetch_related(Prefetch("home_page", sections.only("agency", "path")))
        .order_by(SortKey("name"), "pk")
    )


@transaction.atomic
def check_agencies(
    *,
    now: dt.datetime,
    day: dt.date,
    only: Collection[int] | None = None,
    of: Collection[int] | None = None,
) -> Run:
    """Check the agencies (`only` these, None for all) and store what changed; with `of` only the
    requirements with these ids.

    The state of a finding is never changed, only replaced: a trigger refuses it, so that past
    months keep their scores. If a check raises, its requirement is UNKNOWN for all agencies, and
    other checks continue. A second run changes nothing. Locks standards and current findings.
    """
    # A second run waits here, and then sees the findings of the first.
    list(Standard.objects.select_for_update().order_by("pk"))
    agencies = [each for each in participating_agencies(day) if only is None or each.pk in only]
    rejections = Rejections.at([agency.pk for agency in agencies], now)
    participants = Participants(agencies, day, rejections.agencies)
    for measure in MEASURES.values():
        measure(participants.by_section, now=now)
    requirements = [
        each
        for each in Requirement.objects.valid_on(day).of_agencies()
        if of is None or each.pk in of
    ]
    current = Finding.objects.select_for_update().filter(until=None, agency__in=participants.ids)
    if of is not None:
        current = current.filter(requirement__in=of)
    running = {(each.requirement_id, each.agency_id): each for each in current}
    overseers: set[int | None] = set(
        Membership.objects.valid_on(day)
        .filter(role=Role.OVERSEER)
        .values_list("agency_id", flat=True)
    )
    opened: list[Finding] = []
    closed: list[Finding] = []
    refreshed: list[Finding] = []
    changed = 0
    this_month = month_before(timezone.localtime())
    judged: dict[RequirementKey, dict[int, CheckOutcome]] = {}
    for requirement in requirements:
        outcomes = _judge(requirement, participants, rejections)
        judged[requirement.standard_id, requirement.key] = outcomes or {}
        for agency in agencies:
            outcome = outcomes.get(agency.pk) if outcomes is not None else None
            applies = _applies(requirement, agency, overseers)
            if outcomes is not None and not applies:
                outcome = NOT_APPLICABLE
            if outcome is not None:
                outcome = with_reason(requirement, agency, outcome, applies=applies)
            before = running.pop((requirement.pk, agency.pk), None)
            if outcome is None:
                closed += [before] if before else []
            elif before is None or _differs(before, outcome):
                closed += [before] if before else []
                opened.append(_finding(requirement, agency, outcome, now))
                changed += 1
            elif before.evidence == outcome.stored_evidence():
                continue
            elif before.since < this_month:
                # The evidence of the months before stays with them.
                closed.append(before)
                opened.append(_finding(requirement, agency, outcome, now))
            else:
                before.evidence = outcome.stored_evidence()
                refreshed.append(before)
    note_replacements(judged, rejections, now)
    # The rest belongs to requirements that are no longer in force.
    closed += running.values()
    # Delete findings that were opened at this same moment instead of storing a zero length.
    instant = [each for each in closed if each.since >= now]
    Finding.objects.filter(pk__in=[each.pk for each in instant]).delete()
    Finding.objects.filter(pk__in=[each.pk for each in closed]).update(until=now)
    Finding.objects.bulk_create(opened, batch_size=2000)
    Finding.objects.bulk_update(refreshed, ["evidence"], batch_size=500)
    return Run(len(agencies), changed)


def close_others(*, now: dt.datetime, day: dt.date) -> int:
    """End the findings of agencies that no longer participate. Returns their number."""
    present = [agency.pk for agency in participating_agencies(day)]
    gone = Q(until=None, since__lt=now) & ~Q(agency__in=present)
    return Finding.objects.filter(gone).update(until=now)


def _judge(
    requirement: Requirement, participants: Participants, rejections: Rejections
) -> dict[int, CheckOutcome] | None:
    """Return {agency id: outcome} without rejected evidence, or None if no app has registered the
    requirement's check.

    An exception in the check is logged and gives UNKNOWN for all.
    """
    try:
        with transaction.atomic():
            found = found_by_check(requirement, participants)
            return None if found is None else rejections.apply(requirement, found)
    except Exception:
        logger.exception("requirement %s could not be checked", requirement.key)
        return dict.fromkeys(participants.ids, CheckOutcome(Status.UNKNOWN))


def found_by_check(
    requirement: Requirement, participants: Participants
) -> dict[int, CheckOutcome] | None:
    """Return {agency id: outcome} without regard to verdicts, or None if no app has registered the
    requirement's check."""
    if requirement.is_declared:
        return declared(requirement, participants)
    check = CHECKS.get(requirement.check_key)
    if check is None:
        return None
    found, missing = check(participants, requirement.thresholds), NOT_APPLICABLE
    return {pk: found.get(pk, missing) for pk in participants.ids}


def _applies(requirement: Requirement, agency: Agency, overseers: set[int | None]) -> bool:
    """Return whether a requirement applies to an agency; some apply only to overseers' agencies or
    to some kinds."""
    if requirement.of_overseer and agency.pk not in overseers:
        return False
    return not requirement.kinds or agency.kind in requirement.kinds


def _differs(before: Finding, outcome: CheckOutcome) -> bool:
    """Return whether state or numbers differ from the stored finding."""
    found = (outcome.status, outcome.good, outcome.total)
    return (before.status, before.good, before.total) != found


def _finding(
    requirement: Requirement, agency: Agency, outcome: CheckOutcome, now: dt.datetime
) -> Finding:
    """Return the unsaved finding of an outcome."""
    return Finding(
        requirement=requirement,
        agency=agency,
        status=outcome.status,
        good=outcome.good,
        total=outcome.total,
        evidence=outcome.stored_evidence(),
        since=now,
    )
