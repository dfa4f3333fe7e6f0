"""Adapter for web pages that list news, for portals without a feed. CSS selectors locate the
entries and their parts."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.absence import nothing_matches
from aggregator.feeds.css import BadSelector, Selector, compile_selector
from aggregator.feeds.dates import parse_date, writes_month_first
from aggregator.feeds.fonts import font_of, is_damaged
from aggregator.feeds.html import Element, Page
from aggregator.feeds.links import Link, host_of, resolve_link
from aggregator.feeds.listed import day_in_address
from aggregator.feeds.missing_pages import read_existing_page
from aggregator.feeds.normalize import clean_title, hash_content, make_excerpt
from aggregator.feeds.page_items import (
    DATE_AT_END,
    address_of,
    full_title,
    without_decoration,
)
from aggregator.feeds.parse import MAX_ENTRIES, newest_entries, title_from_link
from aggregator.feeds.repair import isolate_feed
from aggregator.feeds.titles import says_nothing
from aggregator.feeds.types import (
    Entry,
    EntryProblem,
    Feed,
    FeedProblem,
    NotAFeed,
    NotAFeedReason,
)
from network.core.legacy_encodings import LegacyEncoding

KIND = "html_list"
ORDER = 2
LABEL = _("Web page with a list of news")
OPTIONS = (
    Option(
        "item",
        _("Item selector"),
        _("CSS selector of one news item of the list, for example: .list-news .news-item"),
        required=True,
    ),
    Option("title", _("Title selector"), _("Inside the item. Empty: the text of its link.")),
    Option("link", _("Link selector"), _("Inside the item. Empty: its first link.")),
    Option(
        "date",
        _("Date selector"),
        _("Inside the item, for example: .date. Empty: a date in brackets at its end."),
    ),
    Option(
        "date_order",
        _("Date order"),
        choices=(
            ("", _("Recognise by itself")),
            ("dmy", _("Day/month/year")),
            ("mdy", _("Month/day/year")),
        ),
    ),
    Option("excerpt", _("Excerpt selector"), _("Inside the item. Empty: items have no excerpt.")),
    Option(
        "base",
        _("Base address of links"),
        _("Only where short links start from another address than the page's."),
    ),
)
_SELECTORS = ("item", "title", "link", "date", "excerpt")
# A page with more items is an archive; 5,000 are enough to find the newest 500.
_ITEMS_AT_MOST = 5_000
# Dates at the end of titles are used only if most items of the page have one.
_FEWEST_DATED = 3
# A page with fewer links and no match may be a challenge page in front of the real one.
_FEW_LINKS = 10


@dataclass(frozen=True, slots=True)
class _PageReader:
    """Values shared by all items of one page while they are read."""

    selectors: Mapping[str, Selector]
    items: Container[Element]
    base: str
    own_hosts: frozenset[str]
    now: datetime
    month_first: bool
    excerpt_length: int
    dates_at_end: bool
    font: LegacyEncoding | None


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Validate the selectors and the base address. Returns {option name: error message}."""
    complaints: dict[str, Any] = {}
    for name in _SELECTORS:
        written = options.get(name, "")
        try:
            if written or name == "item":
                compile_selector(written)
        except BadSelector as error:
            complaints[name] = _complaint(error)
    if options.get("base") and not host_of(options["base"]):
        complaints["base"] = _("Enter a whole address that begins with https://.")
    return complaints


def _complaint(error: BadSelector) -> Promise | str:
    if not error.written.strip():
        return _("Enter the selector of one item, for example: .list-news .news-item")
    if not error.rest:
        return _("The selector ends too early: something must follow its last sign.")
    text = _(
        "The selector is not understood from “%(rest)s” on. Use names, #id, .class, > and so on."
    )
    return str(text) % {"rest": error.rest[:40]}


def read(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime,
    excerpt_length: int,
    options: Mapping[str, str],
) -> Feed:
    """Read the items that the selectors in `options` match. See `Adapter.read`.

    Raises NotAFeed: BAD_SELECTOR, NOTHING_MATCHES, SCRIPT_PAGE, MISSING_PAGE, or the reason why the
    body is not a page.
    """
    selectors = _compiled(options)
    page = read_existing_page(body, content_type)
    found = _items(page, selectors["item"])
    reader = _reader(page, found, selectors, options, base_url, now, excerpt_length)
    entries = tuple(_entries(found, reader))
    if not entries:
        raise NotAFeed(NotAFeedReason.NOTHING_MATCHES)
    kept = newest_entries(entries, MAX_ENTRIES)
    return Feed(
        title=_page_title(page),
        link=resolve_link(base_url, base=base_url, own_hosts=reader.own_hosts).canonical,
        entries=kept,
        found=len(entries),
        problems=page.problems | frozenset(_look_over(kept, entries)),
    )


