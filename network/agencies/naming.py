"""Names of agencies: those of before, and finding an agency by a typed name or code."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.core.registry import Registry
from network.core.text import fold

if TYPE_CHECKING:
    from .models import Agency

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class NameBefore:
    """A name that an agency had before a day, and the decision that gave it another one."""

    name: str
    day: dt.date
    basis: str


# Each returns the names that an agency had before, the last one first.
NAMES_BEFORE = Registry[Callable[["Agency"], Iterable[NameBefore]]]("names before a renaming")
# Each says whether an agency had a name that is not among its former names.
NAMES_TAKEN_BACK = Registry[Callable[["Agency", str], bool]]("names that were taken back")


def had_name(agency: "Agency", name: str) -> bool:
    """Return whether the agency had this name before, also one that was taken back since. One
    query for a name that is not stored with the agency."""
    return name in agency.aliases or any(had(agency, name) for had in NAMES_TAKEN_BACK.values())


def with_code(agency: "Agency") -> str:
    """Return name and code, because names are not unique: three bodies were called "Sở Tư pháp tỉnh
    Gia Lai"."""
    return f"{agency.name} ({agency.code})"


def agency_called(words: str, agencies: Iterable["Agency"]) -> "Agency":
    """Return the agency with this name or code, or else the only one whose name contains it.

    Accents may be omitted. Raises ValidationError if none or several match.
    """
    asked = fold(words)
    agencies = list(agencies)
    # A code is unique, although it may be spelled like another agency's short name ("UBND-TINH").
    if coded := [each for each in agencies if each.code == words.strip()]:
        return coded[0]
    names: dict[Agency, list[str]] = {
        each: [
            fold(name)
            for name in (each.name, each.short_name, each.code, with_code(each), *each.aliases)
        ]
        for each in agencies
    }
    found = [each for each, named in names.items() if asked in named] or [
        each for each, named in names.items() if asked and any(asked in name for name in named)
    ]
    if not found:
        raise ValidationError(_("No agency of the network is called so."))
    if len(found) > 1:
        listed = "; ".join(map(with_code, found[:_MOST_NAMED]))
        raise ValidationError(_("Several agencies are meant, name one: %s") % listed)
    return found[0]
