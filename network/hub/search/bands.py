"""In which order the search walks through everything, so that it may stop early. Pure.

A word like "luật" stands in most of a million entries. PostgreSQL would collect them all before it
could say which are best. So everything is parted into bands, by marks in the same index, and the
search takes from each band in turn until it has enough; a band is a set of entries that can be told
before they are read. Bands go by calendar time: no entry changes its band by itself, nothing has to
be written anew when a year ends.
"""

import datetime as dt
from typing import NamedTuple

from legal_updates.choices import Validity

from .query import Filters, any_of, quoted
from .words import filter_mark

FIRST_YEAR = 1945
LAPSED = frozenset({Validity.EXPIRED, Validity.SUSPENDED, Validity.OBSOLETE})
# The band of all bands.
ALL_ENTRIES = ""
_DATED = frozenset({"article", "card", "question"})
_LASTING = frozenset({"agency", "place"})


class Bands(NamedTuple):
    """Bands as tsqueries: the `first` tell whether what is asked for is rare; then the `rest`.

    `most` is how many titles are taken where words are so common that texts do not part them.
    """

    first: list[str]
    rest: list[str]
    most: int = 300


def relevance_bands(today: dt.date, filters: Filters) -> Bands:
    """Return the bands by how likely what is in them is sought, the likeliest first.

    Bands may overlap; those that the filters leave empty are left out.
    """
    year = today.year
    months = any_of(_month(today, back) for back in range(-1, 3))
    new, recent, older = (
        _bands(*years)
        for years in (
            (year + 1, year, year - 1),
            range(year - 6, year - 1),
            (*range(FIRST_YEAR, year - 6), "undated"),
        )
    )
    if filters.status or filters.kind in _LASTING:
        return Bands([ALL_ENTRIES], [])
    if filters.agency:
        return Bands([new], [ALL_ENTRIES])
    if filters.kind == "document":
        return Bands([_bands("document")], [_bands("lapsed")])
    if filters.year:
        return Bands([_bands(filters.year)], [_bands("document"), _bands("lapsed")])
    if filters.kind in _DATED:
        return Bands([months], [new, recent, older])
    if filters:
        return Bands([months, _bands("lasting")], [_bands("document"), new, ALL_ENTRIES])
    rest = [_bands("document"), new, recent, older, _bands("lapsed")]
    return Bands([_bands("lasting"), months], rest, most=600)


def newest_bands(today: dt.date, filters: Filters) -> list[str]:
    """Return tsqueries that part everything by its date, the newest first.

    Where a band holds more than is taken, the order inside it is lost: so first by days.
    """
    year = int(filters.year or today.year)
    if filters.agency:
        return [*(_month(today, back) for back in range(3)), ALL_ENTRIES]
    if filters.year and year != today.year:
        return [_month(dt.date(year, 12, 1), back) for back in range(12)]
    days = [today + dt.timedelta(days=1 - back) for back in range(10)]
    ahead = [_month(today, -1), quoted(filter_mark("year", year + 1))]
    months = [_month(today, back) for back in range(today.month if filters.year else 18)]
    near = [quoted(filter_mark("day", f"{day:%Y%m%d}")) for day in days]
    if filters.year:
        return [*near, *months]
    single = [_years(year - back) for back in range(1, 6)]
    far = [_years(*range(year - 5 - back, year - 15 - back, -1)) for back in (0, 10)]
    rest = _years(*range(FIRST_YEAR, year - 24), "none")
    return [*ahead, *near, *months, *single, *far, rest]


def _bands(*names: object) -> str:
    return any_of(quoted(filter_mark("band", name)) for name in names)


def _years(*names: object) -> str:
    return any_of(quoted(filter_mark("year", name)) for name in names)


def _month(day: dt.date, back: int) -> str:
    month = day.year * 12 + day.month - 1 - back
    return quoted(filter_mark("month", f"{month // 12}{month % 12 + 1:02}"))