def _compiled(options: Mapping[str, str]) -> dict[str, Selector]:
    """Return {option name: compiled selector} for the given options. Raises NotAFeed if one is
    invalid or the item selector is missing."""
    try:
        selectors = {n: compile_selector(options[n]) for n in _SELECTORS if options.get(n)}
    except BadSelector as error:
        raise NotAFeed(NotAFeedReason.BAD_SELECTOR, error.written) from error
    if "item" not in selectors:
        raise NotAFeed(NotAFeedReason.BAD_SELECTOR, "item")
    return selectors


def _items(page: Page, selector: Selector) -> list[Element]:
    found: list[Element] = []
    for element in selector.select(page.root):
        found.append(element)
        if len(found) == _ITEMS_AT_MOST:
            break
    if not found:
        _refuse_gate(page)
        raise nothing_matches(page)
    return found


def _refuse_gate(page: Page) -> None:
    """Raise NotAFeed (CHALLENGE_PAGE) if the page has few links and only checks for robots."""
    if sum(1 for _ in page.root.iter("a")) < _FEW_LINKS:
        try:
            isolate_feed(page.text)
        except NotAFeed as error:
            if error.reason is NotAFeedReason.CHALLENGE_PAGE:
                raise


def _reader(
    page: Page,
    found: Sequence[Element],
    selectors: Mapping[str, Selector],
    options: Mapping[str, str],
    base_url: str,
    now: datetime,
    excerpt_length: int,
) -> _PageReader:
    base = options.get("base") or _declared_base(page, base_url)
    hosts = {host_of(base_url), host_of(base)}
    items = frozenset(found)
    return _PageReader(
        selectors=selectors,
        items=items,
        base=base,
        own_hosts=frozenset(host for host in hosts if host),
        now=now,
        month_first=_month_first(found, items, selectors.get("date"), options),
        excerpt_length=excerpt_length,
        dates_at_end="date" not in selectors and _end_in_dates(found, now),
        font=font_of(each.words() for each in found),
    )


def _end_in_dates(found: Sequence[Element], now: datetime) -> bool:
    dated = sum(_date_at_end(clean_title(each.words()), now) is not None for each in found)
    return dated >= _FEWEST_DATED and 2 * dated > len(found)


def _date_at_end(text: str, now: datetime, *, month_first: bool = False) -> datetime | None:
    ending = DATE_AT_END.search(text)
    return parse_date(ending[1], now=now, month_first=month_first) if ending else None


def _declared_base(page: Page, base_url: str) -> str:
    element = _BASE.first(page.root)
    if element is None:
        return base_url
    hosts = filter(None, [host_of(base_url)])
    return resolve_link(element.value("href"), base=base_url, own_hosts=hosts).tidy or base_url


def _month_first(
    found: Sequence[Element],
    items: Container[Element],
    selector: Selector | None,
    options: Mapping[str, str],
) -> bool:
    if options.get("date_order"):
        return options["date_order"] == "mdy"
    if selector is None:
        return False
    dates = [selector.first(item, apart_from=items) for item in found]
    return writes_month_first(clean_title(date.words()) for date in dates if date is not None)


def _entries(found: Sequence[Element], reader: _PageReader) -> Iterator[Entry]:
    """Yield the page's entries, each link once. Skips items without link and meaningful title."""
    seen: set[str] = set()
    for item in found:
        entry = _entry(item, reader)
        if entry.link in seen or not (entry.link or not says_nothing(entry.title)):
            continue
        if entry.link:
            seen.add(entry.link)
        yield entry


