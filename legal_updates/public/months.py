"""A month as a query parameter."""

import datetime as dt
import re

_WRITTEN = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")


def month_from_query(written: str, *, today: dt.date) -> dt.date | None:
    """Return the first day of a month like "2026-11"; "" gives the month of `today`, anything else
    None."""
    if not written:
        return today.replace(day=1)
    read = _WRITTEN.fullmatch(written)
    return dt.date(int(read["year"]), int(read["month"]), 1) if read else None
