"""Parse a pasted link into the one key and URL of the channel that it names. Pure.

A Facebook page has a permanent number and a name that can change; only a register knows which name
belongs to which number. So an address has one key, and lookups search for either. The paths that
platforms use for pages and tabs are parsed in platform_paths.py.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _

from .address_errors import (
    ELSEWHERE,
    INSIDE,
    NO_LINK,
    NO_POST,
    OF_ANOTHER,
    UNCLEAR,
    AddressError,
    Problem,
)
from .platform_paths import Named, PlaceKind, named_in, reader_at
from .web_addresses import WebAddress, WebAddressError, parse_web_address
from .wrapped_links import bare_host, read_link


class Platform(models.TextChoices):
    """The platform of a channel."""

    FACEBOOK = "facebook", "Facebook"
    ZALO = "zalo", "Zalo"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    OTHER = "other", _("other")


class ChannelKind(models.TextChoices):
    """Kind of a channel on its platform."""

    PAGE = "page", _("page")
    GROUP = "group", _("group")
    CHANNEL = "channel", _("channel of videos")
    OFFICIAL_ACCOUNT = "oa", _("Zalo Official Account")
    PERSONAL = "personal", _("personal account")


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """A channel's normalized address.

    `key` is equal for all spellings; `kind` is None if the address alone does not show it.
    `leads_inside` means that the link leads to a post or video and only names the page in its path.
    Platforms show such a post under any name, so the link does not prove whose it is.
    """

    platform: Platform
    key: str
    url: str
    kind: ChannelKind | None = None
    leads_inside: bool = False

    def __post_init__(self) -> None:
        """Raise AddressError if the address is too long to store; percent-encoding makes up to nine
        characters of an accented letter."""
        if len(self.url) > _LONGEST:
            raise AddressError(NO_LINK)


_LONGEST = 500
# Kinds of keys that hold a page's number. A name can be given up and taken by others, a number
# cannot.
_NUMBERED = ("id", "oa")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TRACKING = re.compile(
    r"utm_|fbclid$|gclid$|igsh|mibextid$|ref$|refid$|rdid$|sfnsn$|__|_rd[rc]$|si$|feature$|locale$|hc_|"
    r"paipv$|eav$|share_url$|wtsid$|is_from_webapp$|sender_device$|_t$|_r$|lang$"
)
_WORD_WITH_DOT = re.compile(r"[^\s<>()\"'“”]+\.[^\s<>()\"'“”]+")
# Invisible characters at the ends of a copied text; a browser would send them.
_AROUND = " \t\r\n<>\"'\u00ad\u200b\u200c\u200d\u2060\ufeff"
_HOSTS = {Platform.ZALO: "zalo.me", Platform.FACEBOOK: "www.facebook.com"}
_KINDS = {
    PlaceKind.GROUP: ChannelKind.GROUP,
    PlaceKind.CHANNEL: ChannelKind.CHANNEL,
    PlaceKind.OFFICIAL_ACCOUNT: ChannelKind.OFFICIAL_ACCOUNT,
    PlaceKind.PERSON: ChannelKind.PERSONAL,
}


def parse_address(text: str) -> ChannelAddress:
    """Return the channel that a pasted link names. Raises AddressError if it names none."""
    return channel_of(link_in(text))


def parse_page(text: str) -> ChannelAddress:
    """Return the channel whose own address the link is. Raises AddressError for a link to a post.

    Used when a page is registered or decided on, because a post's link can contain any name that
    its sender chose.
    """
    address = parse_address(text)
    if address.leads_inside:
        raise AddressError(INSIDE, Problem.CONTENT)
    return address


def link_in(text: str) -> WebAddress:
    """Return the web address of a pasted link. Raises AddressError if the text is not a link."""
    plain = text.strip(_AROUND)
    if len(plain) > _LONGEST or " " in plain or _CONTROL.search(unquote(plain)):
        raise AddressError(NO_LINK)
    address = read_link(plain)
    if _CONTROL.search(unquote(address.location)):
        raise AddressError(NO_LINK)
    return address


def channel_of(address: WebAddress) -> ChannelAddress:
    """Return the channel at a web address. Raises AddressError if it names none."""
    reader = reader_at(bare_host(address))
    return _made(named_in(reader, address)) if reader else _other(address)


def post_address(link: WebAddress) -> str:
    """Return the cleaned address of the post or video that a link leads to.

    Returns "" if the link leads to a page itself, or if its cleaned address is too long to store.
    """
    if not channel_of(link).leads_inside:
        return ""
    with suppress(AddressError):
        return _other(link, bare_host(link)).url
    return ""


def keys_in(text: str) -> set[str]:
    """Return the keys of all channels that are linked in a text or in HTML."""
    found = set()
    for word in _WORD_WITH_DOT.findall(text):
        with suppress(AddressError):
            found.add(parse_address(word.rstrip(".,;:!?")).key)
    return found


def number_in(key: str) -> str:
    """Return the platform's number of a page from its key, "" if the key has none."""
    _platform, kind, number = [*key.split(":", 2), "", ""][:3]
    return number if kind in _NUMBERED else ""


