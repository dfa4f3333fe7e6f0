"""Read JSON bodies, and the values in them by paths such as "data.items" or "title.rendered"."""

from __future__ import annotations

import json
from typing import Any

from aggregator.feeds.charset import decode_body
from aggregator.feeds.json_feed import VALUES_AT_MOST
from aggregator.feeds.repair import isolate_feed
from aggregator.feeds.types import FeedProblem, NotAFeed, NotAFeedReason

_BLANKS = "\ufeff\u200b \t\r\n"


def read_json(body: bytes, content_type: str | None) -> tuple[Any, frozenset[FeedProblem]]:
    """Return the value in a JSON body and the repaired problems of its text.

    Raises NotAFeed: the reason says what the body is instead; UNREADABLE for broken JSON and for a
    document with too many values.
    """
    text, problems = decode_body(body, content_type)
    text = text.lstrip(_BLANKS)
    if text[:1] not in ("{", "["):
        isolate_feed(text)
        raise NotAFeed(NotAFeedReason.FEED)
    if sum(map(text.count, ",{[")) > VALUES_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many values")
    try:
        return json.loads(text, strict=False), problems
    except (ValueError, RecursionError) as error:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "broken JSON") from error


def value_at(value: Any, path: str) -> Any:
    """Return the value at a path of names and list positions separated by dots; None if there is
    none. The empty path names `value` itself."""
    for name in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isascii() and name.isdigit():
            value = value[int(name)] if int(name) < len(value) else None
        else:
            return None
    return value


def text_of(value: Any) -> str:
    """Return a text or number as text, "" for any other value."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def objects_in(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list, or of an object whose members are all objects; else []."""
    if isinstance(value, dict) and all(isinstance(each, dict) for each in value.values()):
        value = list(value.values())
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
