"""Published websites, telephone numbers and channels of agencies. Used by the link check."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from network.agencies.models import Agency
from sites.models import RequiredLink

from ...links.addresses import keys_of
from ...links.platform_paths import reader_at
from ...links.web_addresses import WebAddress, WebAddressError, parse_web_address
from ...models import APPROVED_STATES, Channel
from .lookalikes import NamedPage

_NUMBER = re.compile(
    r"(?<![\d_/.=+-])(?:(?:\+?84|0084|\(?0)[\s.()-]{0,2}(?:\d[\s.()-]{0,2}){7,9}\d|1[89]00[\s.-]?\d{2}[\s.-]?\d{2,4})"
    r"(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Website:
    """A registered website: all pages of its host, or those below the path of its address."""

    address: WebAddress
    owner: str

    def holds(self, address: WebAddress) -> bool:
        """Return whether an address belongs to this website."""
        if address.port or _bare(address.host) != _bare(self.address.host):
            return False
        return address.steps[: len(self.address.steps)] == self.address.steps


def websites_on(day: dt.date) -> list[Website]:
    """Return the websites that are official on `day`: the network's own, agencies', and the State's
    websites that sections must link to. Three queries."""
    found = [(settings.WAGTAILADMIN_BASE_URL, "")]
    channels = Channel.objects.filter(state__in=APPROVED_STATES).exclude(website="")
    found += channels.values_list("website", "agency__name")
    found += RequiredLink.objects.valid_on(day).shown().values_list("url", "title")
    return [Website(address, owner) for url, owner in found if (address := _website(url))]


def numbers_on(day: dt.date) -> dict[str, str]:
    """Return {published telephone number: agency name}. Two queries."""
    agencies = Agency.objects.valid_on(day).exclude(phone="").values_list("phone", "name")
    channels = Channel.objects.filter(state__in=APPROVED_STATES)
    rows = [*agencies, *channels.exclude(phone="").values_list("phone", "agency__name")]
    return {number: name for phone, name in rows for number in phone_numbers_in(phone)}


def phone_numbers_in(text: str) -> list[str]:
    """Return the Vietnamese telephone numbers in a text without duplicates, as "0" and digits."""
    found = (_national(number) for number in _NUMBER.findall(_plain(text)))
    return list(dict.fromkeys(found))


def without_numbers(text: str) -> str:
    """Return the text without its telephone numbers."""
    return _NUMBER.sub(" ", _plain(text))


def named_pages() -> list[NamedPage]:
    """Return the names and numbers of all official channels. One query."""
    return list(_named_pages())


def _named_pages() -> Iterator[NamedPage]:
    """Yield one NamedPage per key of each official channel."""
    for channel in Channel.objects.filter(state__in=APPROVED_STATES).select_related("agency"):
        for key in sorted(keys_of(channel.platform, channel.address_key, channel.platform_number)):
            if not key.startswith("other:"):
                yield NamedPage(key, channel)


def _plain(text: str) -> str:
    """Return the text with ASCII digits and without invisible characters."""
    kept = (sign for sign in text if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", "".join(kept))


def _national(number: str) -> str:
    """Return a telephone number as digits that begin with 0."""
    digits = re.sub(r"\D", "", number).removeprefix("00")
    return f"0{digits[2:]}" if digits.startswith("84") else digits


def _website(url: str) -> WebAddress | None:
    """Return the address of a registered website; None for invalid addresses and pages of
    platforms, which are channels."""
    try:
        address = parse_web_address(url)
    except WebAddressError:
        return None
    return None if reader_at(_bare(address.host)) else address


def _bare(host: str) -> str:
    """Return the host without "www."."""
    return host.removeprefix("www.")
