"""Addresses of other people's websites, as pages print them."""

from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString

WEB = ("https://", "http://")


def web_address(address: str | None) -> str:
    """Return `address` where it leads to the web, "" for javascript: and whatever else it may be.

    Forms refuse such addresses. What feeds, imports and proposals stored is asked once more when
    it is printed: a click on it would run in the name of whoever looks at it.
    """
    return address if address and address.lower().startswith(WEB) else ""


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
