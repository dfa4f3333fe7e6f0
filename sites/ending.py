"""Note in a section whose agency has ended (domain brief 2.3, point 4)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.agencies.chains import Chains
from network.agencies.models import Agency

if TYPE_CHECKING:
    from .models import AgencyHomePage


@dataclass(frozen=True, slots=True)
class Successor:
    """A successor agency. `home` is None if it has no live section."""

    name: str
    home: "AgencyHomePage | None"


@dataclass(frozen=True, slots=True)
class AgencyEnding:
    """How an agency ended, and who is there today in its place, over several steps.

    `since` is the first day without it, `keepers` keep the archive where there is no successor.
    `caretaker` is the one to turn to about these pages: the only one of them all. `heir` goes on
    alone with all of its work.
    """

    since: dt.date
    successors: list[Successor]
    keepers: list[Successor]
    caretaker: Agency | None
    heir: Agency | None


def ending_of(agency: Agency, *, day: dt.date) -> AgencyEnding | None:
    """Return how the agency has ended by `day`, or None if it exists.

    Two queries for each step of its successions. The result depends on all agencies and existing
    sections.
    """
    return endings_of([agency], day=day).get(agency.pk)


def endings_of(agencies: Collection[Agency], *, day: dt.date) -> dict[int, AgencyEnding]:
    """Return how those of the agencies have ended that do not exist on `day`, by their ids. Two
    queries for each step of their successions, regardless of the number of agencies."""
    chains = Chains(agencies, day)
    found = {}
    for agency in agencies:
        if since := agency.gone_since(day):
            heirs, keepers = chains.heirs(agency), chains.keepers(agency)
            found[agency.pk] = AgencyEnding(
                since,
                [Successor(each.name, _section(each)) for each in heirs],
                [Successor(each.name, _section(each)) for each in keepers],
                (heirs + keepers)[0] if len(heirs + keepers) == 1 else None,
                chains.sole_heir(agency),
            )
    return found


def _section(agency: Agency) -> "AgencyHomePage | None":
    home: AgencyHomePage | None = getattr(agency, "home_page", None)
    return home if home and home.live else None