def _entry(item: Element, reader: _PageReader) -> Entry:
    """Return one item of a list page as an Entry, with the problems found in it."""
    anchor = _anchor(item, reader)
    written = address_of(anchor) if anchor is not None else ""
    link = resolve_link(written, base=reader.base, own_hosts=reader.own_hosts)
    title, problems = _title(item, anchor, link, reader)
    if not link.canonical:
        problems |= {EntryProblem.BROKEN_LINK if link.broken else EntryProblem.NO_LINK}
    published, undated = _date(item, reader)
    if EntryProblem.NO_DATE in undated and (day := day_in_address(link.canonical, reader.now)):
        published, undated = day, frozenset()
    excerpt = _excerpt(item, title, reader)
    if any(map(is_damaged, (title, excerpt))):
        problems |= {EntryProblem.DAMAGED_TEXT}
    return Entry(
        title=title,
        link=link.canonical,
        original_link=link.tidy,
        guid=None,
        published=published,
        excerpt=excerpt,
        content_hash=hash_content(title, excerpt),
        suggested_link=link.suggested,
        problems=problems | undated,
    )


def _find(item: Element, name: str, reader: _PageReader) -> Element | None:
    selector = reader.selectors.get(name)
    return selector.first(item, apart_from=reader.items) if selector else None


def _anchor(item: Element, reader: _PageReader) -> Element | None:
    """Return the link element of an item: the one that the link selector matches, else in or around
    the title, else the first link with text. None if there is no link.

    The first link of an item often contains only a picture, so links with text are preferred.
    """
    named = _find(item, "link", reader)
    if named is not None:
        return named if named.value("href") else _LINK.first(named, apart_from=reader.items)
    title = _find(item, "title", reader)
    if title is not None:
        inside = _LINK.first(title, apart_from=reader.items)
        around = title.getparent()
        if inside is not None:
            return inside
        if around is not None and around.value("href"):
            return around
    links = list(_LINK.select(item, apart_from=reader.items))
    return next((each for each in links if each.words().strip()), links[0] if links else None)


def _title(
    item: Element, anchor: Element | None, link: Link, reader: _PageReader
) -> tuple[str, frozenset[EntryProblem]]:
    """Return the item's title and its problems. Uses the full title from an attribute if the
    visible text is truncated."""
    element = _find(item, "title", reader)
    if element is None:
        element = anchor
    if element is not None:
        title = clean_title(element.words(), reader.font)
        attributes = [element.value("title"), anchor.value("title") if anchor is not None else ""]
        picture = _PICTURE.first(element)
        attributes.append(picture.value("alt") if picture is not None else "")
        full = (clean_title(each, reader.font) for each in attributes)
        title = full_title(without_decoration(title, element), full)
        if reader.dates_at_end and _date_at_end(title, reader.now):
            title = DATE_AT_END.sub("", title)
        if title:
            return title, frozenset()
    borrowed = title_from_link(link.canonical or "")
    if borrowed:
        return borrowed, frozenset({EntryProblem.TITLE_FROM_LINK})
    return "", frozenset({EntryProblem.NO_TITLE})


def _date(item: Element, reader: _PageReader) -> tuple[datetime | None, frozenset[EntryProblem]]:
    if reader.dates_at_end:
        ending = clean_title(item.words())
        moment = _date_at_end(ending, reader.now, month_first=reader.month_first)
        return moment, frozenset() if moment else frozenset({EntryProblem.NO_DATE})
    element = _find(item, "date", reader)
    if element is None:
        return None, frozenset({EntryProblem.NO_DATE})
    texts = (element.value("datetime"), element.value("content"), clean_title(element.words()))
    for written in filter(None, (*texts, element.value("title"))):
        moment = parse_date(written, now=reader.now, month_first=reader.month_first)
        if moment:
            return moment, frozenset()
    return None, frozenset({EntryProblem.BAD_DATE if any(texts) else EntryProblem.NO_DATE})


def _excerpt(item: Element, title: str, reader: _PageReader) -> str:
    element = _find(item, "excerpt", reader)
    if element is None:
        return ""
    return make_excerpt(
        element.words(), title=title, length=reader.excerpt_length, font=reader.font
    )


def _page_title(page: Page) -> str:
    element = _TITLE.first(page.root)
    return clean_title(element.words()) if element is not None else ""


def _look_over(kept: Sequence[Entry], entries: Sequence[Entry]) -> Iterator[FeedProblem]:
    if len(kept) < len(entries):
        yield FeedProblem.TOO_MANY_ENTRIES
    if not any(entry.published for entry in kept):
        yield FeedProblem.NO_DATES
    if len(kept) > 2 and len({entry.title for entry in kept}) == 1:
        yield FeedProblem.SAME_TITLES


_BASE = compile_selector("base[href]")
_PICTURE = compile_selector("img[alt]")
_LINK = compile_selector("a[href]")
_TITLE = compile_selector("title")
