"""Generated sources and library items: one portal per ten agencies."""

import datetime as dt
import hashlib
import itertools
from collections.abc import Sequence

from wagtail.search.backends import get_search_backend

from aggregator.models import (
    FetchOutcome,
    Health,
    ItemStatus,
    LibraryItem,
    LibraryItemTopic,
    Source,
    SourceLevel,
)
from legal_updates.models import Topic

from .texts import SUBJECTS, AgencyText

AGENCIES_PER_SOURCE = 10
ITEMS_EACH = 20


def load_library(*, texts: Sequence[AgencyText], now: dt.datetime) -> None:
    """Create a source with items for every tenth agency of `texts`. Some items wait for review."""
    tenth = [text for text in texts if text.number % AGENCIES_PER_SOURCE == 1]
    sources = Source.objects.bulk_create(_source(text, now) for text in tenth)
    items = LibraryItem.objects.bulk_create(
        _item(source, number, now) for source in sources for number in range(ITEMS_EACH)
    )
    topics = itertools.cycle(Topic.objects.all())
    LibraryItemTopic.objects.bulk_create(
        LibraryItemTopic(content_object=item, tag=topic)
        for item, topic in zip(items, topics, strict=False)
    )
    search = get_search_backend()
    search.add_bulk(Source, sources)
    search.add_bulk(LibraryItem, items)


def _source(text: AgencyText, now: dt.datetime) -> Source:
    key = f"{text.code.lower()}-nguon"
    return Source(
        key=key,
        name=f"Trang tin {text.name}",
        owner=text.name,
        level=SourceLevel.PROVINCIAL,
        url=f"https://{key}.example.vn/rss",
        # Never fetched, because these portals do not exist.
        enabled=False,
        health=Health.PAUSED,
        outcome=FetchOutcome.NEW_ITEMS,
        fetched_at=now,
        succeeded_at=now,
        newest_item_at=now,
    )


def _item(source: Source, number: int, now: dt.datetime) -> LibraryItem:
    digest = hashlib.sha256(f"{source.key}/{number}".encode()).hexdigest()
    waiting = number % 5 == 0
    return LibraryItem(
        source=source,
        identity=digest,
        link_key=digest,
        digest=digest,
        content_hash=digest,
        title=f"Chính sách mới: {SUBJECTS[number % len(SUBJECTS)]} ({source.pk}.{number})",
        link=f"https://{source.key}.example.vn/tin/{number}",
        excerpt="Có hiệu lực từ tháng sau.",
        published_at=now - dt.timedelta(hours=number),
        fetched_at=now,
        status=ItemStatus.NEW if waiting else ItemStatus.PUBLISHED,
    )
