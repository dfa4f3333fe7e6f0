"""Note in a section whose agency has ended (domain brief 2.3, point 4)."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.agencies.models import Agency
from network.agencies.succession import successors_of

if TYPE_CHECKING:
    from .models import AgencyHomePage


@dataclass(frozen=True, slots=True)
class Successor:
    """A successor agency. `home` is None if it has no live section."""

    name: str
    home: "AgencyHomePage | None"


@dataclass(frozen=True, slots=True)
class AgencyEnding:
    """How an agency ended. `since` is the first day without it."""

    since: dt.date
    successors: list[Successor]


def ending_of(agency: Agency, *, day: dt.date) -> AgencyEnding | None:
    """Return how the agency has ended by `day`, or None if it exists.

    One query for an ended agency. The result depends on all agencies and existing sections.
    """
    since = agency.gone_since(day)
    if since is None:
        return None
    found = list(successors_of(agency).select_related("home_page"))
    return AgencyEnding(since, [Successor(each.name, _section(each)) for each in found])


def _section(agency: Agency) -> "AgencyHomePage | None":
    home: AgencyHomePage | None = getattr(agency, "home_page", None)
    return home if home and home.live else None
