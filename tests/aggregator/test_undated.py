"""Items without a date stand where they were first seen, not behind everything."""

import datetime as dt

from aggregator.models import LibraryItem
from aggregator.services import force_full_fetch
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW

DAY = dt.timedelta(days=1)


def undated(number: int) -> dict[str, str]:
    fields = entry(number)
    del fields["pubDate"]
    return fields


def numbers() -> list[str]:
    return [item.guid for item in LibraryItem.objects.newest_first()]


def test_news_without_a_date_is_of_the_day_it_was_first_seen(db, portal, refresh):
    old = entry(4, pubDate="Mon, 23 Nov 2026 08:00:00 +0700")
    portal.pages["/tin.rss"] = make_feed(undated(1))
    portal.pages["/co-ngay.rss"] = make_feed(old, entry(5))
    plain, dated = (make_source(url=f"{portal.url}/{name}.rss") for name in ("tin", "co-ngay"))
    for source in (plain, dated):
        refresh(source)
    # What a first fetch brings may be of any year.
    assert numbers() == ["tin-5", "tin-4", "tin-1"]
    portal.pages["/tin.rss"] = make_feed(undated(2), undated(1))
    refresh(plain, after=DAY)
    assert numbers() == ["tin-2", "tin-5", "tin-4", "tin-1"]


def test_another_address_brings_no_news_at_its_first_fetch(db, portal, refresh):
    portal.pages["/tin.rss"] = make_feed(undated(1))
    portal.pages["/moi.rss"] = make_feed(undated(2))
    source = make_source(url=f"{portal.url}/tin.rss")
    refresh(source)
    source.url = f"{portal.url}/moi.rss"
    source.save()
    force_full_fetch(source=source, now=NOW)
    refresh(source, after=DAY)
    assert set(LibraryItem.objects.values_list("seen_at", flat=True)) == {None}
