"""Adapter for web pages that list news: takes the links of one address pattern and finds title and
date beside each. The pattern is proposed from the page (`aggregator.found_lists`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.absence import nothing_matches
from aggregator.feeds.css import BadSelector, compile_selector
from aggregator.feeds.fonts import font_of
from aggregator.feeds.html import Element, Page
from aggregator.feeds.link_patterns import compile_pattern, is_pattern, target_of
from aggregator.feeds.links import Link, resolve_link
from aggregator.feeds.listed import day_in_address, listed_entry, listed_feed, own_hosts
from aggregator.feeds.missing_pages import read_existing_page
from aggregator.feeds.normalize import clean_title
from aggregator.feeds.page_items import dates_of, find_anchors, find_items, title_of
from aggregator.feeds.side_boxes import side_boxes
from aggregator.feeds.types import Entry, Feed, NotAFeed, NotAFeedReason

KIND = "link_list"
ORDER = 5
LABEL = _("Web page with links of one pattern")
OPTIONS = (
    Option(
        "pattern",
        _("Address pattern"),
        _(
            "The part of the addresses after the portal's name; * stands for anything, # for a"
            " number, for example: /tin-tuc/*-#.html"
        ),
    ),
    Option(
        "area",
        _("Part of the page"),
        _("CSS selector of the part that holds the list. Empty: the whole page."),
    ),
)
_BASE = compile_selector("base[href]")


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Validate pattern and selector. Returns {option name: error message}."""
    complaints: dict[str, Any] = {}
    if not is_pattern(options.get("pattern", "")):
        complaints["pattern"] = _(
            "Enter a pattern that begins with /, for example: /tin-tuc/*-#.html"
        )
    try:
        if options.get("area"):
            compile_selector(options["area"])
    except BadSelector as error:
        text = _("The selector is not understood from “%(rest)s” on.")
        complaints["area"] = str(text) % {"rest": error.rest[:40]}
    return complaints


def read(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime,
    excerpt_length: int,
    options: Mapping[str, str],
) -> Feed:
    """Read the items whose links fit the pattern in `options`. See `Adapter.read`.

    Raises NotAFeed: BAD_SELECTOR, NOTHING_MATCHES, SCRIPT_PAGE, or the reason why the body is not a
    page.
    """
    return read_links(read_existing_page(body, content_type), options, base_url=base_url, now=now)


def read_links(page: Page, options: Mapping[str, str], *, base_url: str, now: datetime) -> Feed:
    """Return the items of a parsed page as a feed. Raises NotAFeed, as `read`."""
    try:
        area = _area(page, options.get("area", ""))
    except BadSelector as error:
        raise NotAFeed(NotAFeedReason.BAD_SELECTOR, error.written) from error
    fits = compile_pattern(options["pattern"]).fullmatch
    anchors = [
        (anchor, link)
        for anchor, link in page_links(page, area, base_url)
        if fits(target_of(link.canonical or "", base_url))
    ]
    if not anchors:
        raise nothing_matches(page)
    heading = next(page.root.iter("title"), None)
    return listed_feed(
        _entries(area, anchors, now),
        title=clean_title(heading.words()) if heading is not None else "",
        base_url=base_url,
        problems=page.problems,
    )


def page_links(page: Page, area: Element, base_url: str) -> list[tuple[Element, Link]]:
    """Return the anchors in a part of a page with their links, without those beside its content."""
    declared = _BASE.first(page.root)
    written = declared.value("href") if declared is not None else ""
    base = resolve_link(written, base=base_url, own_hosts=own_hosts(base_url, base_url)).tidy
    hosts = own_hosts(base_url, base or base_url)

    def resolve(written: str) -> Link:
        return resolve_link(written, base=base or base_url, own_hosts=hosts)

    return list(find_anchors(area, resolve, apart_from=side_boxes(page.root)))


def _area(page: Page, selector: str) -> Element:
    """Return the part of the page that holds the list. Raises BadSelector, NotAFeed."""
    if not selector:
        return page.root
    found = compile_selector(selector).first(page.root)
    if found is None:
        raise nothing_matches(page)
    return found


def _entries(
    area: Element, anchors: Sequence[tuple[Element, Link]], now: datetime
) -> Iterator[Entry]:
    """Yield the items as entries. Skips links whose texts say nothing, such as page numbers."""
    items = find_items(area, anchors)
    font = font_of(anchor.words() for anchor, _link in anchors)
    for item, (published, written) in zip(items, dates_of(items, now), strict=True):
        title = title_of(item, font, now)
        if title is not None:
            published = published if written else day_in_address(item.link.canonical, now)
            yield listed_entry(title, item.link, published, written)
