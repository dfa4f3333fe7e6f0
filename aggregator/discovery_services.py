"""Find the feeds of a portal over the network: page, its RSS index pages, and usual addresses. Used
by previews."""

import time
from dataclasses import replace

from network.core import http

from .discovery import (
    CANDIDATES_AT_MOST,
    Candidate,
    common_addresses,
    find_feeds,
    find_index_pages,
)
from .feeds.charset import decode_body
from .feeds.html import Page, read_page
from .feeds.repair import isolate_feed
from .feeds.types import NotAFeed, NotAFeedReason
from .fetcher import ACCEPT, policy

# A user waits for the result, so there is a time limit for all requests together and for each.
_SECONDS_IN_ALL = 15.0
_SECONDS_EACH = 5.0
_SITEMAPS = frozenset({NotAFeedReason.SITEMAP})


def discover_feeds(*, page: Page, url: str) -> list[Candidate]:
    """Return the feeds of the portal to which `page`, fetched from `url`, belongs.

    If the page names none, requests further addresses of the portal for at most 15 seconds. Raises
    no exception for network or parser errors, and writes nothing.
    """
    found = find_feeds(page, url)
    if found:
        return found
    until = time.monotonic() + _SECONDS_IN_ALL
    for address in find_index_pages(page, url):
        found += _look(address, until)
    if not found:
        for address in common_addresses(url):
            found += [each for each in _look(address, until) if each.url == address]
    return list(dict.fromkeys(found))[:CANDIDATES_AT_MOST]


def _look(address: str, until: float) -> list[Candidate]:
    """Return the feed at `address`, or the feeds that the page there names; [] on any error or
    timeout."""
    left = until - time.monotonic()
    if left <= 0:
        return []
    hurried = replace(policy(), deadline_seconds=min(left, _SECONDS_EACH))
    try:
        response = http.fetch(address, policy=hurried, accept=ACCEPT)
    except http.FetchError:
        return []
    if not 200 <= response.status < 300:
        return []
    content_type = response.headers.get("content-type")
    try:
        isolate_feed(decode_body(response.body, content_type)[0])
    except NotAFeed as error:
        return _read_other(error, address, response, content_type)
    return [Candidate(address)]


def _read_other(
    error: NotAFeed, address: str, response: http.Response, content_type: str | None
) -> list[Candidate]:
    """Return the candidates in a response that is not a feed: itself as a sitemap, or feeds that
    the page names; else []."""
    if error.reason in _SITEMAPS:
        return [Candidate(address, kind="sitemap")]
    if error.reason is not NotAFeedReason.HTML_PAGE:
        return []
    try:
        return find_feeds(read_page(response.body, content_type), response.url)
    except NotAFeed:
        return []
