"""Queries about an address that a user enters."""

from urllib.parse import urlsplit

from django.db.models import F

from .feeds.links import canonical_link, is_front_page, link_key
from .models import LibraryItem, Source


def known_item(link: str) -> LibraryItem | None:
    """Return the item with this canonical link, the card first, or None."""
    if is_front_page(link):
        return None
    found = LibraryItem.objects.filter(link_key=link_key(link)).select_related("source")
    return found.order_by(F("duplicate_of").asc(nulls_first=True), "pk").first()


def source_of_portal(link: str) -> Source | None:
    """Return the source on the same host as `link`, an enabled one first, or None."""
    key = _portal_key(link)
    host = urlsplit(link).hostname or ""
    near = Source.objects.filter(url__icontains=host.removeprefix("www."))
    ordered = near.order_by("-enabled", "pk")
    return next((each for each in ordered if _portal_key(each.url) == key), None)


def _portal_key(url: str) -> str:
    """Return the key that all addresses of one portal share, with or without www."""
    parts = urlsplit(canonical_link(url) or url)
    return link_key(f"{parts.scheme}://{parts.netloc}/")
