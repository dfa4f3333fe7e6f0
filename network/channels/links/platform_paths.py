"""Parse which page, group, channel or account a platform's path names. Pure.

Used by addresses.py. A path is trusted only if it is the page's own address or one of its tabs;
deeper paths lead to content, which platforms show under any name in the path.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from urllib.parse import quote, unquote

from .address_errors import INSIDE, UNCLEAR, AddressError, Problem
from .web_addresses import WebAddress


class PlaceKind(Enum):
    """What a path names; UNKNOWN if the address alone does not show it."""

    UNKNOWN = auto()
    GROUP = auto()
    CHANNEL = auto()
    OFFICIAL_ACCOUNT = auto()
    PERSON = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """What a path names: its platform, its normalized key and path."""

    platform: str
    key: str
    path: str
    place: PlaceKind = PlaceKind.UNKNOWN
    leads_inside: bool = False


type Reader = Callable[[list[str], WebAddress], Named]

_NUMBER = re.compile(r"\d{6,20}")
_NAMED_NUMBER = re.compile(r".*-(\d{10,20})")
_PHONE = re.compile(r"(?:\+?84(\d{9})|0(\d{9,10}))")
# Characters that servers may read as a path separator, or that are invisible: their meaning is
# ambiguous.
_ODD = re.compile(
    r"[\x00-\x20/\\?#%&;\x7f-\xa0\u00ad\u034f\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]"
)


def reader_at(host: str) -> Reader | None:
    """Return the function that parses the paths of a host, or None if the host is not a
    platform's."""
    return _READERS.get(host)


def named_in(reader: Reader, address: WebAddress) -> Named:
    """Return what an address of a platform names.

    Raises AddressError if it names nothing, or servers and browsers might interpret it differently.
    """
    steps = [unquote(step) for step in address.steps]
    is_odd = any(not step or _ODD.search(step) for step in steps)
    # Old Facebook links lead to the path after "#!".
    if is_odd or address.port or address.fragment.startswith(("!", "/")):
        raise _unclear()
    named = reader([_folded(step) for step in steps], address)
    given = {_bare(name) for name, _value in address.parameters}
    is_by_number = steps[:1] == ["profile.php"]
    if given & _LEADING_ELSEWHERE and not is_by_number and not named.leads_inside:
        raise _unclear()
    return replace(named, leads_inside=named.leads_inside or bool(given & _OF_CONTENT))


def _unclear() -> AddressError:
    """Return the error for an address whose meaning is ambiguous."""
    return AddressError(UNCLEAR, Problem.UNCLEAR)


def _inside() -> AddressError:
    """Return the error for an address that leads to content or nowhere."""
    return AddressError(INSIDE, Problem.CONTENT)


def _bare(name: str) -> str:
    """Return a parameter's name as PHP reads it: "id[]" and " id" are "id" too."""
    return re.sub(r"[\[.].*", "", name.strip()).lower()


def _folded(name: str) -> str:
    """Return a name in NFC and lower case. Letters that only look like Latin ones are kept.

    Lower case would turn the Kelvin sign and the long "s" into ASCII, but servers treat them as
    other letters.
    """
    return "".join(map(_small, unicodedata.normalize("NFC", "".join(map(_kept, name)))))


def _kept(letter: str) -> str:
    """Return a letter percent-encoded if NFC would turn it into ASCII, else unchanged."""
    composed = unicodedata.normalize("NFC", letter)
    return f"%{ord(letter):X}" if composed.isascii() and not letter.isascii() else letter


def _small(letter: str) -> str:
    """Return the lower-case letter, unless that would turn a non-ASCII letter into ASCII."""
    lower = letter.lower()
    return lower if letter.isascii() or not any(each.isascii() for each in lower) else letter


