"""Policies that agencies must post by requirement R4, with its thresholds."""

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
    """How many days back policies count, and within how many working days they must be settled."""

    days: int
    working_days: int

    @classmethod
    def of(cls, thresholds: Thresholds) -> "PolicyTerm":
        """Return the term from a requirement's thresholds."""
        return cls(thresholds["days"], thresholds["working_days"])

    @classmethod
    def on(cls, day: dt.date) -> "PolicyTerm":
        """Return the term in force on `day`. One query."""
        rows = Requirement.objects.valid_on(day).filter(check_key=CHECK)
        return cls.of(rows.values_list("thresholds", flat=True).first() or _NO_ROW)

    def is_late(self, policy: Owed) -> bool:
        """Return whether the policy was settled late, or is still unsettled after the term."""
        return policy.taken > self.working_days

    def is_judged(self, policy: Owed) -> bool:
        """Return whether the policy counts: settled, or unsettled after the term."""
        return policy.is_settled or self.is_late(policy)


def owed_on(
    sections: Mapping[str, int], *, day: dt.date, term: PolicyTerm
) -> dict[int, list[Owed]]:
    """Return {agency id: its policies on `day`, newest first}; see `owed_policies`."""
    return owed_policies(sections, since=day - dt.timedelta(days=term.days), day=day)
