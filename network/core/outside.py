"""Addresses as pages print them: those of other websites, and those that somebody stored."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WEB = ("https://", "http://")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Browsers drop these before they read the scheme: "java\tscript:" runs as "javascript:".
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
# A ">" between quotation marks ends no tag; without their second one it does.
_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>|<[a-zA-Z][^>]*>""")
# A slash or the end of a value separates attributes as well as a blank does.
_LINK = re.compile(
    r"""(?:\s|(?<=[/"']))(?:xlink:)?(?:href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE
)


def web_address(address: str | None) -> str:
    """Return `address` where it leads to the web, "" for javascript: and whatever else it may be.

    Forms refuse such addresses. What feeds, imports and proposals stored is asked once more when
    it is printed: a click on it would run in the name of whoever looks at it.
    """
    return address if address and address.lower().startswith(WEB) else ""


def safe_href(address: object) -> str:
    """Return an address that may stand in `href` or `src`, "" for one that a click would run.

    Allowed are http, https, mailto, tel, and addresses within this website.
    """
    text = str(address or "")
    bare = _DROPPED.sub("", text).replace("\\", "/")
    scheme, colon, _rest = bare.partition(":")
    is_inside = not colon or any(letter in scheme for letter in "/?#")
    if bare.startswith("//") or not (is_inside or scheme.lower() in SCHEMES):
        return ""
    return text


def safe_links(markup: str) -> SafeString:
    """Return rich text without the `href` and `src` that `safe_href` refuses."""
    return mark_safe(_TAG.sub(_keep_safe_links, markup))  # noqa: S308  # only takes away


def _keep_safe_links(tag: re.Match[str]) -> str:
    def kept(link: re.Match[str]) -> str:
        address = unescape(link[1].strip("\"'"))
        return link[0] if not address or safe_href(address) else ""

    return _LINK.sub(kept, tag[0])


def names_text(address: str) -> bool:
    """Tell whether an address leads to one text of a website, and not to its front page."""
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def href(address: str | None) -> SafeString:
    """Return the attribute of a link, nothing for an address that is none: words without a link."""
    found = web_address(address)
    return format_html('href="{}"', found) if found else SafeString()


def outside_link(address: str, words: str = "", *, rel: str = "noopener noreferrer") -> SafeString:
    """Return a link of the admin's lists, which opens beside them; mere words for no address."""
    found, shown = web_address(address), words or address
    if not found:
        return format_html("{}", shown)
    return format_html('<a href="{}" target="_blank" rel="{}">{}</a>', found, rel, shown)
