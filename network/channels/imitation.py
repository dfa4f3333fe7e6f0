"""Find the agency whose official page, name or address a reported page imitates."""

import datetime as dt

from network.agencies.models import Agency
from sites.reported_pages import open_agencies

from .addresses import ChannelAddress, Platform
from .models import APPROVED_STATES, Channel
from .selectors import channel_at
from .similarity import Likeness, Similarity, closest

# Kinds of address keys that hold a name which its owner chose; the others hold numbers.
_WRITTEN_OUT = frozenset({"name", "group", "c", "user"})


def imitated_agency(
    name: str, address: ChannelAddress, day: dt.date
) -> tuple[Agency, Similarity] | None:
    """Return the agency that a page imitates on `day`, with the measure. None if there is none.

    An official page that is reported belongs to its own agency. Otherwise the page's name, and
    then its address, are compared with the names of agencies and of their official pages.
    """
    channel, agencies = channel_at({address.key}), {each.pk: each for each in open_agencies(day)}
    if channel and channel.agency_id in agencies:
        return agencies[channel.agency_id], Similarity(channel.name, 1, is_mixed=False)
    owners = _owners_of_names(agencies)
    for text in (name, _name_in(address)):
        found = closest(text, owners) if text else None
        if found and found.likeness is not Likeness.NONE:
            return owners[found.official], found
    return None


def _owners_of_names(agencies: dict[int, Agency]) -> dict[str, Agency]:
    """Return the agency of each official name. An agency's own name precedes a page's name."""
    rows = Channel.objects.filter(agency__in=agencies, state__in=APPROVED_STATES).order_by("pk")
    pages = {name: agencies[pk] for name, pk in rows.values_list("name", "agency_id")}
    names = {agency.name: agency for agency in agencies.values()}
    return names | {name: agency for name, agency in pages.items() if name not in names}


def _name_in(address: ChannelAddress) -> str:
    """Return the words of a link, as in facebook.com/sotuphapgialai. "" if it has only a number."""
    _platform, _colon, rest = address.key.partition(":")
    if address.platform == Platform.OTHER:
        return rest
    kind, _colon, name = rest.partition(":")
    return name if kind in _WRITTEN_OUT else ""