def _facebook(path: list[str], address: WebAddress) -> Named:
    """Parse a Facebook path. Raises AddressError if it names no page."""
    first, *rest = path or [""]
    if first == "pg" and rest:
        first, *rest = rest
    if first == "profile.php":
        return replace(_facebook_number(_only_id(address)), leads_inside=bool(rest))
    if first in {"story.php", "permalink.php"}:
        return replace(_facebook_number(_only_id(address)), leads_inside=True)
    if first == "groups" and rest:
        code, *below = rest
        path_ = f"groups/{quote(code)}"
        is_inside = not _is_tab(below, _GROUP_TABS)
        return Named("facebook", f"group:{_dotless(code)}", path_, PlaceKind.GROUP, is_inside)
    if first in {"people", "pages", "p"}:
        return _facebook_page(first, rest)
    if not first or first in _FACEBOOK_OWN or first.endswith(".php"):
        raise _inside()
    number = _number_in(first)
    named = _facebook_number(number) if number else _facebook_name(first)
    return replace(named, leads_inside=not _is_tab(rest, _FACEBOOK_TABS))


def _facebook_page(first: str, rest: list[str]) -> Named:
    """Parse the older addresses: "people/NAME/NUMBER", "pages/[category/KIND/]NAME[-NUMBER]".

    Raises AddressError if they name no page.
    """
    depth = {"people": 2, "p": 1, "pages": 4 if rest[:1] == ["category"] else 2}[first]
    place = next((at for at, step in enumerate(rest[:depth]) if _number_in(step)), None)
    if place is not None:
        is_inside = not _is_tab(rest[place + 1 :], _FACEBOOK_TABS)
        return replace(_facebook_number(_number_in(rest[place])), leads_inside=is_inside)
    if first == "pages" and rest:
        return replace(_facebook_name(rest[-1]), leads_inside=len(rest) > 1)
    raise _inside()


def _only_id(address: WebAddress) -> str:
    """Return the number in the link's "id" parameter. Raises AddressError if it is missing or
    repeated."""
    ids = [(name, value) for name, value in address.parameters if _bare(name) == "id"]
    if not any(value for _name, value in ids):
        raise _inside()
    [name, value], *more = ids
    if more or name != "id" or not _NUMBER.fullmatch(value):
        raise _unclear()
    return value


def _is_tab(steps: list[str], tabs: set[str]) -> bool:
    """Return whether `steps`, below a page, are empty or one of the page's own tabs."""
    return not steps or (len(steps) == 1 and (steps[0] in tabs or steps[0].startswith("about_")))


def _number_in(step: str) -> str:
    """Return the number at the end of a path segment, "" if there is none."""
    if _NUMBER.fullmatch(step):
        return step
    named = _NAMED_NUMBER.fullmatch(step)
    return named[1] if named else ""


def _facebook_number(number: str) -> Named:
    """Return the page with this number."""
    return Named("facebook", f"id:{number}", f"profile.php?id={number}")


def _facebook_name(name: str) -> Named:
    """Return the page with this name. Raises AddressError if the name is empty."""
    # Facebook ignores full stops in names.
    if not _dotless(name):
        raise _inside()
    return Named("facebook", f"name:{_dotless(name)}", quote(name))


def _dotless(name: str) -> str:
    return name.replace(".", "")


def _zalo(path: list[str], address: WebAddress) -> Named:
    """Parse a Zalo path. Raises AddressError if it names no account."""
    first, *rest = path or [""]
    if not first:
        given = [*address.values("phone"), *address.values("oaid")]
        first = given[0] if len(given) == 1 else ""
        if len(given) > 1:
            raise _unclear()
    if first in {"pc", "oa"} and rest:
        first, *rest = rest
    if first == "g" and rest:
        # Names of groups are codes in which upper and lower case differ.
        code = unquote(address.steps[1])
        return Named("zalo", f"group:{code}", f"g/{quote(code)}", PlaceKind.GROUP, len(rest) > 1)
    if phone := _PHONE.fullmatch(re.sub(r"[ .-]", "", first)):
        number = f"0{phone[1] or phone[2]}"
        return Named("zalo", f"phone:{number}", number, PlaceKind.PERSON, bool(rest))
    if re.fullmatch(r"\d{12,22}", first):
        return Named("zalo", f"oa:{first}", first, PlaceKind.OFFICIAL_ACCOUNT, bool(rest))
    if not first or first in _ZALO_OWN:
        raise _inside()
    return Named("zalo", f"name:{first}", quote(first), leads_inside=bool(rest))