def keys_of(platform: str, key: str, number: str) -> set[str]:
    """Return all keys of links that name a page: its address and its number on the platform."""
    number = number or number_in(key)
    return {key, *(f"{platform}:{kind}:{number}" for kind in _NUMBERED if number)}


def parse_post(text: str, channel: ChannelAddress, number: str = "") -> str:
    """Return the address of a post on `channel`, whose page may have a `number`.

    Raises AddressError if the link leads to the channel itself, to another page, or elsewhere.
    """
    parts = _unwrapped(text)
    home = parse_web_address(channel.url)
    is_home = bare_host(parts) == bare_host(home)
    if not is_home and bare_host(parts) not in _POST_HOSTS.get(channel.platform, ()):
        raise AddressError(ELSEWHERE)
    if not parts.steps or _names(parts, home, channel):
        raise AddressError(NO_POST)
    if _is_of_another(text, keys_of(channel.platform, channel.key, number)):
        raise AddressError(OF_ANOTHER)
    # Normalize the host, so that a post has one address whichever kind of screen it was copied
    # from.
    return _other(parts, home.host if is_home else bare_host(parts)).url


def _unwrapped(text: str) -> WebAddress:
    """Return the address as written. Raises AddressError if it is not a valid link."""
    plain = text.strip(_AROUND)
    try:
        address = parse_web_address(plain)
    except WebAddressError as error:
        raise AddressError(NO_LINK) from error
    if len(plain) > _LONGEST or " " in plain or _CONTROL.search(unquote(plain)) or address.user:
        raise AddressError(NO_LINK)
    return address


def _is_of_another(text: str, keys: set[str]) -> bool:
    """Return whether a post's address names a page that is not one of `keys`.

    A name and a number may belong to the same page, so only keys of the same kind are compared.
    """
    try:
        named = parse_address(text)
    except AddressError as error:
        if error.reason is UNCLEAR:
            raise
        return False
    if named.platform == Platform.OTHER:
        return False
    key = named.key
    kinds = {_kind_of(each) for each in keys}
    in_group = ":group:" in key and not any(":group:" in each for each in keys)
    return key not in keys and (in_group or _kind_of(key) in kinds)


def _kind_of(key: str) -> tuple[str, bool]:
    """Return (platform and kind, whether the name is a number) of a key; only equal kinds are
    comparable."""
    kind, _colon, name = key.rpartition(":")
    return kind, name.isdigit()


def _names(parts: WebAddress, home: WebAddress, channel: ChannelAddress) -> bool:
    """Return whether an address leads to the channel itself and not to content below it."""
    if len(parts.steps) > len(home.steps):
        return False
    try:
        named = channel_of(parts)
    except AddressError:
        return False
    return named.key == channel.key and not named.leads_inside


def _made(named: Named) -> ChannelAddress:
    """Return the channel address of a parsed path."""
    platform = Platform(named.platform)
    host = _HOSTS.get(platform, f"www.{platform}.com")
    return ChannelAddress(
        platform,
        f"{platform}:{named.key}",
        f"https://{host}/{named.path}",
        _KINDS.get(named.place),
        named.leads_inside,
    )


def _other(address: WebAddress, host: str = "") -> ChannelAddress:
    """Return the address of a page on any other website.

    Only "www." is removed from the host, because other subdomains may belong to other people.
    """
    kept = sorted(pair for pair in address.parameters if pair[1] and not _TRACKING.match(pair[0]))
    own_host, slash, path = address.location.partition("/")
    where = f"{host or own_host.removeprefix('www.')}{slash}{path}"
    url = f"https://{where}{'?' + urlencode(kept) if kept else ''}"
    return ChannelAddress(Platform.OTHER, f"other:{url.removeprefix('https://')}", url)


# Hosts of links to posts, including short links: users paste what the share button gives them.
_POST_HOSTS = {
    Platform.FACEBOOK: {"facebook.com", "fb.com", "fb.watch"},
    Platform.ZALO: {"zalo.me", "oa.zalo.me", "page.zalo.me", "zaloapp.com"},
    Platform.YOUTUBE: {"youtube.com", "youtu.be"},
    Platform.TIKTOK: {"tiktok.com", "vm.tiktok.com", "vt.tiktok.com"},
}
