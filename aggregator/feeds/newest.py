"""Reduce a feed of thousands of items to its newest ones before it is parsed.

Parsing a portal's whole archive would cost seconds and hundreds of megabytes, for items that are
discarded afterwards. This scan only finds where items start and end and their dates, in linear
time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from aggregator.feeds.dates import parse_date
from aggregator.feeds.types import NotAFeed, NotAFeedReason

_DATE = re.compile(
    r"<(?:pubDate|dc:date|published|updated|issued)[^<>]{0,80}>\s{0,40}"
    r"(?:<!\[CDATA\[)?([^<\]]{4,80})"
)
# A portal's whole archive has fewer items; a document with more is malicious.
_ITEMS_AT_MOST = 50_000
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def keep_newest(xml: str, limit: int, *, now: datetime) -> tuple[str, int]:
    """Return `xml` reduced to its `limit` newest items, and the original number of items (0 if it
    was below the limit and not counted).

    Items without a readable date count as the oldest; the order of the source is kept. Raises
    NotAFeed for more than 50,000 items.
    """
    tag = "item" if xml.count("<item") >= xml.count("<entry") else "entry"
    count = xml.count(f"<{tag}")
    if count > _ITEMS_AT_MOST:
        raise NotAFeed(NotAFeedReason.UNREADABLE, "too many items")
    if count <= limit:
        return xml, 0
    spans = _item_spans(xml, tag)
    if len(spans) <= limit:
        return xml, 0
    dated = [(_item_date(xml, span, now), -index, span) for index, span in enumerate(spans)]
    kept = {span for _, _, span in sorted(dated, reverse=True)[:limit]}
    parts, position = [], 0
    for start, end in spans:
        parts.append(xml[position:start])
        if (start, end) in kept:
            parts.append(xml[start:end])
        position = end
    return "".join([*parts, xml[position:]]), len(spans)


def _item_spans(xml: str, tag: str) -> list[tuple[int, int]]:
    """Return the (start, end) positions of all items. An unclosed item ends where the next one
    starts."""
    starts = [found.start() for found in re.finditer(f"<{tag}[\\s>]", xml)]
    spans = []
    for start, following in zip(starts, [*starts[1:], len(xml)], strict=True):
        close = xml.find(f"</{tag}", start, following)
        end = xml.find(">", close, following) + 1 if close != -1 else 0
        spans.append((start, end or (following if following < len(xml) else start)))
    return [span for span in spans if span[0] < span[1]]


def _item_date(xml: str, span: tuple[int, int], now: datetime) -> datetime:
    """Return the date of an item, or a very early one if it has none that can be read."""
    found = _DATE.search(xml, span[0], span[1])
    return (parse_date(found.group(1), now=now) if found else None) or _LONG_AGO
