"""Find the feeds of a portal in the HTML of one of its pages. Pure: no network.

Three kinds of evidence, the most reliable first: feeds declared in the page head, links that look
like feeds, and index pages named "RSS", which must be fetched in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from .feeds.css import compile_selector
from .feeds.html import Element, Page
from .feeds.links import host_of, link_key, resolve_link
from .feeds.normalize import clean_title, truncate

# Feed addresses of the systems that portals of this region use.
COMMON_PATHS = ("/rss", "/rss/", "/rss.xml", "/feed/", "/feed.xml", "/.rss", "/sitemap.xml")
CANDIDATES_AT_MOST = 30
_INDEXES_AT_MOST = 3
_TITLE_LENGTH = 120

_DECLARED = compile_selector("link[rel~=alternate][href], link[rel~=ALTERNATE][href]")
_ANCHOR = compile_selector("a[href]")
_BASE = compile_selector("base[href]")
_FEED_TYPE = re.compile(r"^(?:application|text)/(?:rss|atom|rdf|x-rss)\b|^(?:application|text)/xml")
_FEED_PATH = re.compile(
    r"(?:\.(?:rss|rdf|atom)|/(?:rss|feeds?|atom|index)\.xml|/feed/?|/rss/[^/]+\.xml)$",
    re.IGNORECASE,
)
_INDEX_PATH = re.compile(r"(?:^|[/_.-])rss(?:[/_.-]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed: `kind` of its adapter and the name that the page gives it."""

    url: str
    title: str = ""
    kind: str = "rss"


def find_feeds(page: Page, base_url: str) -> list[Candidate]:
    """Return the feeds that a page declares or links to, without duplicates, declared ones
    first."""
    base = _base(page, base_url)
    found = [*_declared(page, base, base_url), *_linked(page, base, base_url)]
    once = {link_key(each.url): each for each in reversed(found)}
    ordered = dict.fromkeys(link_key(each.url) for each in found)
    return [once[key] for key in ordered][:CANDIDATES_AT_MOST]


def find_index_pages(page: Page, base_url: str) -> list[str]:
    """Return at most three pages of the same host that may list its feeds."""
    base = _base(page, base_url)
    found = []
    for anchor in _ANCHOR.select(page.root):
        url = _address(anchor, base, base_url)
        if url and host_of(url) == host_of(base_url) and not _is_feed(url):
            words = clean_title(anchor.words()).casefold().split()
            if "rss" in words or _INDEX_PATH.search(urlsplit(url).path):
                found.append(url)
    return [url for url in dict.fromkeys(found) if url != base_url][:_INDEXES_AT_MOST]


def common_addresses(base_url: str) -> list[str]:
    """Return the usual feed addresses, to try if a page names no feed."""
    return [urljoin(base_url, path) for path in COMMON_PATHS]


def name_candidates(urls: Sequence[str], kind: str) -> list[Candidate]:
    """Return Candidates of one kind, without names, for the addresses."""
    return [Candidate(url, kind=kind) for url in urls[:CANDIDATES_AT_MOST]]


def _declared(page: Page, base: str, base_url: str) -> Iterator[Candidate]:
    """Yield the feeds that the page head declares."""
    for element in _DECLARED.select(page.root):
        url = _address(element, base, base_url)
        if url and _FEED_TYPE.match(element.value("type").lower()):
            yield Candidate(url, _title(element.value("title")))


def _linked(page: Page, base: str, base_url: str) -> Iterator[Candidate]:
    """Yield the links of the page that look like feeds."""
    for anchor in _ANCHOR.select(page.root):
        url = _address(anchor, base, base_url)
        if url and _is_feed(url):
            yield Candidate(url, _title(anchor.words()))


def _is_feed(url: str) -> bool:
    """Return whether the path of an address looks like that of a feed."""
    return _FEED_PATH.search(urlsplit(url).path) is not None


def _title(written: str) -> str:
    return truncate(clean_title(written), _TITLE_LENGTH)


def _address(element: Element, base: str, base_url: str) -> str | None:
    """Return the absolute address of an element's link, or None if it is broken or points into a
    private network."""
    host = host_of(base_url)
    return resolve_link(element.value("href"), base=base, own_hosts=[host] if host else []).tidy


def _base(page: Page, base_url: str) -> str:
    """Return the page's base address: its <base> element, else `base_url`."""
    element = _BASE.first(page.root)
    if element is None:
        return base_url
    return _address(element, base_url, base_url) or base_url
