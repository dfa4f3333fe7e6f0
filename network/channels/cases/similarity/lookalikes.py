"""Detect addresses that look like a registered one, or like a State host. Pure.

Similarity is a reason to check, never a verdict: messages only describe the address. Used by
link_check.py and imitation.py.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from network.core.text import strip_marks

from ...links.web_addresses import WebAddress, unicode_domain
from .page_names import read_look_alikes

# Characters that look alike in an address bar: 1 and l, 0 and o, rn and m.
_FIGURES = str.maketrans("0135q|i", "olesgll")
_PAIRS = (("rn", "m"), ("vv", "w"))
# "govvn" becomes "gown" in the plain form, see _PAIRS.
_STATE = re.compile(r"(?:^|[a-z0-9.-])go(?:v[.-]?v|w)n(?:$|[^a-z0-9])")
_STATE_IN_PATH = re.compile(r"[a-z0-9-]\.gov\.vn\b")
# Shorter labels differ from others by one letter: "sct" and "syt" are two departments.
_SHORTEST = 5
_SHORTEST_NAME = 6
_PLATFORM_HOSTS = {
    "facebook": ("facebook.com", "fb.com"),
    "zalo": ("zalo.me", "zaloapp.com"),
    "youtube": ("youtube.com",),
    "tiktok": ("tiktok.com",),
}


@dataclass(frozen=True, slots=True)
class NamedPage:
    """The key of a registered page, and the page itself as the caller represents it."""

    key: str
    channel: Any

    @property
    def name(self) -> str:
        """Return the name or number in the key."""
        return self.key.split(":", 2)[-1]


def is_below(host: str, domain: str) -> bool:
    """Return whether a host is the domain or a subdomain of it."""
    return host == domain or host.endswith(f".{domain}")


def host_it_looks_like(address: WebAddress, known: Iterable[str]) -> str:
    """Return the host that an address could be confused with, or "" for none.

    It is one of the hosts `known` of registered websites, of a platform, or "gov.vn". For an
    address with a user part ("https://soyte@evil.example") that names none of them it is the user
    part.
    """
    bare = address.host.removeprefix("www.")
    platforms = [host for hosts in _PLATFORM_HOSTS.values() for host in hosts]
    others = [host for host in [*known, *platforms] if not is_below(bare, host)]
    if address.user:
        return next((host for host in others if host in unquote(address.user)), address.user)
    for host in others:
        if _looks_like_host(bare, host):
            return host
    if any(is_below(bare, host) for host in platforms):
        return ""
    return _brand_in(bare) or _state_in(address, bare)


def page_it_looks_like(key: str, pages: Sequence[NamedPage]) -> NamedPage | None:
    """Return the registered page whose name or number almost equals that of `key`, or None."""
    name = key.split(":", 2)[-1]
    ours = _bare_name(name)
    for page in pages:
        theirs = _bare_name(page.name)
        if page.key == key or len(theirs) < _SHORTEST_NAME:
            continue
        if name.isdigit() != page.name.isdigit() or ":id:UC" in key:
            continue
        holds = len(theirs) > 2 * _SHORTEST and theirs in ours and not name.isdigit()
        if holds or is_one_edit_away(ours, theirs):
            return page
    return None


def is_one_edit_away(one: str, other: str) -> bool:
    """Return whether at most one letter is changed, added or removed, or two neighbours are
    swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:] and len(left) == len(right)
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def plain_form(text: str) -> str:
    """Return a name in the form in which it looks at a glance: lower case, no marks, look-alike
    letters unified."""
    plain = strip_marks(read_look_alikes(text)).lower().translate(_FIGURES)
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain


def _bare_name(name: str) -> str:
    """Return a name in plain form without separators."""
    return re.sub(r"[._\s-]", "", name if name.isdigit() else plain_form(name))


def _host_form(host: str) -> str:
    """Return a host in plain form, with its punycode decoded."""
    return plain_form(unicode_domain(host))


def _looks_like_host(host: str, known: str) -> bool:
    """Return whether a host could be confused with a registered host."""
    ours, theirs = _host_form(host), plain_form(known)
    if ours == theirs or ours.startswith((f"{theirs}.", f"{theirs}-")):
        return True
    if is_below(host, "gov.vn"):
        return _differ_in_one_label(ours.split("."), theirs.split("."))
    return len(theirs) > _SHORTEST_NAME and is_one_edit_away(ours, theirs)


def _differ_in_one_label(ours: list[str], theirs: list[str]) -> bool:
    """Return whether two hosts differ in one label only, and that by one letter."""
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    return (
        len(ours) == len(theirs)
        and len(pairs) == 1
        and min(map(len, pairs[0])) >= _SHORTEST
        and is_one_edit_away(*pairs[0])
    )


def _brand_in(host: str) -> str:
    """Return the platform's host if the platform's name is part of this foreign host, else ""."""
    for word in re.split(r"[.-]", _host_form(host)):
        for brand, hosts in _PLATFORM_HOSTS.items():
            name = plain_form(brand)
            is_near = len(name) >= _SHORTEST and is_one_edit_away(word, name)
            if word == name or is_near:
                return hosts[0]
    return ""


def _state_in(address: WebAddress, host: str) -> str:
    """Return "gov.vn" if an address outside that domain contains it in a similar form, else ""."""
    if is_below(host, "gov.vn"):
        return ""
    rest = "/".join([*address.steps, address.query, address.fragment])
    has_it = _STATE.search(_host_form(host)) or _STATE_IN_PATH.search(unquote(rest).lower())
    return "gov.vn" if has_it else ""
