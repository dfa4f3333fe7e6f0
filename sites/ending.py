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
    """How an agency ended. `since` is the first day without it, `keeper` the agency that keeps the
    archive where there is no successor, and `caretaker` the one to turn to about these pages: the
    keeper or the only successor."""

    since: dt.date
    successors: list[Successor]
    keeper: Successor | None
    caretaker: Agency | None


def ending_of(agency: Agency, *, day: dt.date) -> AgencyEnding | None:
    """Return how the agency has ended by `day`, or None if it exists.

    One query for an ended agency, and two for its keeper. The result depends on all
    agencies and existing sections.
    """
    since = agency.gone_since(day)
    if since is None:
        return None
    found = list(successors_of(agency).select_related("home_page"))
    keeper = agency.archive_keeper
    return AgencyEnding(
        since,
        [Successor(each.name, _section(each)) for each in found],
        Successor(keeper.name, _section(keeper)) if keeper else None,
        keeper or (found[0] if len(found) == 1 else None),
    )


def _section(agency: Agency) -> "AgencyHomePage | None":
    home: AgencyHomePage | None = getattr(agency, "home_page", None)
    return home if home and home.live else None
