"""Input and output of checks: value objects without database access."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from network.agencies.models import Agency
from network.core.registry import Registry

from .models import Status
from .sources import EvidenceRef, EvidenceSource

# Maximum pieces of evidence stored with a finding; faults are stored first.
MOST_EVIDENCE = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """One checked item, its URL, and whether it is without fault.

    `page` is the id of the page whose title is the label. `rests` are the rows that prove the item;
    () for a figure that the system counts itself. With `one_suffices` a single one of them proves
    it, otherwise all are needed.
    """

    label: str
    note: str = ""
    url: str = ""
    fine: bool = True
    page: int | None = None
    rests: tuple[EvidenceRef, ...] = ()
    one_suffices: bool = False

    def stored(self) -> dict[str, Any]:
        """Return the evidence in the form that a finding stores."""
        names = ("label", "note", "url", "fine", "page")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """Result of a check for one agency; `good` of `total`, if it can be counted.

    `enough` is the number of good items that suffices, None if all must be good.
    """

    status: Status
    good: int | None = None
    total: int | None = None
    evidence: tuple[Evidence, ...] = field(default=())
    enough: int | None = None

    def stored_evidence(self) -> list[dict[str, Any]]:
        """Return the evidence in the form that a finding stores, faults first."""
        ordered = sorted(self.evidence, key=lambda each: each.fine)
        return [each.stored() for each in ordered[:MOST_EVIDENCE]]


@dataclass(frozen=True)
class Participants:
    """The agencies that are checked together, and the day."""

    agencies: Sequence[Agency]
    day: dt.date
    # Ids of the agencies for which checks list all evidence; None for all. For the others a check
    # may leave out pages without fault, because there may be 100,000 of them.
    in_full: frozenset[int] | None = None
    # Results that several checks of a run share, by the name of their module.
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def ids(self) -> list[int]:
        """Return the ids of the agencies."""
        return [agency.pk for agency in self.agencies]

    @cached_property
    def by_section(self) -> dict[str, int]:
        """Return {tree path of the section: agency id}."""
        return {agency.home_page.path: agency.pk for agency in self.agencies}

    def lists_all(self, agency: int | None) -> bool:
        """Return whether checks must list all evidence of this agency."""
        return self.in_full is None or agency in self.in_full

    def each(self, judge: Callable[[int], CheckOutcome]) -> dict[int, CheckOutcome]:
        """Return {agency id: outcome of `judge`} for all agencies."""
        return {pk: judge(pk) for pk in self.ids}


type Thresholds = Mapping[str, Any]
# The number of queries must not grow with the agencies. Agencies missing in the result are
# NOT_APPLICABLE.
type Judge = Callable[[Participants, Thresholds], Mapping[int, CheckOutcome]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check with the sources of its evidence. Raises ImproperlyConfigured without sources."""

    judge: Judge
    sources: tuple[EvidenceSource, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ImproperlyConfigured(f"{self.judge} does not declare what its cells rest on.")

    def __call__(
        self, participants: Participants, thresholds: Thresholds
    ) -> Mapping[int, CheckOutcome]:
        """Return {agency id: outcome}, without regard to verdicts."""
        return self.judge(participants, thresholds)


def rests_on(*sources: EvidenceSource) -> Callable[[Judge], Check]:
    """Return the decorator that makes a function a Check whose cells rest on `sources`."""
    return lambda judge: Check(judge, sources)


# By `Requirement.check_key`. Other apps can register checks of their own data.
CHECKS = Registry[Check]("checks of requirements")


def judged_by_parts(evidence: Iterable[Evidence]) -> CheckOutcome:
    """Return the outcome for the share of evidence without fault: MET for all, PARTLY for some,
    NOT_MET for none."""
    parts = tuple(evidence)
    good = sum(part.fine for part in parts)
    return CheckOutcome(status_of(good, len(parts)), good, len(parts), parts)


def status_of(good: int, total: int) -> Status:
    """Return the state for `good` of `total`; MET for 0 of 0."""
    if good == total:
        return Status.MET
    return Status.PARTLY if good else Status.NOT_MET


def without(outcome: CheckOutcome, notes: Mapping[int, str]) -> CheckOutcome:
    """Return the outcome after some pieces of evidence no longer count.

    `notes` holds the new note of each lost piece by its place in `outcome.evidence`. The new status
    is never better than before.
    """
    parts = tuple(
        replace(part, fine=False, note=notes[place]) if place in notes else part
        for place, part in enumerate(outcome.evidence)
    )
    before = sum(part.fine for part in outcome.evidence)
    good = max(0, (before if outcome.good is None else outcome.good) - len(notes))
    total = before if outcome.total is None else outcome.total
    if not any(part.fine for part in parts):
        status = Status.NOT_MET
    elif good and good >= (total if outcome.enough is None else outcome.enough):
        status = outcome.status
    else:
        status = Status.PARTLY if outcome.status is Status.MET else outcome.status
    counted = None if outcome.good is None else good
    return replace(outcome, status=status, good=counted, evidence=parts)


def grouped(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    """Return {first value: list of second values}."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found
