"""What agencies owe by requirement R4, as its thresholds say."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sites.library.owed import Owed, owed_policies

from ..models import Requirement
from ..outcomes import Thresholds

CHECK = "r04"
_NO_ROW: Thresholds = {"days": 90, "working_days": 3}


@dataclass(frozen=True, slots=True)
class PolicyTerm:
    """How far back one looks, and how many working days an agency has."""

    days: int
    working_days: int

    @classmethod
    def of(cls, thresholds: Thresholds) -> "PolicyTerm":
        """Return the term that a requirement sets."""
        return cls(thresholds["days"], thresholds["working_days"])

    @classmethod
    def on(cls, day: dt.date) -> "PolicyTerm":
        """Return the term that holds on a day; one query."""
        rows = Requirement.objects.valid_on(day).filter(check_key=CHECK)
        return cls.of(rows.values_list("thresholds", flat=True).first() or _NO_ROW)

    def is_late(self, policy: Owed) -> bool:
        """Return whether it was settled, or still waits, beyond the term."""
        return policy.taken > self.working_days

    def is_judged(self, policy: Owed) -> bool:
        """Return whether it counts: what still waits within the term does not yet."""
        return policy.is_settled or self.is_late(policy)


def owed_on(
    sections: Mapping[str, int], *, day: dt.date, term: PolicyTerm
) -> dict[int, list[Owed]]:
    """Return what each agency owed on a day, the newest first; see `owed_policies`."""
    return owed_policies(sections, since=day - dt.timedelta(days=term.days), day=day)
