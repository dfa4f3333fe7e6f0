"""Template tags of the front page."""

import datetime as dt
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.db.models import F

from network.agencies.models import Agency, Succession
from network.agencies.naming import NAMES_BEFORE, NameBefore
from network.agencies.places import Commune, communes
from network.core.freshness.dependencies import depends_on

from ..contacts.models import Contact, ContactKind
from ..contacts.selectors import contacts
from ..situations import selectors as selectors_of_situations
from ..situations.models import Situation

register = template.Library()


@register.simple_tag
def situations() -> list[Situation]:
    """Return the situations in order. At most one query."""
    return selectors_of_situations.situations()


@register.simple_tag(takes_context=True)
def agency_contacts(context: Any, agency: Agency) -> list[Contact]:
    """Return the contacts that an agency keeps, and of a commune also the free legal aid of the
    province. At most one query for each response, because the head and a box of a front show
    them."""
    request = context["request"]
    if not hasattr(request, "every_contact"):
        request.every_contact = contacts()
    own = [each for each in request.every_contact if each.keeper_code == agency.code]
    if commune_of(agency) is None:
        return own
    of_all = [
        each
        for each in request.every_contact
        if each.kind == ContactKind.LEGAL_AID and not each.place_code and each not in own
    ]
    return own + of_all


@register.simple_tag
def reporter_contacts() -> list[Contact]:
    """Return the contacts for inviting reporters. At most one query."""
    return [each for each in contacts() if each.kind == ContactKind.REPORTERS]


@register.simple_tag
def commune_of(agency: Agency) -> Commune | None:
    """Return the commune that the agency administers, or None. No query."""
    return next((each for each in communes() if each.code == agency.code), None)


@register.simple_tag
def names_before(agency: Agency) -> list[NameBefore]:
    """Return the names that the agency had before, the last one first. At most one query."""
    depends_on("agencies")
    return [each for names in NAMES_BEFORE.values() for each in names(agency)]


class Takeover(NamedTuple):
    """Agencies whose work passed to another one on a day (None if unknown) by one decision."""

    day: dt.date | None
    basis: str
    links: list[Succession]


@register.simple_tag
def takeovers_of(agency: Agency) -> list[Takeover]:
    """Return the agencies whose work this one does, the latest change first. One query.

    Of a commune only those since it was formed: its list of units says out of what.
    """
    depends_on("agencies")
    links = Succession.objects.filter(successor=agency).select_related("predecessor__home_page")
    if commune := commune_of(agency):
        links = links.filter(date__gt=commune.since)
    links = links.order_by(F("date").desc(nulls_last=True), "legal_basis", "pk")
    return [
        Takeover(day, basis, list(found))
        for (day, basis), found in groupby(links, lambda each: (each.date, each.legal_basis))
    ]


@register.filter
def needs_of(needs: list[Situation], agency: Agency) -> list[Situation]:
    """Return the situations that name this agency as a contact."""
    return [need for need in needs if agency.code in need.agency_codes]


@register.filter
def needs_naming(needs: list[Situation], number: str) -> list[Situation]:
    """Return the situations whose keepers name the document of this number as current law."""
    return [need for need in needs if number in need.laws]


class SplitAnswer(NamedTuple):
    """The first sentence of an answer, and the rest."""

    first: str
    rest: str


@register.filter
def first_sentence(text: str) -> SplitAnswer:
    """Split a summary after its first sentence."""
    first, stop, rest = text.partition(". ")
    return SplitAnswer(first + stop.rstrip(), rest)
