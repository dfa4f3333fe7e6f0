"""Adapter for web pages that list their articles as structured data (JSON-LD, schema.org)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.dates import parse_date
from aggregator.feeds.html import Page
from aggregator.feeds.json_values import text_of
from aggregator.feeds.links import is_front_page, resolve_link
from aggregator.feeds.listed import listed_entry, listed_feed, own_hosts
from aggregator.feeds.missing_pages import read_existing_page
from aggregator.feeds.normalize import clean_title
from aggregator.feeds.structured import structured_objects
from aggregator.feeds.types import Entry, Feed

KIND = "ld_json"
ORDER = 7
LABEL = _("Web page with structured data (JSON-LD)")
OPTIONS: tuple[Option, ...] = ()
_ARTICLES = frozenset(
    """Article AdvertiserContentArticle AnalysisNewsArticle BackgroundNewsArticle BlogPosting
    LiveBlogPosting NewsArticle OpinionNewsArticle Report ReportageNewsArticle ReviewNewsArticle
    SocialMediaPosting TechArticle Legislation""".split()  # noqa: SIM905
)
# Lists of the page's own furniture, which have the form of a list too.
_FURNITURE = frozenset({"BreadcrumbList", "SiteNavigationElement"})


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Return {}: this adapter has no options."""
    return {}


def read(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime,
    excerpt_length: int,
    options: Mapping[str, str],
) -> Feed:
    """Read the articles and lists of the page's structured data. See `Adapter.read`.

    Raises NotAFeed: NOTHING_MATCHES, or the reason why the body is not a page.
    """
    return read_page_data(read_existing_page(body, content_type), base_url=base_url, now=now)


def read_page_data(page: Page, *, base_url: str, now: datetime) -> Feed:
    """Return the articles of a parsed page as a feed. Raises NotAFeed (NOTHING_MATCHES) if there is
    none."""
    heading = next(page.root.iter("title"), None)
    return listed_feed(
        _entries(list(structured_objects(page)), base_url, now),
        title=clean_title(heading.words()) if heading is not None else "",
        base_url=base_url,
        problems=page.problems,
    )


def _entries(data: list[dict[str, Any]], base_url: str, now: datetime) -> Iterator[Entry]:
    """Yield the articles, in the order of the page's lists if it has any. Skips objects without
    title or address."""
    named = {text_of(each.get("@id")): each for each in data if each.get("@id")}
    listed = [article for each in data if _is(each, "ItemList") for article in _members(each)]
    articles = [each for each in data if _types(each) & _ARTICLES]
    for article in [*listed, *articles]:
        known = named.get(text_of(article.get("@id"))) or {}
        entry = _entry({**known, **article}, base_url, now)
        if entry is not None:
            yield entry


def _members(listing: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what an ItemList lists: the object inside each ListItem, or the ListItem itself."""
    if _types(listing) & _FURNITURE:
        return
    elements = listing.get("itemListElement")
    for element in elements if isinstance(elements, list) else ():
        if isinstance(element, dict):
            inner = element.get("item")
            yield {**element, **inner} if isinstance(inner, dict) else _with_address(element, inner)


def _with_address(element: dict[str, Any], inner: Any) -> dict[str, Any]:
    """Return a ListItem with the address that its `item` may be."""
    return {**element, "url": inner} if isinstance(inner, str) else element


def _entry(article: Mapping[str, Any], base_url: str, now: datetime) -> Entry | None:
    """Return an article as an entry, or None if it names no title or no page of its own."""
    title = clean_title(text_of(article.get("headline")) or text_of(article.get("name")))
    link = resolve_link(_address(article), base=base_url, own_hosts=own_hosts(base_url))
    here = resolve_link(base_url, base=base_url, own_hosts=own_hosts(base_url))
    if not title or not link.canonical or is_front_page(link.canonical):
        return None
    if link.canonical == here.canonical:
        return None
    date = text_of(article.get("datePublished")) or text_of(article.get("dateCreated"))
    return listed_entry(title, link, parse_date(date, now=now), date)


def _address(article: Mapping[str, Any]) -> str:
    """Return the address of an article's page, "" if it names none."""
    for name in ("url", "mainEntityOfPage", "@id"):
        value = article.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.strip() and not value.startswith("#"):
            return value
    return ""


def _types(value: Mapping[str, Any]) -> set[str]:
    """Return the schema.org types of an object, without the vocabulary's address."""
    written = value.get("@type")
    names = written if isinstance(written, list) else [written]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _is(value: Mapping[str, Any], name: str) -> bool:
    return name in _types(value)
