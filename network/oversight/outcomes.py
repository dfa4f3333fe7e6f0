"""What a check is given and what it says: values, no models."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from network.agencies.models import Agency
from network.core.registry import Registry

from .models import Status

# Rows of evidence kept with a finding, those that are not as they should be first.
MOST_EVIDENCE = 30


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was looked at, where it is seen, and whether it is as it should be.

    `page` is the key of the page whose title the label is.
    """

    label: str
    note: str = ""
    url: str = ""
    fine: bool = True
    page: int | None = None


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How one agency stands; `good` of `total` where it can be counted."""

    status: Status
    good: int | None = None
    total: int | None = None
    evidence: tuple[Evidence, ...] = field(default=())

    def stored_evidence(self) -> list[dict[str, Any]]:
        """Return the evidence as a finding keeps it, the faults first."""
        ordered = sorted(self.evidence, key=lambda each: each.fine)
        return [asdict(each) for each in ordered[:MOST_EVIDENCE]]


@dataclass(frozen=True)
class Participants:
    """The agencies that are looked at together, on a day."""

    agencies: Sequence[Agency]
    day: dt.date

    @cached_property
    def ids(self) -> list[int]:
        """Return their keys."""
        return [agency.pk for agency in self.agencies]

    @cached_property
    def by_section(self) -> dict[str, int]:
        """Return whose section begins with each tree path."""
        return {agency.home_page.path: agency.pk for agency in self.agencies}

    def each(self, judge: Callable[[int], CheckOutcome]) -> dict[int, CheckOutcome]:
        """Return what `judge` says of each agency."""
        return {pk: judge(pk) for pk in self.ids}


type Thresholds = Mapping[str, Any]
# Asks a number of queries that does not grow with the agencies. To one left out it does not apply.
type Check = Callable[[Participants, Thresholds], Mapping[int, CheckOutcome]]
# By the key that a requirement names; a later app registers those of what it brings.
CHECKS = Registry[Check]("checks of requirements")


def judged_by_parts(evidence: Iterable[Evidence]) -> CheckOutcome:
    """Return an outcome by how many of the parts are fine: all, some, or none of them."""
    parts = tuple(evidence)
    good = sum(part.fine for part in parts)
    return CheckOutcome(status_of(good, len(parts)), good, len(parts), parts)


def status_of(good: int, total: int) -> Status:
    """Return how `good` of `total` stands; of nothing, all is met."""
    if good == total:
        return Status.MET
    return Status.PARTLY if good else Status.NOT_MET


def grouped(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    """Return the second values by the first."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found
