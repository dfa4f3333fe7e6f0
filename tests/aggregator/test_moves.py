"""A feed that moved: believed when it was said three times, written down, never for a 302."""

import datetime as dt

import pytest
from wagtail.models import ModelLogEntry

from aggregator.models import Health, LibraryItem
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW

DAY = dt.timedelta(days=1)


@pytest.fixture
def moved(portal, source, refresh):
    """Fetch the source on some days; its old address answers with the status."""
    portal.pages["/moi.rss"] = make_feed(entry(1))

    def run(status: int, *days: int, target: str = "/moi.rss") -> str:
        portal.pages["/tin.rss"] = (status, {"Location": target}, b"")
        for day in days:
            refresh(source, after=day * DAY)
        return source.url.removeprefix(portal.url)

    return run


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_move_is_taken_over_at_the_third_time(moved, source, status):
    assert moved(status, 0, 1) == "/tin.rss"
    assert source.health == Health.MOVED
    assert moved(status, 2) == "/moi.rss"
    line = ModelLogEntry.objects.get(action="aggregator.moved")
    assert (line.timestamp, line.object_id) == (NOW + 2 * DAY, str(source.pk))
    assert line.data["old"].endswith("/tin.rss") and line.data["new"].endswith("/moi.rss")


def test_after_the_move_the_source_is_itself_again(moved, source, refresh, portal):
    moved(301, 0, 1, 2)
    asked = len(portal.asked)
    refresh(source, after=3 * DAY)
    assert (source.health, source.moved_to) == (Health.HEALTHY, "")
    assert [path for path, _ in portal.asked[asked:]] == ["/moi.rss"]
    assert LibraryItem.objects.count() == 1


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_move_is_never_taken_over(moved, source, status):
    assert moved(status, *range(6)) == "/tin.rss"
    assert source.health == Health.HEALTHY


def test_a_move_that_is_taken_back_counts_anew(moved, portal, source, refresh):
    moved(301, 0, 1)
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source, after=2 * DAY)
    assert moved(301, 3, 4) == "/tin.rss"


def test_another_target_counts_anew(moved, portal):
    portal.pages["/khac.rss"] = portal.pages["/moi.rss"]
    moved(301, 0, 1)
    assert moved(301, 2, 3, target="/khac.rss") == "/tin.rss"


def test_a_move_to_what_is_no_feed_is_not_believed(moved, portal, source):
    portal.pages["/moi.rss"] = (200, {}, b"<html><body>Trang chu</body></html>")
    assert moved(301, *range(4)) == "/tin.rss"
    assert source.health == Health.NOT_A_FEED


def test_a_move_behind_a_temporary_one_is_not_believed(moved, portal):
    portal.pages["/tam.rss"] = (301, {"Location": "/moi.rss"}, b"")
    assert moved(302, *range(4), target="/tam.rss") == "/tin.rss"


def test_only_the_permanent_part_of_a_way_is_taken_over(moved, portal):
    portal.pages["/tam.rss"] = (302, {"Location": "/moi.rss"}, b"")
    assert moved(301, *range(4), target="/tam.rss") == "/tam.rss"


def test_an_address_another_source_reads_is_left_to_a_person(moved, portal, source):
    make_source(url=f"{portal.url}/moi.rss")
    assert moved(301, *range(4)) == "/tin.rss"
    assert source.health == Health.MOVED
    assert not ModelLogEntry.objects.exists()
