"""Unwrap links that carry another link: sign-in pages, "you are leaving" pages, app links. Pure.

A citizen asks about the page that a browser would finally open. Short links do not reveal it.
"""

import csv
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from network.core.plausible import short_link_hosts

from .address_errors import INSIDE, NO_LINK, SHORT, UNCLEAR, AddressError, Problem
from .web_addresses import WebAddress, WebAddressError, parse_web_address

_REDIRECTS = Path(__file__).resolve().parents[1] / "data" / "redirects.csv"
_DEEPEST = 3
_LEADING = re.compile(r"^(?:www|m|mobile|mbasic|touch|web|[a-z]{2}-[a-z]{2})\.")
# Apps that open an "intent://" link as expected; any other app may show anything.
_APPS = {
    *("com.facebook.katana", "com.facebook.lite", "com.zing.zalo", "com.android.chrome"),
    *("com.google.android.youtube", "com.ss.android.ugc.trill", "com.zhiliaoapp.musically"),
}
_OPENED_BY_AN_APP = re.compile(r"(?:zalo|snssdk\d+|tiktok|musically|fb-messenger)://", re.I)


def read_link(text: str) -> WebAddress:
    """Return the address to which a link finally leads.

    Raises AddressError if the text is not a link, or only a browser can find out where it leads.
    """
    for _level in range(_DEEPEST):
        address = _parsed(_link_of_app(text))
        inner = _carried(address)
        if inner is None:
            return address
        text = inner
    raise AddressError(UNCLEAR, Problem.UNCLEAR)


def bare_host(address: WebAddress) -> str:
    """Return the host without subdomains that only select a screen type or language."""
    host = address.host
    # "m.me" is a domain of its own: the rest must still contain a dot.
    while _LEADING.match(host) and host.count(".") > 1:
        host = _LEADING.sub("", host, count=1)
    return host


def _parsed(text: str) -> WebAddress:
    """Parse a web address. Raises AddressError if it is invalid."""
    try:
        return parse_web_address(text)
    except WebAddressError as error:
        raise AddressError(NO_LINK) from error


@lru_cache
def _redirects() -> dict[tuple[str, str], list[str]]:
    """Return {(host, path): parameters that carry a link}; [] for short links. Cached."""
    found: dict[tuple[str, str], list[str]] = {(host, "*"): [] for host in short_link_hosts()}
    with _REDIRECTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = found.setdefault((row["host"], row["path"]), [])
            names += [row["parameter"]] if row["parameter"] else []
    return found


def _carried(address: WebAddress) -> str | None:
    """Return the link that an address carries, or None."""
    table, host, path = _redirects(), bare_host(address), address.path.strip("/").lower()
    # A share link is "share/<code>", so only the first step is looked up.
    first = path.partition("/")[0]
    for key in ((host, "*"), (host, path), (host, first)):
        if key in table:
            return _value(address, table[key])
    return None


def _value(address: WebAddress, names: list[str]) -> str:
    """Return the only link in the named parameters. Raises AddressError for none, several, or a
    short link."""
    if not names:
        raise AddressError(SHORT, Problem.UNCLEAR)
    values = {value for name in names for value in address.values(name)}
    repeated = max(len(address.values(name)) for name in names) > 1
    if len(values) > 1 or repeated:
        raise AddressError(UNCLEAR, Problem.UNCLEAR)
    value = next(iter(values), "")
    if not value:
        raise AddressError(INSIDE, Problem.CONTENT)
    if value[0] not in "/\\":
        return value
    is_of_another = value[1:2] in ("/", "\\")
    return f"https:{value}" if is_of_another else f"https://{address.host}{value}"


def _link_of_app(text: str) -> str:
    """Return the web address of a link that opens an app; other texts unchanged. Raises
    AddressError if it is unclear."""
    plain = text.strip()
    if plain.lower().startswith("fb://"):
        return _link_of_facebook(plain[5:])
    if plain.lower().startswith("intent:"):
        return _link_of_intent(plain)
    if _OPENED_BY_AN_APP.match(plain):
        raise AddressError(UNCLEAR, Problem.UNCLEAR)
    return re.sub(r"^(?:vnd\.)?youtube://", "https://", plain, flags=re.IGNORECASE)


def _link_of_facebook(rest: str) -> str:
    """Return the web address of an fb:// link. Raises AddressError if it is unclear."""
    kind, _slash, name = rest.partition("/")
    if kind.lower() in {"page", "profile"} and name:
        return f"https://www.facebook.com/{name}"
    if kind.lower() == "group" and name:
        return f"https://www.facebook.com/groups/{name}"
    if kind.lower() == "facewebmodal":
        _before, _equals, target = rest.partition("href=")
        return unquote(target)
    raise AddressError(UNCLEAR, Problem.UNCLEAR)


def _link_of_intent(text: str) -> str:
    """Return the web address of an "intent:" link. Raises AddressError unless every app would open
    that address."""
    target, _hash, extras = text.partition("#")
    given = dict(part.partition("=")[::2] for part in extras.split(";"))
    link = re.sub(r"^intent:(?://)?", "https://", target, flags=re.IGNORECASE)
    fallback = unquote(given.get("S.browser_fallback_url", ""))
    is_plain = given.get("scheme", "https") in {"http", "https"}
    is_known_app = given.get("package", "com.android.chrome") in _APPS
    if not is_plain or not is_known_app or (fallback and _parsed(fallback) != _parsed(link)):
        raise AddressError(UNCLEAR, Problem.UNCLEAR)
    return link
