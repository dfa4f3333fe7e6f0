"""What is counted by itself: each source says which things make up the figure of each agency.

A figure is the sum of its things, so that whoever opens it finds exactly what was counted.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from network.core.registry import Registry


@dataclass(frozen=True, slots=True)
class CountedItem:
    """One thing that was counted, as it was on that day."""

    label: str
    url: str = ""
    day: dt.date | None = None
    kind: str = ""
    topic: str = ""
    # How much it counts for: 1, or the people who attended; None where nobody counted them.
    amount: int | None = 1

    def stored(self) -> dict[str, Any]:
        """Return it as a figure keeps it."""
        return asdict(self) | {"day": self.day and self.day.isoformat()}


# From agencies (ids) and the days from a first to a last one, both included, to pairs of agency
# and item. Asks a number of queries that does not grow with the agencies.
type Source = Callable[[Collection[int], dt.date, dt.date], Iterable[tuple[int, CountedItem]]]
# By the key that an indicator names. One that nobody has registered is entered by hand.
SOURCES = Registry[Source]("sources of reports")
