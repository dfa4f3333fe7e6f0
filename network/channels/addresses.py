"""One address for all the ways a channel's link is written. Pure.

A page of Facebook has a number that never changes and a name that does; which name belongs to which
number only a register knows. So an address is one key, and a register looks for either.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlencode, urlsplit

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


class AddressError(ValueError):
    """The text names no channel; `reason` is a sentence that says what to paste instead."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """A channel's address in its one spelling.

    `key` is equal for all spellings; `kind` is "" where the address alone does not tell it.
    """

    platform: Platform
    key: str
    url: str
    kind: ChannelKind | None = None

    def __post_init__(self) -> None:
        """Refuse what is longer than what is kept: a letter with marks is nine characters of it."""
        if len(self.url) > _LONGEST:
            raise AddressError(_NO_LINK)


_NO_LINK = _("This is no link. Copy the address of the page from the browser and paste it here.")
_SHORT = _("This is a short link. Open it and paste the address that the browser shows then.")
_INSIDE = _(
    "This is a post, a video or a search, no page. Open the page itself and paste its address."
)
_ELSEWHERE = _("This link leads to another platform than the one of the channel.")
_NO_POST = _("This is the page itself. Open the post and paste its own address.")

_OF_ANOTHER = _("This post lies on another page. Open it on the page of the channel.")

_LONGEST = 500
# Kinds of keys that hold the number of a page; a name may be given up and taken by others.
_NUMBERED = ("id", "oa")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Browsers read "\\" and "%2e" in a host as "/" and ".": it would lead elsewhere than it looks.
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}")
_TRACKING = re.compile(
    r"utm_|fbclid$|gclid$|igsh|mibextid$|ref$|refid$|rdid$|sfnsn$|__|_rd[rc]$|si$|feature$|locale$|hc_|"
    r"paipv$|eav$|share_url$|wtsid$|is_from_webapp$|sender_device$|_t$|_r$|lang$"
)
_LEADING = re.compile(r"^(?:www|m|mobile|mbasic|touch|web|[a-z]{2}-[a-z]{2})\.")
_WORD_WITH_DOT = re.compile(r"[^\s<>()\"'“”]+\.[^\s<>()\"'“”]+")
_NUMBER = re.compile(r"\d{6,20}")
_NAMED_NUMBER = re.compile(r".*-(\d{10,20})")
_PHONE = re.compile(r"(?:\+?84|0)(\d{9})")


def parse_address(text: str) -> ChannelAddress:
    """Return the channel that a pasted link names; AddressError where it names none."""
    parts = _split(text)
    host = parts.hostname or ""
    while host not in _READERS and _LEADING.match(host):
        host = _LEADING.sub("", host, count=1)
    if host in {"l.facebook.com", "lm.facebook.com"}:
        return parse_address(_asked(parts, "u"))
    if host == "youtube.com" and parts.path == "/redirect":
        return parse_address(_asked(parts, "q"))
    if host in _SHORTENERS:
        raise AddressError(_SHORT)
    path = [_folded(unquote(step)) for step in parts.path.split("/") if step]
    read = _READERS.get(host)
    return read(path, parts) if read else _other(host, parts)


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
    parts = _split(text)
    host, home = _bare_host(parts), _bare_host(urlsplit(channel.url))
    if host != home and host not in _POST_HOSTS.get(channel.platform, ()):
        raise AddressError(_ELSEWHERE)
    # One post is one address, from whichever kind of screen it was copied.
    address = _other(urlsplit(channel.url).hostname or "" if host == home else host, parts)
    if not parts.path.strip("/") or _names(address.url, channel):
        raise AddressError(_NO_POST)
    if _is_of_another(text, keys_of(channel.platform, channel.key, number)):
        raise AddressError(_OF_ANOTHER)
    return address.url


def _is_of_another(text: str, keys: set[str]) -> bool:
    """Return whether a post's address names a page, and none of `keys`.

    A name and a number may belong to one page: only those of one kind tell pages apart.
    """
    try:
        named = parse_address(text)
    except AddressError:
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


def _names(url: str, channel: ChannelAddress) -> bool:
    """Return whether `url` leads to the channel itself, and no deeper."""
    steps, home = urlsplit(url).path.split("/"), urlsplit(channel.url).path.split("/")
    if len(steps) > len(home) or steps[-1] in {"story.php", "permalink.php"}:
        return False
    try:
        return parse_address(url).key == channel.key
    except AddressError:
        return False


def _bare_host(parts: SplitResult) -> str:
    return _LEADING.sub("", parts.hostname or "")


def _split(text: str) -> SplitResult:
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip().strip("<>\"'")
    if len(plain) > _LONGEST or re.search(r"\s", plain) or _CONTROL.search(unquote(plain)):
        raise AddressError(_NO_LINK)
    if not re.match(r"[a-z][a-z0-9+.-]*://", plain, re.IGNORECASE):
        plain = f"https://{plain.removeprefix('//')}"
    try:
        parts = urlsplit(plain)
        host, _port = (parts.hostname or "").encode("idna").decode().rstrip("."), parts.port
    except (ValueError, UnicodeError) as error:
        raise AddressError(_NO_LINK) from error
    # What stands before an @ makes a link look like another's.
    is_plain = parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc
    if not is_plain or not _HOST.fullmatch(host):
        raise AddressError(_NO_LINK)
    return parts._replace(netloc=host)


def _asked(parts: SplitResult, name: str) -> str:
    return next(iter(parse_qs(parts.query).get(name, [])), "")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _made(
    platform: Platform, key: str, path: str, kind: ChannelKind | None = None
) -> ChannelAddress:
    host = {Platform.ZALO: "zalo.me", Platform.FACEBOOK: "www.facebook.com"}.get(
        platform, f"www.{platform}.com"
    )
    return ChannelAddress(platform, f"{platform}:{key}", f"https://{host}/{path}", kind)


def _facebook(path: list[str], parts: SplitResult) -> ChannelAddress:
    first, *rest = path or [""]
    number = _asked(parts, "id")
    if first == "pg" and rest:
        return _facebook(rest, parts)
    if first in {"profile.php", "story.php", "permalink.php"} and _NUMBER.fullmatch(number):
        return _facebook_number(number)
    if first == "groups" and rest:
        return _made(
            Platform.FACEBOOK,
            f"group:{_dotless(rest[0])}",
            f"groups/{quote(rest[0])}",
            ChannelKind.GROUP,
        )
    if first in {"people", "pages", "p"}:
        found = next((_number_in(step) for step in reversed(rest) if _number_in(step)), "")
        if found:
            return _facebook_number(found)
        if first == "pages" and rest:
            return _facebook_name(rest[-1])
        raise AddressError(_INSIDE)
    if first in {"share", "sharer"}:
        raise AddressError(_SHORT)
    if not first or first in _FACEBOOK_OWN or first.endswith(".php"):
        raise AddressError(_INSIDE)
    found = _number_in(first)
    return _facebook_number(found) if found else _facebook_name(first)


def _number_in(step: str) -> str:
    if _NUMBER.fullmatch(step):
        return step
    named = _NAMED_NUMBER.fullmatch(step)
    return named[1] if named else ""


def _facebook_number(number: str) -> ChannelAddress:
    return _made(Platform.FACEBOOK, f"id:{number}", f"profile.php?id={number}")


def _facebook_name(name: str) -> ChannelAddress:
    # Facebook takes no notice of full stops in a name.
    if not _dotless(name):
        raise AddressError(_INSIDE)
    return _made(Platform.FACEBOOK, f"name:{_dotless(name)}", quote(name))


def _dotless(name: str) -> str:
    return name.replace(".", "")


def _zalo(path: list[str], parts: SplitResult) -> ChannelAddress:
    first, *rest = path or [""]
    first = first or _asked(parts, "phone") or _asked(parts, "oaid")
    if first in {"pc", "s", "oa"} and rest:
        first, *rest = rest
    if first == "g" and rest:
        # Names of groups are codes: their letters tell them apart.
        code = [step for step in parts.path.split("/") if step][-1]
        return _made(Platform.ZALO, f"group:{code}", f"g/{quote(code)}", ChannelKind.GROUP)
    if phone := _PHONE.fullmatch(re.sub(r"[ .-]", "", first)):
        number = f"0{phone[1]}"
        return _made(Platform.ZALO, f"phone:{number}", number, ChannelKind.PERSONAL)
    if re.fullmatch(r"\d{12,22}", first):
        return _made(Platform.ZALO, f"oa:{first}", first, ChannelKind.OFFICIAL_ACCOUNT)
    if not first or first in _ZALO_OWN:
        raise AddressError(_INSIDE)
    return _made(Platform.ZALO, f"name:{first}", quote(first))


def _youtube(path: list[str], parts: SplitResult) -> ChannelAddress:
    first, *rest = path or [""]
    steps = [step for step in parts.path.split("/") if step]
    if first == "channel" and rest:
        # Ids of channels: letters of either case are different ones.
        return _made(
            Platform.YOUTUBE, f"id:{steps[1]}", f"channel/{quote(steps[1])}", ChannelKind.CHANNEL
        )
    if first.startswith("@") and len(first) > 1:
        return _made(
            Platform.YOUTUBE, f"name:{first[1:]}", f"@{quote(first[1:])}", ChannelKind.CHANNEL
        )
    if first in {"c", "user"} and rest:
        return _made(
            Platform.YOUTUBE, f"{first}:{rest[0]}", f"{first}/{quote(rest[0])}", ChannelKind.CHANNEL
        )
    if not first or first in _YOUTUBE_OWN:
        raise AddressError(_INSIDE)
    return _made(Platform.YOUTUBE, f"c:{first}", f"c/{quote(first)}", ChannelKind.CHANNEL)


def _tiktok(path: list[str], parts: SplitResult) -> ChannelAddress:
    first = path[0] if path else ""
    if first == "t":
        raise AddressError(_SHORT)
    if not first.startswith("@") or len(first) == 1:
        raise AddressError(_INSIDE)
    return _made(Platform.TIKTOK, f"name:{first[1:]}", f"@{quote(first[1:])}", ChannelKind.CHANNEL)


def _other(host: str, parts: SplitResult) -> ChannelAddress:
    kept = [
        (name, value)
        for name, values in sorted(parse_qs(parts.query).items())
        if not _TRACKING.match(name)
        for value in values
    ]
    where = host + quote(unquote(parts.path).rstrip("/"))
    url = f"https://{where}{'?' + urlencode(kept) if kept else ''}"
    return ChannelAddress(Platform.OTHER, f"other:{url.removeprefix('https://')}", url)


type _Reader = Callable[[list[str], SplitResult], ChannelAddress]
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com"), _facebook),
    **dict.fromkeys(("zalo.me", "oa.zalo.me", "chat.zalo.me", "page.zalo.me"), _zalo),
    **dict.fromkeys(("youtube.com", "music.youtube.com", "studio.youtube.com"), _youtube),
    "tiktok.com": _tiktok,
}
_SHORTENERS = {
    *("fb.watch", "youtu.be", "vm.tiktok.com", "vt.tiktok.com", "zaloapp.com", "bit.ly", "t.co"),
    *("tinyurl.com", "by.com.vn", "s.net.vn", "goo.gl", "qrco.de", "is.gd", "cutt.ly"),
}
# Where links to posts lead, short ones too: what is shared is what is pasted.
_POST_HOSTS = {
    Platform.FACEBOOK: {"facebook.com", "fb.com", "fb.watch"},
    Platform.ZALO: {"zalo.me", "oa.zalo.me", "page.zalo.me", "zaloapp.com"},
    Platform.YOUTUBE: {"youtube.com", "youtu.be"},
    Platform.TIKTOK: {"tiktok.com", "vm.tiktok.com", "vt.tiktok.com"},
}
_FACEBOOK_OWN = {
    *("watch", "reel", "reels", "events", "hashtag", "search", "marketplace", "gaming", "media"),
    *("photo", "photos", "video", "videos", "login", "help", "stories", "notes", "t", "ads"),
    *("groups", "pg", "plugins", "dialog", "messages", "friends", "settings", "policies", "l"),
}
_ZALO_OWN = {"app", "download", "login", "qr", "rd"}
_YOUTUBE_OWN = {
    *("watch", "shorts", "playlist", "results", "feed", "embed", "live", "hashtag", "post", "clip"),
}
