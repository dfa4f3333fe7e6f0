"""Safe output of external URLs and of URLs stored in the database."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WEB = ("https://", "http://")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Browsers remove these before they read the scheme: "java\tscript:" runs as "javascript:".
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
# A ">" inside a quoted value does not end a tag, but it does if the closing quote is missing.
_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>|<[a-zA-Z][^>]*>""")
# Attributes may be separated by a slash or the end of a value as well as by a blank.
_LINK = re.compile(
    r"""(?:\s|(?<=[/"']))(?:xlink:)?(?:href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE
)


def web_address(address: str | None) -> str:
    """Return `address` if it is an http(s) URL, else "", e.g. for javascript:.

    Forms refuse other URLs already. Those stored by feeds, imports and proposals are checked again
    on output, because a click on a script URL would run it with the rights of the user.
    """
    return address if address and address.lower().startswith(WEB) else ""


def safe_href(address: object) -> str:
    """Return a URL that is safe in `href` or `src`, or "" for one that runs code when clicked.

    Allowed are http, https, mailto, tel, and URLs within this website.
    """
    text = str(address or "")
    bare = _DROPPED.sub("", text).replace("\\", "/")
    scheme, colon, _rest = bare.partition(":")
    is_inside = not colon or any(letter in scheme for letter in "/?#")
    if bare.startswith("//") or not (is_inside or scheme.lower() in SCHEMES):
        return ""
    return text


def safe_links(markup: str) -> SafeString:
    """Return rich text without the `href` and `src` attributes that `safe_href` rejects."""
    return mark_safe(_TAG.sub(_keep_safe_links, markup))  # noqa: S308  # only takes away


def _keep_safe_links(tag: re.Match[str]) -> str:
    def kept(link: re.Match[str]) -> str:
        address = unescape(link[1].strip("\"'"))
        return link[0] if not address or safe_href(address) else ""

    return _LINK.sub(kept, tag[0])


def names_text(address: str) -> bool:
    """Return whether a URL leads to a single text of a website, not to its front page."""
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def href(address: str | None) -> SafeString:
    """Return the href attribute of a link, or "" for an invalid URL, so that only its text is
    shown."""
    found = web_address(address)
    return format_html('href="{}"', found) if found else SafeString()


def outside_link(address: str, words: str = "", *, rel: str = "noopener noreferrer") -> SafeString:
    """Return a link for admin lists that opens in a new tab, or only the text if the URL is
    invalid."""
    found, shown = web_address(address), words or address
    if not found:
        return format_html("{}", shown)
    return format_html('<a href="{}" target="_blank" rel="{}">{}</a>', found, rel, shown)
