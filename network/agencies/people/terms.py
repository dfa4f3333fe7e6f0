"""What a decision says of a role, whoever gets it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """By which decision a role is held, from when to when."""

    decision_number: str
    valid_from: dt.date
    valid_to: dt.date | None = None
