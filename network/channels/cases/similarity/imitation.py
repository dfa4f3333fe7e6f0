"""Find the agency whose official page, name or address a reported page imitates."""

import datetime as dt
from collections.abc import Mapping

from network.agencies.models import Agency
from sites.reported_pages import open_agencies

from ...links.address_errors import AddressError
from ...links.addresses import ChannelAddress, Platform, link_in
from ...models import APPROVED_STATES, Channel
from ...shared.lookups import channel_at
from .compare import Likeness, Similarity, closest
from .lookalikes import host_it_looks_like, page_it_looks_like
from .published import named_pages, websites_on
from .short_names import short_names_of

# Kinds of keys that hold a name chosen by its owner; other keys hold numbers.
_WRITTEN_OUT = frozenset({"name", "group", "c", "user"})
# Score of similar addresses: one letter apart, or one contains the other.
_ALMOST = 0.95


def imitated_agency(
    name: str, address: ChannelAddress, day: dt.date
) -> tuple[Agency, Similarity] | None:
    """Return the agency that a page imitates on `day`, with the similarity; None if there is none.

    A reported official page belongs to its own agency. Otherwise the page's name, and then its
    address, are compared with the names of agencies and of their official pages, and its address
    with theirs. Agencies without an open section are never returned.
    """
    channel, agencies = channel_at({address.key}), {each.pk: each for each in open_agencies(day)}
    if channel and channel.agency_id in agencies:
        return agencies[channel.agency_id], Similarity(channel.name, 1, is_mixed=False)
    owners = _owners_of_names(agencies)
    short_names = short_names_of(agencies.values())
    return (
        _named(name, owners, short_names)
        or _at_address_like(address, agencies)
        or _named(_name_in(address), owners, short_names)
        or _at_host_like(address, owners, day)
    )


def _named(
    text: str, owners: dict[str, Agency], short_names: Mapping[str, tuple[str, ...]]
) -> tuple[Agency, Similarity] | None:
    """Return the agency with the most similar official name, or None if no name is similar."""
    found = closest(text, owners, short_names) if text else None
    if found is None or found.likeness is Likeness.NONE:
        return None
    return owners[found.official], found


def _at_address_like(
    address: ChannelAddress, agencies: Mapping[int, Agency]
) -> tuple[Agency, Similarity] | None:
    """Return the agency of a registered page whose name or number the address almost equals, or
    None."""
    if address.platform == Platform.OTHER:
        return None
    page = page_it_looks_like(address.key, named_pages())
    if page is None or page.channel.agency_id not in agencies:
        return None
    agency = agencies[page.channel.agency_id]
    return agency, Similarity(page.channel.name, _ALMOST, is_mixed=False)


def _at_host_like(
    address: ChannelAddress, owners: dict[str, Agency], day: dt.date
) -> tuple[Agency, Similarity] | None:
    """Return the agency of a website that contains the address or could be confused with it, or
    None."""
    try:
        link = link_in(address.url)
    except AddressError:
        return None
    websites = [each for each in websites_on(day) if each.owner in owners]
    host = host_it_looks_like(link, [each.address.host for each in websites])
    for website in websites:
        if website.address.host == host or website.holds(link):
            return owners[website.owner], Similarity(website.address.host, _ALMOST, is_mixed=False)
    return None


def _owners_of_names(agencies: dict[int, Agency]) -> dict[str, Agency]:
    """Return {official name: agency}. An agency's own name has priority over a page's name."""
    rows = Channel.objects.filter(agency__in=agencies, state__in=APPROVED_STATES).order_by("pk")
    pages = {name: agencies[pk] for name, pk in rows.values_list("name", "agency_id")}
    names = {agency.name: agency for agency in agencies.values()}
    return names | {name: agency for name, agency in pages.items() if name not in names}


def _name_in(address: ChannelAddress) -> str:
    """Return the name part of a link, as in facebook.com/sotuphapgialai; "" if it has only a
    number."""
    _platform, _colon, rest = address.key.partition(":")
    if address.platform == Platform.OTHER:
        return rest
    kind, _colon, name = rest.partition(":")
    return name if kind in _WRITTEN_OUT else ""
