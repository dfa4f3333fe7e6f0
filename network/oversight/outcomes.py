"""Input and output of checks: value objects without database access."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from network.agencies.models import Agency
from network.core.registry import Registry

from .models import Status

# Maximum pieces of evidence stored with a finding; faults are stored first.
MOST_EVIDENCE = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """One checked item, its URL, and whether it is without fault.

    `page` is the id of the page whose title is the label.
    """

    label: str
    note: str = ""
    url: str = ""
    fine: bool = True
    page: int | None = None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """Result of a check for one agency; `good` of `total`, if it can be counted."""

    status: Status
    good: int | None = None
    total: int | None = None
    evidence: tuple[Evidence, ...] = field(default=())

    def stored_evidence(self) -> list[dict[str, Any]]:
        """Return the evidence in the form that a finding stores, faults first."""
        ordered = sorted(self.evidence, key=lambda each: each.fine)
        return [asdict(each) for each in ordered[:MOST_EVIDENCE]]


@dataclass(frozen=True)
class Participants:
    """The agencies that are checked together, and the day."""

    agencies: Sequence[Agency]
    day: dt.date

    @cached_property
    def ids(self) -> list[int]:
        """Return the ids of the agencies."""
        return [agency.pk for agency in self.agencies]

    @cached_property
    def by_section(self) -> dict[str, int]:
        """Return {tree path of the section: agency id}."""
        return {agency.home_page.path: agency.pk for agency in self.agencies}

    def each(self, judge: Callable[[int], CheckOutcome]) -> dict[int, CheckOutcome]:
        """Return {agency id: outcome of `judge`} for all agencies."""
        return {pk: judge(pk) for pk in self.ids}


type Thresholds = Mapping[str, Any]
# The number of queries must not grow with the agencies. Agencies missing in the result are
# NOT_APPLICABLE.
type Check = Callable[[Participants, Thresholds], Mapping[int, CheckOutcome]]
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


def grouped(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    """Return {first value: list of second values}."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found