def _youtube(path: list[str], address: WebAddress) -> Named:
    """Parse a YouTube path. Raises AddressError if it names no channel."""
    first, *rest = path or [""]
    if first == "channel" and rest:
        # Upper and lower case differ in channel ids.
        code, below = unquote(address.steps[1]), rest[1:]
        return _video_channel(f"id:{code}", f"channel/{quote(code)}", below)
    if first.startswith("@") and len(first) > 1:
        return _video_channel(f"name:{first[1:]}", f"@{quote(first[1:])}", rest)
    if first in {"c", "user"} and rest:
        return _video_channel(f"{first}:{rest[0]}", f"{first}/{quote(rest[0])}", rest[1:])
    if not first or first in _YOUTUBE_OWN:
        raise _inside()
    return _video_channel(f"c:{first}", f"c/{quote(first)}", rest)


def _video_channel(key: str, path: str, below: list[str]) -> Named:
    """Return the YouTube channel with this key; `below` are the segments after it."""
    return Named("youtube", key, path, PlaceKind.CHANNEL, not _is_tab(below, _YOUTUBE_TABS))


def _tiktok(path: list[str], address: WebAddress) -> Named:
    """Parse a TikTok path. Raises AddressError if it names no account."""
    first, *rest = path or [""]
    if not first.startswith("@") or len(first) == 1:
        raise _inside()
    return Named(
        "tiktok", f"name:{first[1:]}", f"@{quote(first[1:])}", PlaceKind.CHANNEL, bool(rest)
    )


_READERS: dict[str, Reader] = {
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me", "m.me", "messenger.com"), _facebook),
    **dict.fromkeys(("zalo.me", "oa.zalo.me", "chat.zalo.me", "page.zalo.me"), _zalo),
    **dict.fromkeys(("youtube.com", "music.youtube.com", "studio.youtube.com"), _youtube),
    "tiktok.com": _tiktok,
}
# Parameters by which a page's link can lead elsewhere, or to a single post.
_LEADING_ELSEWHERE = {"id", "next", "u", "url", "href", "q", "continue", "redirect", "redirect_url"}
_OF_CONTENT = {
    *("fbid", "story_fbid", "v", "set", "multi_permalinks", "comment_id", "reply_comment_id"),
    *("lb", "list", "video_id"),
}
_FACEBOOK_TABS = {
    *("about", "photos", "videos", "reels", "posts", "events", "live", "reviews", "followers"),
    *("following", "mentions", "community"),
}
_GROUP_TABS = {"about", "members", "media", "files", "events", "announcements", "featured"}
_YOUTUBE_TABS = {
    *("featured", "videos", "shorts", "streams", "playlists", "community", "posts", "about"),
    *("podcasts", "releases", "channels"),
}
_FACEBOOK_OWN = {
    *("watch", "reel", "reels", "events", "hashtag", "search", "marketplace", "gaming", "media"),
    *("photo", "photos", "video", "videos", "login", "help", "stories", "notes", "t", "ads"),
    *("groups", "pg", "plugins", "dialog", "messages", "friends", "settings", "policies", "l"),
    *("posts", "permalink", "live", "home", "story", "business", "pages_manager", "share"),
}
_ZALO_OWN = {"app", "download", "login", "qr", "rd", "s", "pc", "oa", "g", "share", "video"}
_YOUTUBE_OWN = {
    *("watch", "shorts", "playlist", "results", "feed", "embed", "live", "hashtag", "post", "clip"),
    *("c", "user", "channel", "premium", "gaming", "trending", "t", "account", "v", "e"),
}
