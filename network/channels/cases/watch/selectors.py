"""Queries for scans, their searches, and comparisons of found names."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from zlib import crc32

from django.db.models import Q, QuerySet

from network.agencies.models import Agency
from network.agencies.scope import Scope

from ...links.addresses import ChannelAddress
from ...models import APPROVED_STATES, Channel, FindKind, Scan, ScanLook, SearchLink
from ...shared.lookups import channel_at
from ..similarity.compare import Likeness, closest
from ..similarity.short_names import short_names_of


def scans_for(scope: Scope, *, writing: bool = False) -> QuerySet[Scan]:
    """Return the scans that `scope` may read, or with `writing` change."""
    rows: QuerySet[Scan] = Scan.scoped.of(scope, writing=writing)
    return rows.select_related("agency", "finished_by").order_by("-month", "agency__name", "pk")


@dataclass(frozen=True, slots=True)
class Search:
    """One prepared search for one name, with its last recorded result or None."""

    link: SearchLink
    name: str
    look: ScanLook | None = None

    @property
    def key(self) -> tuple[int, str]:
        """Return what identifies the search within its scan."""
        return self.link.pk, self.name

    @property
    def field(self) -> str:
        """Return the name of its form field. It does not depend on the other searches, which change
        when a channel is registered."""
        return f"look-{self.link.pk}-{crc32(self.name.encode()):08x}"

    @property
    def url(self) -> str:
        """Return the platform's search URL for the name."""
        return self.link.template.replace("{name}", quote(self.name))


def searches_of(scan: Scan, day: dt.date) -> list[Search]:
    """Return the searches of a scan, by name. For a finished scan only the recorded ones."""
    looks = {
        (look.link_id, look.name): look for look in scan.looks.select_related("link", "looked_by")
    }
    if scan.finished_at:
        return [Search(look.link, look.name, look) for look in looks.values()]
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    links = list(SearchLink.objects.filter(held, valid_from__lte=day))
    return [
        Search(link, name, looks.get((link.pk, name)))
        for name in names_of(scan.agency)
        for link in links
    ]


def names_of(agency: Agency) -> list[str]:
    """Return the names that others might misuse: the agency's own and those of its channels."""
    rows = Channel.objects.filter(agency=agency, state__in=APPROVED_STATES)
    return list(dict.fromkeys([agency.name, *rows.values_list("name", flat=True)]))


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Result of comparing a page's name with the registered names; no statement about the page
    itself."""

    kind: FindKind
    official: str = ""
    score: float = 0


def compared(name: str, address: ChannelAddress, day: dt.date) -> NameComparison:
    """Compare a page with the register: first its address, then its name with all names."""
    if channel := channel_at({address.key}):
        return NameComparison(FindKind.REGISTERED, channel.name, 1)
    short_names = short_names_of(Agency.objects.valid_on(day))
    found = closest(name, _registered_names(day), short_names)
    if found is None or found.likeness == Likeness.NONE:
        return NameComparison(FindKind.OTHER, "", found.score if found else 0)
    kinds = {Likeness.SUSPICIOUS: FindKind.SUSPICIOUS, Likeness.WATCH: FindKind.WATCH}
    return NameComparison(kinds[found.likeness], found.official, found.score)


def _registered_names(day: dt.date) -> Iterator[str]:
    """Yield agencies' names, then channels' names: of two equal scores the agency's comes first."""
    yield from Agency.objects.valid_on(day).values_list("name", flat=True)
    rows = Channel.objects.filter(state__in=APPROVED_STATES)
    yield from rows.values_list("name", flat=True)
