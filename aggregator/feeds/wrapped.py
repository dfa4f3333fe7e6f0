"""Unwrap addresses that lead to an article through a search engine, a social network or a cache.

Portals often copy such addresses, which stop working when the wrapping service ends them.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_REDIRECTORS = re.compile(
    r"(?:www\.)?google\.[a-z.]{2,6}/url|(?:(?:lm?|www|m)\.)?facebook\.com/(?:l|sharer/sharer)\.php"
    r"|(?:[a-z0-9-]+\.)*zalo(?:app\.com|\.me)/.*"
)
_TARGET_NAMES = ("q", "url", "u", "link", "continue")
_AMP_CACHE = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:cdn\.ampproject\.org|bing-amp\.com)/(?:c|v|wp)/(s/)?(.+)"
    r"|(?:www\.)?google\.[a-z.]{2,6}/amp/(s/)?(.+)"
)
_HINTS = ("google.", "facebook.", "zalo", "ampproject", "bing-amp")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_DEPTH = 3


def unwrap(address: str) -> str:
    """Return the target of an absolute `address` through Google, Facebook, Zalo or an AMP cache.
    Other addresses are returned unchanged."""
    small = address.lower()
    if not any(hint in small for hint in _HINTS):
        return address
    for _ in range(_DEPTH):
        inner = _inner(address)
        if inner is None:
            break
        address = inner
    return address


def _inner(address: str) -> str | None:
    """Return the target of one wrapping, or None if the address is not wrapped."""
    try:
        parts = urlsplit(address)
        place = f"{(parts.hostname or '').lower()}{parts.path}"
    except ValueError:
        return None
    cached = _AMP_CACHE.fullmatch(place)
    if cached:
        secure, rest = cached[1] or cached[3], cached[2] or cached[4]
        query = f"?{parts.query}" if parts.query else ""
        return f"{'https' if secure else 'http'}://{rest}{query}"
    if not _REDIRECTORS.fullmatch(place):
        return None
    given = dict(parse_qsl(parts.query))
    targets = (given.get(name, "") for name in _TARGET_NAMES)
    return next((each for each in targets if _WEB.match(each)), None)
