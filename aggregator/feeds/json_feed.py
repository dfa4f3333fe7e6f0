"""Read JSON Feed 1.0 and 1.1 (jsonfeed.org) into the structure that feedparser returns."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from aggregator.feeds.plain import PlainFeed
from aggregator.feeds.types import NotAFeed, NotAFeedReason

_VERSION = "https://jsonfeed.org/version/"
# 500 items of 20 values have 10,000 values; a document with thirty times as many is malicious.
VALUES_AT_MOST = 300_000
_TEXTS = {
    "id": ("id",),
    "title": ("title",),
    "published": ("date_published",),
    "updated": ("date_modified",),
}


def read_json_feed(text: str) -> PlainFeed | None:
    """Return the feed in `text`, or None if the text is not a JSON object.

    Raises NotAFeed: JSON for other JSON, UNREADABLE for a document with too many values.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    if sum(map(text.count, ",{[")) > VALUES_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many values")
    try:
        feed = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(NotAFeedReason.JSON) from error
    items = feed.get("items")
    if not _text(feed, "version").startswith(_VERSION) or not isinstance(items, list):
        raise NotAFeed(NotAFeedReason.JSON)
    about = {"title": _text(feed, "title"), "link": _text(feed, "home_page_url")}
    return PlainFeed(about, [_entry(item) for item in items if isinstance(item, dict)])


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    """Convert a JSON Feed item to feedparser's names."""
    raw: dict[str, Any] = {
        name: next((found for key in keys if (found := _text(item, key))), "")
        for name, keys in _TEXTS.items()
    }
    # Stored as "links", not "link", because these addresses may be relative.
    links = (_text(item, "url"), _text(item, "external_url"))
    raw["links"] = [{"href": link} for link in links if link]
    plain = _text(item, "summary") or _text(item, "content_text")
    raw["summary"] = escape(plain) or _text(item, "content_html")
    raw["title"] = escape(raw["title"])
    authors = item.get("authors") or [item.get("author")]
    if isinstance(authors, list) and authors and isinstance(authors[0], dict):
        raw["author"] = _text(authors[0], "name")
    tags = item.get("tags")
    if isinstance(tags, list):
        raw["tags"] = [{"term": tag} for tag in tags if isinstance(tag, str)]
    return raw


def _text(value: dict[str, Any], name: str) -> str:
    """Return a member of an object as text, "" if it is not text or a number."""
    found = value.get(name)
    # Many feeds write ids as numbers.
    return str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else ""
