"""A month as a query parameter."""

import datetime as dt
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, given by its first day. `current` is True for the present month."""

    first: dt.date
    current: bool = False

    @property
    def written(self) -> str:
        """Return the month as in the query parameter: "2026-11"."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month":
        """Return the previous month."""
        return Month((self.first - dt.timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        """Return the next month."""
        return Month((self.first + dt.timedelta(days=31)).replace(day=1))


def month_from_query(written: str, *, today: dt.date) -> Month | None:
    """Parse "2026-11"; "" gives the month of `today`, anything else None."""
    now = today.replace(day=1)
    if not written:
        return Month(now, current=True)
    read = _WRITTEN.fullmatch(written)
    if read is None:
        return None
    first = dt.date(int(read["year"]), int(read["month"]), 1)
    return Month(first, current=first == now)
