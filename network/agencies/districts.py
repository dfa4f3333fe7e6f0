"""The district agencies of before July 2025, and the areas that imported files name."""

import re
from collections.abc import Iterable

from network.core.text import fold

from .models import Agency, AgencyKind

DISTRICT_KINDS = (AgencyKind.UBND_HUYEN, AgencyKind.UBND_THI_XA, AgencyKind.UBND_THANH_PHO)
PROVINCE_IN_NAME = re.compile(r"\btinh .+$")


def is_of_area(agency: Agency, area: str) -> bool:
    """Return whether the agency can be of a former area: its name must not name another
    province."""
    asked, own = PROVINCE_IN_NAME.search(fold(area)), PROVINCE_IN_NAME.search(fold(agency.name))
    return asked is None or own is None or asked[0] == own[0]


def district_in(area: str, districts: Iterable[Agency]) -> Agency | None:
    """Return the only district that the area names first ("Huyện Kbang, Tỉnh Gia Lai"), or None.

    Of a province that the agency does not name, nothing is known, so both must agree.
    """
    name = fold(area.partition(",")[0])
    found = [
        district
        for district in districts
        if f"{fold(district.name)} ".find(f" {name} ") >= 0 and is_of_area(district, area)
    ]
    return found[0] if name and len(found) == 1 else None
