"""Read title, date and excerpt from an article's HTML page. Pure: no network.

A page states them in several ways; metadata for machines is the most reliable. A user checks the
result before it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .feeds.css import Selector, compile_selector
from .feeds.dates import parse_date
from .feeds.html import Page
from .feeds.links import host_of, is_front_page, resolve_link
from .feeds.normalize import clean_title, make_excerpt
from .feeds.structured import structured_objects

_META = compile_selector("meta[content]")
_H1 = compile_selector("h1")
_TITLE = compile_selector("title")
_CANONICAL = compile_selector("link[rel~=canonical][href]")
_DATES = (
    compile_selector("time[datetime]"),
    compile_selector("time"),
    compile_selector("[itemprop=datePublished]"),
    compile_selector('[class*="date"], [class*="time"], [class*="ngay"], [id*="date"]'),
)
_PARAGRAPH = compile_selector("article p, main p, [class*=content] p, p")
_META_TITLES = ("og:title", "twitter:title", "dc.title")
_META_EXCERPTS = ("og:description", "description", "twitter:description", "dc.description")
_META_DATES = (
    "article:published_time",
    "og:article:published_time",
    "pubdate",
    "publishdate",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "date",
)
# Portal names appended to page titles: " - Báo Gia Lai điện tử", " | Bộ Tư pháp".
_SITE_TAIL = re.compile(r"^(.{15,}?)\s[-–—|»]\s([^-–—|»]{2,60})$")
_DATES_LOOKED_AT = 40
_SHORTEST_PARAGRAPH = 60


@dataclass(frozen=True, slots=True)
class WebPageFacts:
    """What was found on a page. `published` is aware, in UTC; `link` is the page's canonical
    address or None."""

    title: str
    excerpt: str
    published: datetime | None
    link: str | None
    site_name: str


def read_facts(page: Page, *, base_url: str, now: datetime, excerpt_length: int) -> WebPageFacts:
    """Return the facts of `page`, which was fetched from `base_url`. Missing facts are empty;
    raises nothing."""
    meta = _meta(page)
    data = list(structured_objects(page))
    title = _title(page, meta, data)
    texts = (
        *(meta.get(name, "") for name in _META_EXCERPTS),
        *_strings(data, "description"),
        *_paragraphs(page),
    )
    excerpts = (make_excerpt(text, title=title, length=excerpt_length) for text in texts if text)
    return WebPageFacts(
        title=title,
        excerpt=next((each for each in excerpts if each), ""),
        published=_published(page, meta, data, now),
        link=_link(page, base_url),
        site_name=clean_title(meta.get("og:site_name", "")),
    )


def _meta(page: Page) -> dict[str, str]:
    """Return {lower-case name: content} of the page's meta elements, the first of each name."""
    found: dict[str, str] = {}
    for element in _META.select(page.root):
        name = element.value("property") or element.value("name") or element.value("itemprop")
        if name and element.value("content"):
            found.setdefault(name.lower(), element.value("content"))
    return found


def _strings(data: list[dict[str, Any]], name: str) -> Iterator[str]:
    """Return the texts under a name in the objects."""
    return (each[name] for each in data if isinstance(each.get(name), str))


def _title(page: Page, meta: dict[str, str], data: list[dict[str, Any]]) -> str:
    """Return the title, without the portal's name if it can be recognized."""
    heading = _text(page, _H1)
    tagged = clean_title(next((meta[name] for name in _META_TITLES if meta.get(name)), ""))
    if heading and tagged.startswith(heading):
        return heading
    site = clean_title(meta.get("og:site_name", ""))
    found = _SITE_TAIL.match(tagged)
    if found and site and found.group(2).casefold() == site.casefold():
        tagged = found.group(1)
    return tagged or clean_title(next(_strings(data, "headline"), "")) or heading or _named(page)


def _named(page: Page) -> str:
    """Return the <title> element's text without what looks like the portal's name."""
    title = _text(page, _TITLE)
    found = _SITE_TAIL.match(title)
    return found.group(1) if found else title


def _text(page: Page, selector: Selector) -> str:
    """Return the cleaned text of the first match, "" if there is none."""
    found = selector.first(page.root)
    return clean_title(found.words()) if found is not None else ""


def _paragraphs(page: Page) -> Iterator[str]:
    """Yield the first paragraph that is long enough for an excerpt, if any."""
    for number, element in enumerate(_PARAGRAPH.select(page.root)):
        text = element.words()
        if len(text.strip()) >= _SHORTEST_PARAGRAPH:
            yield text
            return
        if number > _DATES_LOOKED_AT:
            return


def _published(
    page: Page, meta: dict[str, str], data: list[dict[str, Any]], now: datetime
) -> datetime | None:
    """Return the first plausible date: metadata first, then visible dates; None for none."""
    machine = (*(meta.get(name, "") for name in _META_DATES), *_strings(data, "datePublished"))
    for written in (*machine, *_shown_dates(page)):
        moment = parse_date(written, now=now) if written else None
        if moment:
            return moment
    return None


def _shown_dates(page: Page) -> Iterator[str]:
    """Yield the texts of elements that may show the publication date."""
    for selector in _DATES:
        for number, element in enumerate(selector.select(page.root)):
            if number == _DATES_LOOKED_AT:
                break
            text = clean_title(element.words())
            yield element.value("datetime") or element.value("content") or text[:120]


def _link(page: Page, base_url: str) -> str | None:
    """Return the page's declared canonical address. Falls back to the fetched address if it is on
    another host or a front page; None if that is unusable too."""
    host = host_of(base_url)
    hosts = [host] if host else []
    fetched = resolve_link(base_url, base=base_url, own_hosts=hosts).canonical
    element = _CANONICAL.first(page.root)
    if element is None:
        return fetched
    named = resolve_link(element.value("href"), base=base_url, own_hosts=hosts).canonical
    return named if named and _same_portal(named, host) and not is_front_page(named) else fetched


def _same_portal(link: str, host: str | None) -> bool:
    """Return whether a link is on the host, with or without www."""
    return (host_of(link) or "").removeprefix("www.") == (host or "").removeprefix("www.")
