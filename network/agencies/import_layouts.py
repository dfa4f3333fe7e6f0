"""The three layouts of agency files, and how each is converted into rows. Pure, without Django."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from network.agencies.import_cells import (
    aliases_in_note,
    distinct,
    former_body,
    former_unit,
    split_outside_brackets,
)
from network.agencies.import_rows import AgencyRow, RefusedError, _
from network.agencies.slugs import slug_of_agency
from network.core.uploaded_tables import day_of

SUCCESSION_KINDS = ("hop_nhat", "sap_nhap", "chia_tach", "doi_ten", "chuyen_chuc_nang", "giai_the")
# Renamed while absorbing another body: counts as a consolidation.
_SUCCESSION_ALIASES = {"doi_ten_hop_nhat": "hop_nhat"}
# Administrative units as the files name them, mapped to the agency that governs them.
_PARENT_OF_UNIT = {"tinh-gia-lai-2025": "UBND-TINH-2025"}

type Cells = dict[str, str]


def _date(line: int, column: str, value: str) -> date | None:
    """Parse 2025-07-01 or 01/07/2025. Returns None if empty; raises RefusedError otherwise."""
    if not value:
        return None
    try:
        return day_of(value)
    except ValueError as error:
        text = _('%(column)s: "%(value)s" is no date; write 2025-07-01 or 01/07/2025')
        raise RefusedError(line, text, column=column, value=value) from error


def _read_2019(line: int, cells: Cells) -> AgencyRow:
    return AgencyRow(
        line=line,
        code=cells["code"],
        name=cells["name"],
        short_name=cells["short_name"],
        kind=cells["kind"],
        parent=cells["parent"],
        slug=cells["slug"] or slug_of_agency(cells["short_name"]),
        host_label=cells["host_label"],
        aliases=aliases_in_note(cells["note"]),
        note=cells["note"],
    )


def _read_2025(line: int, cells: Cells) -> AgencyRow:
    """Return the agency in a line of a file of the 2025 layout. Raises RefusedError for an unknown
    event or malformed date."""
    predecessors = distinct(
        former_body(part) for part in split_outside_brackets(cells["predecessors"], ";") if part
    )
    event = _SUCCESSION_ALIASES.get(cells["event"], cells["event"])
    if (predecessors or event) and event not in SUCCESSION_KINDS:
        expected = ", ".join(SUCCESSION_KINDS)
        text = _('unknown event "%(event)s"; expected one of %(expected)s')
        raise RefusedError(line, text, event=event, expected=expected)
    return AgencyRow(
        line=line,
        code=cells["code"],
        name=cells["name"],
        short_name=cells["short_name"],
        kind=cells["kind"],
        parent="",
        slug=cells["slug"] or slug_of_agency(cells["short_name"]),
        valid_from=_date(line, "effective_from", cells["effective_from"]),
        predecessors=predecessors,
        succession_kind=event if predecessors else "",
        note=cells["note"],
    )


def _read_commune(line: int, cells: Cells) -> AgencyRow:
    """Return the agency in a line of a communes file. Raises RefusedError for a malformed date or
    predecessor."""
    district = cells["former_districts"]
    place = ", ".join(part for part in (district, cells["former_province"]) if part)
    predecessors = distinct(
        former_unit(part, place, cells["former_province"])
        for part in split_outside_brackets(cells["formed_from"], ",")
        if part and cells["merged"] != "khong"
    )
    only_a_part = len(predecessors) == 1 and predecessors[0].partial
    issued = _date(line, "decree_date", cells["decree_date"])
    basis = f"{cells['decree']} ({issued:%d/%m/%Y})" if issued else cells["decree"]
    return AgencyRow(
        line=line,
        code=cells["code"],
        name=cells["agency_name"],
        short_name=re.sub(r"^(?:Ủy|Uỷ) ban nhân dân", "UBND", cells["agency_name"]),
        kind=cells["agency_kind"],
        parent=_PARENT_OF_UNIT.get(cells["parent"], cells["parent"]),
        slug=cells["slug"] or slug_of_agency(cells["agency_name"]),
        valid_from=_date(line, "effective_from", cells["effective_from"]),
        predecessors=predecessors,
        succession_kind=("chia_tach" if only_a_part else "hop_nhat") if predecessors else "",
        legal_basis=basis,
    )


def _shared_in_parts(rows: list[AgencyRow]) -> list[AgencyRow]:
    """Mark as partial every predecessor named by several rows, because each took over a part of it.

    The resolution writes "phần còn lại" (the rest) only for the last one.
    """
    takers = Counter((one.name, one.area) for row in rows for one in row.predecessors)
    return [
        replace(
            row,
            predecessors=tuple(
                one._replace(partial=one.partial or takers[one.name, one.area] > 1)
                for one in row.predecessors
            ),
        )
        for row in rows
    ]


def _under_the_province(rows: list[AgencyRow]) -> list[AgencyRow]:
    """Set the provincial committee as parent of all other rows, if the file contains exactly
    one."""
    provinces = [row.code for row in rows if row.kind == "ubnd_tinh"]
    if len(provinces) != 1:
        return rows
    return [row if row.code == provinces[0] else replace(row, parent=provinces[0]) for row in rows]


class Layout(NamedTuple):
    """A file layout: its columns, and the function that converts a line into an agency."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[int, Cells], AgencyRow]
    finish: Callable[[list[AgencyRow]], list[AgencyRow]] | None = None


LAYOUTS = (
    Layout(
        "agencies of 2019",
        (
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "slug",
            "host_label",
            "confidence",
            "note",
        ),
        _read_2019,
    ),
    Layout(
        "agencies of 2025",
        (
            *("code", "name", "short_name", "kind", "slug", "predecessors", "event"),
            *("effective_from", "confidence", "note"),
        ),
        _read_2025,
        _under_the_province,
    ),
    Layout(
        "communes",
        (
            *("code", "name", "short_name", "unit_kind", "agency_name", "agency_kind", "parent"),
            *("slug", "former_province", "former_districts", "formed_from", "merged", "decree"),
            *("decree_date", "effective_from"),
        ),
        _read_commune,
        _shared_in_parts,
    ),
)
