"""Two workers that bring one policy at the same moment end with one card."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from aggregator.models import LibraryItem
from aggregator.selectors import newest_items
from aggregator.services import refresh_source
from tests.factories.library import publish_as_read
from tests.factories.portals import make_feed
from tests.factories.sections import make_source

from .conftest import NOW

PATIENCE = 20
SOURCES = 4
NEWS = "Thủ tướng yêu cầu các địa phương khẩn trương khắc phục hậu quả mưa lũ"


@pytest.mark.parametrize(
    "title",
    ["Nghị định {}/2026/NĐ-CP về việc số {}", NEWS + " đợt {}"],
    ids=["by number", "by title"],
)
def test_one_policy_stored_by_several_sources_at_once_is_one_card(portal, committed, title):
    sources = [make_source(url=f"{portal.url}/{n}.rss", trusted=True) for n in range(SOURCES)]
    for number in range(SOURCES):
        # Each in another order: no two transactions may wait for each other.
        places = sorted(range(30), key=lambda place: (place * 7 + number * 11) % 30)
        portal.pages[f"/{number}.rss"] = make_feed(
            *(
                {
                    "title": title.format(place, place),
                    "link": f"https://host-{number}.example.vn/{place}",
                    "pubDate": "Wed, 25 Nov 2026 08:00:00 +0700",
                }
                for place in places
            )
        )
    together = threading.Barrier(SOURCES, timeout=PATIENCE)
    portal.before = together.wait

    def fetch(source):
        try:
            return refresh_source(source_id=source.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(SOURCES) as pool:
        reports = list(pool.map(fetch, sources))
    assert [report.counts.new for report in reports] == [30] * SOURCES
    publish_as_read()
    assert (LibraryItem.objects.count(), len(newest_items())) == (30 * SOURCES, 30)
