"""Find agencies whose section lacks a required link (R5, R6)."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from network.agencies.models import AgencyStatus
from network.agencies.scope import Scope

from ..models import AgencyHomePage, LinkTarget, PanoPlacement, RequiredLink, SectionLink
from ..models.superior_hosts import SuperiorHosts
from .selectors import READS_ALL


def missing_links(scope: Scope, *, own: bool = False) -> QuerySet[Any]:
    """Return the missing links of the user's agencies or, unless `own`, of all agencies for network
    roles."""
    homes = AgencyHomePage.objects.filter(live=True, agency__status=AgencyStatus.ACTIVE)
    day = timezone.localdate()
    if own or READS_ALL.isdisjoint(scope.roles):
        homes = homes.filter(agency__in=scope.agency_roles)
        return lacking_links(homes, day, kinds=frozenset(scope.agency_kinds.values()))
    return lacking_links(homes, day)


def lacking_links(
    homes: "QuerySet[AgencyHomePage]", day: dt.date, *, kinds: frozenset[str] | None = None
) -> QuerySet[Any]:
    """Return a row (pk of the front page, agency, name, wanted, basis, address) per missing link on
    `day`.

    A section's own link or banner to any page of the website satisfies the rule. If superiors
    differ between agencies, a link marked as the superior's does, if it leads to one of the
    required link's hosts. `kinds` are those of the agencies, if known: PostgreSQL then does not
    plan the rules of other kinds, which takes longer than executing them.
    """
    wanted = list(RequiredLink.objects.wanted().valid_on(day))
    named = Q(pk__in=[])
    for link in wanted:
        if link.agency_name:
            named |= Q(agency__name__istartswith=link.agency_name)
    # Without rules, return an empty queryset of the same shape.
    rows = [
        _lacking(homes, each, named)
        for each in wanted
        if kinds is None or not kinds.isdisjoint(each.kinds)
    ] or [_rows(homes.none(), RequiredLink())]
    return rows[0].union(*rows[1:], all=True).order_by("name", "wanted", "pk")


def _lacking(homes: "QuerySet[AgencyHomePage]", link: RequiredLink, named: Q) -> QuerySet[Any]:
    """Return a row for each section that should have the required link and has it neither as link
    nor as banner."""
    homes = homes.filter(agency__kind__in=link.kinds)
    if link.agency_name:
        homes = homes.filter(agency__name__istartswith=link.agency_name)
    elif not link.url:
        # Agencies whose superior has its own row in the table.
        homes = homes.exclude(named)
    own = SectionLink.objects.filter(page=OuterRef("pk"))
    if not link.url:
        proving = own.filter(SuperiorHosts.parse(link.hosts).condition())
        return _rows(homes.exclude(Exists(proving.filter(target=LinkTarget.SUPERIOR))), link)
    site = _website(link.url)
    panos = PanoPlacement.objects.filter(page=OuterRef("pk"), pano__url__iregex=site)
    return _rows(homes.exclude(Exists(own.filter(url__iregex=site))).exclude(Exists(panos)), link)


def _rows(homes: "QuerySet[AgencyHomePage]", link: RequiredLink) -> QuerySet[Any]:
    told = {"wanted": link.title, "basis": link.basis, "address": link.url}
    words = {name: Value(text, output_field=CharField()) for name, text in told.items()}
    rows = homes.order_by().annotate(name=F("agency__name"), **words)
    return rows.values_list("pk", "agency", "name", *told, named=True)


def _website(url: str) -> str:
    """Return a PostgreSQL regular expression that matches all URLs of a website."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return rf"^https?://(www\.)?{re.escape(host)}(:\d+)?([/?#]|$)"
