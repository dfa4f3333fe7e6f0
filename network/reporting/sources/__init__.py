"""Counting sources: each returns the items that make up a figure, per agency.

A figure is the sum of its items, so that expanding it shows exactly what was counted.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from network.core.registry import Registry


@dataclass(frozen=True, slots=True)
class CountedItem:
    """One counted item, as it was on that day."""

    label: str
    url: str = ""
    day: dt.date | None = None
    kind: str = ""
    topic: str = ""
    # The amount it adds: 1, or the number of participants; None if nobody counted them.
    amount: int | None = 1
    # Evidence it is counted from, as (key of the source in `oversight.proofs`, primary key): if one
    # of these rows is rejected, the commune standard does not count the item.
    rests: tuple[tuple[str, int], ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return the item as JSON data for Value.items."""
        stored = asdict(self) | {"day": self.day and self.day.isoformat()}
        del stored["rests"]
        return stored


# (agency ids, first day, last day), inclusive -> pairs of agency id and item. The number of queries
# must not depend on the number of agencies.
type FigureSource = Callable[[Collection[int], dt.date, dt.date], Iterable[tuple[int, CountedItem]]]
# By the key that an indicator names. An unregistered key means entry by hand.
SOURCES = Registry[FigureSource]("sources of reports")
