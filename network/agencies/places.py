"""Today's communes and wards, with the former units each was formed from. Pure, without database.

The table follows from a resolution, not from users' data. So it is part of the project, in the file
that `import_agencies` also reads (docs/adr/0022-ways-in.md).
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .import_cells import Predecessor, distinct, former_unit, split_outside_brackets

_DATA = Path(__file__).resolve().parent / "data"
COMMUNES = _DATA / "communes_2025.csv"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune or ward. `former` is empty if it was unchanged; `formed_from` is the text of the
    resolution."""

    code: str
    name: str
    agency_name: str
    agency_kind: str
    districts: tuple[str, ...]
    province: str
    formed_from: str
    former: tuple[Predecessor, ...]
    decree: str
    decreed_on: dt.date
    since: dt.date

    @property
    def area(self) -> str:
        """Return its location before the merger, e.g. "Thành phố Quy Nhơn, Tỉnh Bình Định"."""
        return ", ".join([*self.districts, self.province])


@cache
def province_rows() -> tuple[dict[str, str], ...]:
    """Return the rows of provinces and cities, of today and from before 1 July 2025. Cached."""
    with (_DATA / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def communes() -> tuple[Commune, ...]:
    """Return all communes in file order. Cached."""
    with COMMUNES.open(encoding="utf-8", newline="") as lines:
        return tuple(_commune(row) for row in csv.DictReader(lines))


def _commune(row: dict[str, str]) -> Commune:
    """Return the commune in a row of the file."""
    merged = row["merged"] != "khong"
    province = row["former_province"]
    place = f"{row['former_districts']}, {province}"
    parts = split_outside_brackets(row["formed_from"], ",") if merged else []
    return Commune(
        code=row["code"],
        name=row["name"],
        agency_name=row["agency_name"],
        agency_kind=row["agency_kind"],
        districts=tuple(part.strip() for part in row["former_districts"].split(";")),
        province=province,
        formed_from=row["formed_from"] if merged else "",
        former=distinct(former_unit(part, place, province) for part in parts),
        decree=row["decree"],
        decreed_on=dt.date.fromisoformat(row["decree_date"]),
        since=dt.date.fromisoformat(row["effective_from"]),
    )
