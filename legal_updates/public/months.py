"""A month as an address says it."""

import datetime as dt
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, by its first day; `current` for the one that is now."""

    first: dt.date
    current: bool = False

    @property
    def written(self) -> str:
        """Return it as an address says it: "2026-11"."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month":
        """Return the month before."""
        return Month((self.first - dt.timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        """Return the month after."""
        return Month((self.first + dt.timedelta(days=31)).replace(day=1))


def month_from_query(written: str, *, today: dt.date) -> Month | None:
    """Return the month of "2026-11", that of `today` for "", None for anything else."""
    now = today.replace(day=1)
    if not written:
        return Month(now, current=True)
    read = _WRITTEN.fullmatch(written)
    if read is None:
        return None
    first = dt.date(int(read["year"]), int(read["month"]), 1)
    return Month(first, current=first == now)
