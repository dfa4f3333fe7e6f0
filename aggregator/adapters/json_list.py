"""Adapter for JSON that a portal's own page loads: a list of objects, read by paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.dates import parse_date, writes_month_first
from aggregator.feeds.json_values import objects_in, read_json, text_of, value_at
from aggregator.feeds.links import host_of, resolve_link
from aggregator.feeds.listed import listed_entry, listed_feed, own_hosts
from aggregator.feeds.normalize import clean_title
from aggregator.feeds.titles import says_nothing
from aggregator.feeds.types import Entry, Feed

KIND = "json_list"
ORDER = 6
LABEL = _("JSON with a list of news")
OPTIONS = (
    Option(
        "items",
        _("Path to the items"),
        _("Names separated by dots, for example: data.items. Empty: the document is the list."),
    ),
    Option("title", _("Path to the title"), _("Inside one item, for example: title.rendered")),
    Option(
        "link",
        _("Path to the link"),
        _(
            "Inside one item, for example: url. Or an address with paths in braces, for example:"
            " https://portal.vn/tin/{ma}"
        ),
    ),
    Option(
        "date",
        _("Path to the date"),
        _("Inside one item. Dates, /Date(…)/ and seconds or milliseconds since 1970 are read."),
    ),
    Option(
        "base",
        _("Base address of links"),
        _("Only where short links start from another address than the page's."),
    ),
)
_NEEDED = ("title", "link")
_ITEMS_AT_MOST = 5_000
_PLACE = re.compile(r"\{([^{}]{1,200})\}")


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Validate the paths and the base address. Returns {option name: error message}."""
    complaints: dict[str, Any] = {
        name: _("Enter the path inside one item, for example: title")
        for name in _NEEDED
        if not options.get(name)
    }
    if options.get("base") and not host_of(options["base"]):
        complaints["base"] = _("Enter a whole address that begins with https://.")
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
    """Read the items at the paths in `options`. See `Adapter.read`.

    Raises NotAFeed: NOTHING_MATCHES, or the reason why the body is not JSON.
    """
    value, problems = read_json(body, content_type)
    return read_items(value, options, base_url=base_url, now=now, problems=problems)


def read_items(
    value: Any,
    options: Mapping[str, str],
    *,
    base_url: str,
    now: datetime,
    problems: frozenset[Any] = frozenset(),
) -> Feed:
    """Return the items of a JSON value as a feed. Raises NotAFeed (NOTHING_MATCHES) if there is
    none."""
    found = _entries(value, options, base_url, now)
    return listed_feed(found, title="", base_url=base_url, problems=problems)


def _entries(
    value: Any, options: Mapping[str, str], base_url: str, now: datetime
) -> Iterator[Entry]:
    """Yield the items that have a title or a link."""
    items = objects_in(value_at(value, options.get("items", "")))[:_ITEMS_AT_MOST]
    base = options.get("base") or base_url
    dates = [_date_text(item, options.get("date", "")) for item in items]
    month_first = writes_month_first(dates)
    for item, date in zip(items, dates, strict=True):
        title = clean_title(text_of(value_at(item, options["title"])))
        address = _address(item, options["link"])
        link = resolve_link(address, base=base, own_hosts=own_hosts(base, base_url))
        if link.canonical or not says_nothing(title):
            published = parse_date(date, now=now, month_first=month_first)
            yield listed_entry(title, link, published, date)


def _date_text(item: Mapping[str, Any], path: str) -> str:
    """Return the date of an item as written, "" if it has none or no path is set."""
    return text_of(value_at(item, path)) if path else ""


def _address(item: Mapping[str, Any], link: str) -> str:
    """Return the address of an item: the value at a path, or an address with values in place of the
    braces. "" if a value is missing."""
    if "{" not in link:
        return text_of(value_at(item, link))
    values = {path: text_of(value_at(item, path)) for path in _PLACE.findall(link)}
    if not all(values.values()):
        return ""
    return _PLACE.sub(lambda found: quote(values[found[1]], safe="/~"), link)
