"""The terms of a role: decision number and period."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """Decision, first day and last day of a role. `valid_to` None means unlimited.

    `decided_on` is the date of the decision, None if it was not given.
    """

    decision_number: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    decided_on: dt.date | None = None


def with_terms(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's cleaned data with its three terms fields replaced by one Terms object."""
    rest = dict(typed)
    names = ("decision_number", "valid_from", "valid_to")
    terms = Terms(*(rest.pop(name) for name in names))
    return rest | {"terms": terms}
