"""Portals that write the visitor's session into every link: an article stays one card."""

import datetime as dt

from aggregator.models import FetchOutcome, ItemStatus, LibraryItem
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

DAY = dt.timedelta(days=1)


def feed(portal, parameter: str) -> bytes:
    return make_feed(
        *(
            entry(n, link=f"{portal.url}/vi/tin/{n}?{parameter}", guid=f"{parameter}{n}")
            for n in range(8)
        )
    )


def test_an_unknown_session_name_moves_the_item_and_keeps_it_public(db, portal, refresh):
    source = make_source(url=f"{portal.url}/tin.rss", trusted=True)
    for visit in range(3):
        portal.pages["/tin.rss"] = feed(portal, f"phien={visit}")
        refresh(source, after=visit * DAY)
    assert source.outcome == FetchOutcome.NOTHING_NEW
    links = LibraryItem.objects.published().values_list("link", flat=True)
    assert sorted(links) == [f"{portal.url}/vi/tin/{n}?phien=2" for n in range(8)]


def test_a_reviewed_item_under_another_session_stays_reviewed(portal, source, refresh):
    for visit in range(2):
        portal.pages["/tin.rss"] = feed(portal, f"phien={visit}")
        refresh(source, after=visit * DAY)
        LibraryItem.objects.update(status=ItemStatus.PUBLISHED)
    portal.pages["/tin.rss"] = feed(portal, "phien=3")
    refresh(source, after=3 * DAY)
    assert LibraryItem.objects.published().count() == 8


def test_a_known_session_name_changes_nothing_at_all(portal, source, refresh):
    portal.pages["/tin.rss"] = feed(portal, "p_auth=a&redirect=%2Fvi")
    refresh(source)
    before = list(LibraryItem.objects.order_by("pk").values())
    portal.pages["/tin.rss"] = feed(portal, "p_auth=b&redirect=%2Fvi%3Fcur%3D2")
    refresh(source, after=DAY)
    assert list(LibraryItem.objects.order_by("pk").values("link", "changed_at")) == [
        {"link": each["link"], "changed_at": None} for each in before
    ]
