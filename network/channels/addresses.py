"""Parse a pasted link into the one key and URL of the channel that it names. Pure.

A page of Facebook has a number that never changes and a name that does; which name belongs to which
number only a register knows. So an address is one key, and a register looks for either. What the
platforms call their pages and tabs is read in platform_paths.py.
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
    """Where a channel is."""

    FACEBOOK = "facebook", "Facebook"
    ZALO = "zalo", "Zalo"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    OTHER = "other", _("other")


class ChannelKind(models.TextChoices):
    """What it is there."""

    PAGE = "page", _("page")
    GROUP = "group", _("group")
    CHANNEL = "channel", _("channel of videos")
    OFFICIAL_ACCOUNT = "oa", _("Zalo Official Account")
    PERSONAL = "personal", _("personal account")


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """A channel's address in its one spelling.

    `key` is equal for all spellings; `kind` is None where the address alone does not tell it.
    `leads_inside`: the link leads to a post or a video, and only names the page in its path. The
    platforms show such a post under any name, so the link does not prove whose it is.
    """

    platform: Platform
    key: str
    url: str
    kind: ChannelKind | None = None
    leads_inside: bool = False

    def __post_init__(self) -> None:
        """Refuse what is longer than what is kept: a letter with marks is nine characters of it."""
        if len(self.url) > _LONGEST:
            raise AddressError(NO_LINK)


_LONGEST = 500
# Kinds of keys that hold the number of a page; a name may be given up and taken by others.
_NUMBERED = ("id", "oa")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TRACKING = re.compile(
    r"utm_|fbclid$|gclid$|igsh|mibextid$|ref$|refid$|rdid$|sfnsn$|__|_rd[rc]$|si$|feature$|locale$|hc_|"
    r"paipv$|eav$|share_url$|wtsid$|is_from_webapp$|sender_device$|_t$|_r$|lang$"
)
_WORD_WITH_DOT = re.compile(r"[^\s<>()\"'“”]+\.[^\s<>()\"'“”]+")
# Hidden characters that a copied text brings along at its ends; a browser would send them.
_AROUND = " \t\r\n<>\"'\u00ad\u200b\u200c\u200d\u2060\ufeff"
_HOSTS = {Platform.ZALO: "zalo.me", Platform.FACEBOOK: "www.facebook.com"}
_KINDS = {
    PlaceKind.GROUP: ChannelKind.GROUP,
    PlaceKind.CHANNEL: ChannelKind.CHANNEL,
    PlaceKind.OFFICIAL_ACCOUNT: ChannelKind.OFFICIAL_ACCOUNT,
    PlaceKind.PERSON: ChannelKind.PERSONAL,
}


def parse_address(text: str) -> ChannelAddress:
    """Return the channel that a pasted link names. Raises AddressError where it names none."""
    return channel_of(link_in(text))


def parse_page(text: str) -> ChannelAddress:
    """Return the channel whose own address a link is. Raises AddressError for a post of one.

    Used where a page is registered or decided on: under a post's link stands whatever name the
    sender chose.
    """
    address = parse_address(text)
    if address.leads_inside:
        raise AddressError(INSIDE, Problem.CONTENT)
    return address


def link_in(text: str) -> WebAddress:
    """Return the web address of a pasted link. Raises AddressError where the text is no link."""
    plain = text.strip(_AROUND)
    if len(plain) > _LONGEST or " " in plain or _CONTROL.search(unquote(plain)):
        raise AddressError(NO_LINK)
    address = read_link(plain)
    if _CONTROL.search(unquote(address.location)):
        raise AddressError(NO_LINK)
    return address


def channel_of(address: WebAddress) -> ChannelAddress:
    """Return the channel at a web address. Raises AddressError where none is named."""
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
    """Return the keys of the channels whose links stand in a text, HTML too."""
    found = set()
    for word in _WORD_WITH_DOT.findall(text):
        with suppress(AddressError):
            found.add(parse_address(word.rstrip(".,;:!?")).key)
    return found


def number_in(key: str) -> str:
    """Return the platform's own number of a page, "" for a key that holds none."""
    _platform, kind, number = [*key.split(":", 2), "", ""][:3]
    return number if kind in _NUMBERED else ""


def keys_of(platform: str, key: str, number: str) -> set[str]:
    """Return the keys of the links that name a page: its address, its number on the platform."""
    number = number or number_in(key)
    return {key, *(f"{platform}:{kind}:{number}" for kind in _NUMBERED if number)}


def parse_post(text: str, channel: ChannelAddress, number: str = "") -> str:
    """Return the address of a post on `channel`, which may have a number; AddressError otherwise.

    The channel's own address is no post: a register of posts leads to the post itself.
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
    # One post is one address, from whichever kind of screen it was copied.
    return _other(parts, home.host if is_home else bare_host(parts)).url


def _unwrapped(text: str) -> WebAddress:
    plain = text.strip(_AROUND)
    try:
        address = parse_web_address(plain)
    except WebAddressError as error:
        raise AddressError(NO_LINK) from error
    if len(plain) > _LONGEST or " " in plain or _CONTROL.search(unquote(plain)) or address.user:
        raise AddressError(NO_LINK)
    return address


def _is_of_another(text: str, keys: set[str]) -> bool:
    """Return whether a post's address names a page, and none of `keys`.

    A name and a number may belong to one page: only those of one kind tell pages apart.
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
    kind, _colon, name = key.rpartition(":")
    return kind, name.isdigit()


def _names(parts: WebAddress, home: WebAddress, channel: ChannelAddress) -> bool:
    """Return whether an address leads to the channel itself, and no deeper."""
    if len(parts.steps) > len(home.steps):
        return False
    try:
        named = channel_of(parts)
    except AddressError:
        return False
    return named.key == channel.key and not named.leads_inside


def _made(named: Named) -> ChannelAddress:
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
    """Return the address of a page of any other website.

    Only "www." is left out of its host: other names before a domain may be other people's.
    """
    kept = sorted(pair for pair in address.parameters if pair[1] and not _TRACKING.match(pair[0]))
    own_host, slash, path = address.location.partition("/")
    where = f"{host or own_host.removeprefix('www.')}{slash}{path}"
    url = f"https://{where}{'?' + urlencode(kept) if kept else ''}"
    return ChannelAddress(Platform.OTHER, f"other:{url.removeprefix('https://')}", url)


# Where links to posts lead, short ones too: what is shared is what is pasted.
_POST_HOSTS = {
    Platform.FACEBOOK: {"facebook.com", "fb.com", "fb.watch"},
    Platform.ZALO: {"zalo.me", "oa.zalo.me", "page.zalo.me", "zaloapp.com"},
    Platform.YOUTUBE: {"youtube.com", "youtu.be"},
    Platform.TIKTOK: {"tiktok.com", "vm.tiktok.com", "vt.tiktok.com"},
}
