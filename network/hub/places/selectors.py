"""Find the sections responsible for a place."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from network.agencies.models import Agency
from network.core.text import slugify_vi
from sites.ending import AgencyEnding, endings_of
from sites.models import AgencyHomePage
from sites.reported_pages import overseeing_agency

from .finding import FoundPlace


@dataclass(frozen=True, slots=True)
class PlaceSections:
    """A place, the agency to turn to if known, and the live sections.

    `home` is the section of today's agency, `former_homes` those of the former districts. Without
    any, `stand_in` is the section of the overseeing agency. `ending` says how the commune's agency
    ended if no single agency goes on with its work.
    """

    place: FoundPlace
    agency: Agency | None
    home: AgencyHomePage | None
    former_homes: list[AgencyHomePage] = field(default_factory=list)
    stand_in: AgencyHomePage | None = None
    ending: AgencyEnding | None = None


def answers_for(places: Sequence[FoundPlace], *, day: dt.date) -> list[PlaceSections]:
    """Return the responsible sections of each place on `day`. Two queries, three if a section is
    missing, and two for each step of the successions of communes that have ended."""
    codes = [place.commune.code for place in places]
    slugs = {slug for place in places for slug in _district_slugs(place)}
    wanted = Q(agency__code__in=codes) | Q(agency__slug__in=slugs)
    homes = AgencyHomePage.objects.live().filter(wanted).select_related("agency")
    by_code = {home.agency.code: home for home in homes if not home.agency.gone_since(day)}
    by_slug = {home.agency.slug: home for home in homes}
    asked: dict[str, Agency | None] = {**Agency.objects.in_bulk(codes, field_name="code")}
    endings = _follow(asked, by_code, day)
    stand_in = None if by_code.keys() >= set(codes) else _overseer(day)
    return [
        PlaceSections(
            place,
            asked.get(place.commune.code),
            by_code.get(place.commune.code),
            [by_slug[slug] for slug in _district_slugs(place) if slug in by_slug],
            None if place.commune.code in by_code else stand_in,
            endings.get(place.commune.code),
        )
        for place in places
    ]


def _follow(
    asked: dict[str, Agency | None], homes: dict[str, AgencyHomePage], day: dt.date
) -> dict[str, AgencyEnding]:
    """Replace communes that have ended by the one to turn to, and their sections by those of their
    sole successors. Returns how those have ended that have none."""
    agencies = {code: agency for code, agency in asked.items() if agency}
    endings = endings_of(list(agencies.values()), day=day)
    found = {code: endings[each.pk] for code, each in agencies.items() if each.pk in endings}
    for code, ending in found.items():
        asked[code] = ending.heir or ending.caretaker
        home = getattr(ending.heir, "home_page", None)
        if home and home.live:
            homes[code] = home
    return {code: ending for code, ending in found.items() if ending.heir is None}


def _overseer(day: dt.date) -> AgencyHomePage | None:
    agency = overseeing_agency(day)
    return agency.home_page if agency else None


def _district_slugs(place: FoundPlace) -> Iterator[str]:
    """Yield the slugs of former districts, e.g. "huyen-dak-doa"."""
    yield from map(slugify_vi, place.commune.districts)
