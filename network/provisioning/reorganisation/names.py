"""Former bodies that imported files know by name only: propose their agencies, for a person to
confirm."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.districts import (
    DISTRICT_KINDS,
    PROVINCE_IN_NAME,
    district_in,
    is_of_area,
)
from network.agencies.models import Agency, Succession
from network.core.text import fold

from ..actions import ProvisioningAction

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ABBREVIATION = re.compile(r"[A-ZĐ]{3,}")
# What a file leaves out before the name of a commune or a district.
_BODY = re.compile(r"^(?:uy ban nhan dan|ubnd) (?=\S)")
# From this similarity on, two names differ in their spelling only ("và" against "-").
_SPELLING = 0.9


@dataclass(frozen=True, slots=True)
class NameProposal:
    """A succession whose predecessor has only a name, and the agency that probably is meant."""

    link: Succession
    agency: Agency | None


def unlinked_successions() -> QuerySet[Succession]:
    """Return the successions whose predecessor is known by name only and may be an agency."""
    rows = Succession.objects.filter(predecessor=None, outside_network=False)
    rows = rows.select_related("successor")
    return rows.order_by("successor__name", "predecessor_name", "pk")


def proposals() -> list[NameProposal]:
    """Return all unlinked names, those with a proposal first. Two queries."""
    called = _agencies_by_name(Agency.objects.select_related("parent"))
    found = [NameProposal(link, _proposed(link, called)) for link in unlinked_successions()]
    return sorted(found, key=lambda each: each.agency is None)


def _agencies_by_name(agencies: Iterable[Agency]) -> dict[str, set[Agency]]:
    """Return the agencies by each of their names, folded and without the province, and by the
    initials of their names, so that "Sở GDĐT" finds one too."""
    called: dict[str, set[Agency]] = {}
    for agency in agencies:
        for name in (agency.name, agency.short_name, *agency.aliases):
            plain = _plain(name)
            called.setdefault(plain, set()).add(agency)
            called.setdefault(_initials(plain), set()).add(agency)
    return called


def _proposed(link: Succession, called: Mapping[str, set[Agency]]) -> Agency | None:
    """Return the only agency with this name that existed before the succession, or None."""
    words = _BRACKETS.sub("", link.predecessor_name)
    plain = _plain(words)
    meant = called.get(plain, set())
    if not meant and _ABBREVIATION.search(words):
        meant = called.get(_initials(words), set())
    if not meant:
        near = difflib.get_close_matches(plain, _alike(plain, called), n=1, cutoff=_SPELLING)
        meant = called[near[0]] if near else set()
    found = [
        agency
        for agency in meant
        if agency.pk != link.successor_id
        and not _is_later(agency, link.date)
        and is_of_area(agency, link.predecessor_area or words)
    ]
    in_area = [agency for agency in found if _is_below(agency, link.predecessor_area)]
    chosen = found if len(found) == 1 else in_area
    return chosen[0] if len(chosen) == 1 else None


def _alike(plain: str, called: Mapping[str, set[Agency]]) -> list[str]:
    """Return the names that begin with the same word, so that few are compared."""
    first = plain.partition(" ")[0]
    return [name for name in called if name.partition(" ")[0] == first]


def _is_below(agency: Agency, area: str) -> bool:
    """Return whether the agency belongs to the district that the area names first."""
    district = fold(area.partition(",")[0])
    return bool(district and agency.parent and district in fold(agency.parent.name))


def _is_later(agency: Agency, day: dt.date | None) -> bool:
    return bool(day and agency.valid_from and agency.valid_from >= day)


def _plain(name: str) -> str:
    return _BODY.sub("", PROVINCE_IN_NAME.sub("", fold(name)).strip())


def _initials(words: str) -> str:
    """Return the initials of the words, where an abbreviation counts with all its letters."""
    parts = [word for word in words.split() if fold(word) != "va"]
    return "".join(
        fold(word) if _ABBREVIATION.fullmatch(word) else fold(word)[:1] for word in parts
    )


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Former bodies of one area for which no agency of the network fits."""

    area: str
    links: list[Succession]

    @property
    def names(self) -> str:
        """Return the names, separated by commas."""
        return ", ".join(link.predecessor_name for link in self.links)


def unknown_names() -> list[UnknownNames]:
    """Return the names without a proposal by their former district. Two queries."""
    return _by_area(proposal.link for proposal in proposals() if proposal.agency is None)


def marked_names() -> list[UnknownNames]:
    """Return the names that are marked as never in the network, by their former district."""
    rows = Succession.objects.filter(outside_network=True).order_by("predecessor_name", "pk")
    return _by_area(rows)


def _by_area(links: Iterable[Succession]) -> list[UnknownNames]:
    areas: dict[str, list[Succession]] = {}
    for link in links:
        areas.setdefault(link.predecessor_area, []).append(link)
    return [UnknownNames(area, found) for area, found in sorted(areas.items())]


@transaction.atomic
def mark_outside_network(*, links: Iterable[int], actor: User, now: dt.datetime) -> int:
    """Record that the former bodies of these successions (ids) were never agencies of the network.

    Returns how many were still unlinked. A later link to an agency removes the mark.
    """
    rows = unlinked_successions().filter(pk__in=links)
    number = Succession.objects.filter(pk__in=rows.values("pk")).update(outside_network=True)
    if number:
        action = ProvisioningAction.NAMES_OUTSIDE
        record(actor=actor, agency=None, action=action, now=now, subject=str(number))
    return number


@transaction.atomic
def take_back_marks(*, links: Iterable[int], actor: User, now: dt.datetime) -> int:
    """Let the former bodies of these successions (ids) wait for their link again. Returns how many
    were marked."""
    rows = Succession.objects.filter(pk__in=links, outside_network=True)
    number = rows.update(outside_network=False)
    if number:
        action = ProvisioningAction.NAMES_INSIDE
        record(actor=actor, agency=None, action=action, now=now, subject=str(number))
    return number


def districts_divided(day: dt.date) -> list[tuple[Agency, Agency, str]]:
    """Return (district, commune, units) for each commune that was formed on `day` from units of a
    district whose agency is in the network. A district has no single successor."""
    districts = list(Agency.objects.filter(kind__in=DISTRICT_KINDS))
    links = Succession.objects.filter(date=day).exclude(predecessor_area="")
    units: dict[tuple[Agency, Agency], list[str]] = {}
    for link in links.select_related("successor").order_by("pk"):
        district = district_in(link.predecessor_area, districts)
        if district and district != link.successor:
            units.setdefault((district, link.successor), []).append(link.predecessor_name)
    return [(*pair, ", ".join(names)) for pair, names in units.items()]


@transaction.atomic
def link_predecessors(*, chosen: Mapping[int, Agency], actor: User, now: dt.datetime) -> int:
    """Link the successions (by id) to the agencies that a person has confirmed. Returns how many
    were still unlinked."""
    rows = unlinked_successions().filter(pk__in=chosen).select_for_update(of=["self"])
    for link in rows:
        link.predecessor = chosen[link.pk]
        link.save(update_fields=["predecessor"])
        record(
            actor=actor,
            agency=link.successor,
            action=ProvisioningAction.PREDECESSOR_LINKED,
            now=now,
            subject=link.predecessor_name,
            predecessor=chosen[link.pk].code,
        )
    return len(rows)
