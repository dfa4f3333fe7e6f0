"""What a decision says of a role, whoever gets it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """By which decision a role is held, from when to when."""

    decision_number: str
    valid_from: dt.date
    valid_to: dt.date | None = None


def with_terms(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form says, its three fields of Terms as one."""
    rest = dict(typed)
    names = ("decision_number", "valid_from", "valid_to")
    terms = Terms(*(rest.pop(name) for name in names))
    return rest | {"terms": terms}
