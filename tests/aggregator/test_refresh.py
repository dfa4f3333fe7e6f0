"""A feed's way into the library: what is stored, what is left alone, what a reader then sees."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend

from aggregator import item_services
from aggregator.models import FetchOutcome, ItemStatus, LibraryItem
from aggregator.selectors import newest_items, published_items
from legal_updates.models import Topic
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

HOUR = dt.timedelta(hours=1)


def row_versions() -> list[tuple[int, str]]:
    """Return which version of each item row the table holds; a write makes a new one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM aggregator_libraryitem ORDER BY id")
        return cursor.fetchall()


def test_new_items_wait_for_a_reviewer(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2))
    report = refresh(source)
    assert report.outcome == FetchOutcome.NEW_ITEMS
    assert report.counts.new == 2
    assert {item.status for item in LibraryItem.objects.all()} == {ItemStatus.NEW}
    assert not newest_items()


def test_items_of_a_trusted_source_are_published_at_once(portal, source, refresh):
    source.trusted = True
    source.save()
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    item = newest_items().get()
    assert (item.title, item.link) == (entry(1)["title"], entry(1)["link"])
    assert item.excerpt == entry(1)["description"]
    assert item.document_numbers == ["1/2026/NĐ-CP"]
    assert item.published_at == dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)


def test_an_item_that_cannot_be_opened_is_never_published(portal, source, refresh):
    source.trusted = True
    source.save()
    portal.pages["/tin.rss"] = make_feed(entry(1, link="https://portal.example.vntin/1", guid="x"))
    refresh(source)
    item = LibraryItem.objects.get()
    assert (item.status, item.link) == (ItemStatus.NEW, "")


def test_items_get_the_topics_of_their_source_and_are_found(portal, source, refresh):
    source.topics.set(Topic.objects.filter(slug="dat-dai"))
    portal.pages["/tin.rss"] = make_feed(entry(1, title="Bảng giá đất mới"), entry(2))
    refresh(source)
    found = get_search_backend().search("bang gia dat", LibraryItem)
    assert [item.title for item in found] == ["Bảng giá đất mới"]
    assert [topic.slug for topic in found[0].topics.all()] == ["dat-dai"]


def test_second_fetch_is_not_modified_and_writes_the_source_alone(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2))
    refresh(source)
    before = row_versions()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = refresh(source, after=HOUR)
    assert (report.outcome, report.detail) == (FetchOutcome.NOT_MODIFIED, "http_304")
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes
    assert all(sql.startswith('UPDATE "aggregator_source"') for sql in writes)
    assert row_versions() == before


def test_same_body_without_validators_is_not_read_again(portal, source, refresh, monkeypatch):
    portal.pages["/tin.rss"] = (200, {}, make_feed(entry(1)))
    refresh(source)
    monkeypatch.setattr("aggregator.adapters.rss.read", None)
    report = refresh(source, after=HOUR)
    assert (report.outcome, report.detail) == (FetchOutcome.NOT_MODIFIED, "same_body")
    assert portal.asked[-1][1].get("If-None-Match") is None


def test_same_items_in_another_body_write_no_item(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2))
    refresh(source)
    before = row_versions()
    portal.pages["/tin.rss"] = make_feed(entry(2), entry(1))
    report = refresh(source, after=HOUR)
    assert (report.outcome, report.counts.same) == (FetchOutcome.NOTHING_NEW, 2)
    assert row_versions() == before


def test_a_changed_item_is_the_only_row_written(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2))
    refresh(source)
    before = dict(row_versions())
    portal.pages["/tin.rss"] = make_feed(entry(1, title="Đính chính"), entry(2))
    assert refresh(source, after=HOUR).counts.changed == 1
    changed = LibraryItem.objects.get(title="Đính chính")
    assert changed.changed_at == source.fetched_at
    assert [pk for pk, version in row_versions() if before[pk] != version] == [changed.pk]
    assert get_search_backend().search("dinh chinh", LibraryItem).count() == 1


def test_new_words_of_an_approved_item_are_reviewed_again(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    LibraryItem.objects.update(status=ItemStatus.PUBLISHED)
    portal.pages["/tin.rss"] = make_feed(entry(1, title="Trúng thưởng lớn"))
    refresh(source, after=HOUR)
    assert LibraryItem.objects.get().status == ItemStatus.NEW


def test_words_a_reviewer_corrected_stay(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    LibraryItem.objects.update(title="Tên đúng", corrected=True, status=ItemStatus.PUBLISHED)
    portal.pages["/tin.rss"] = make_feed(entry(1, title="Tên sai lần nữa"))
    refresh(source, after=HOUR)
    item = LibraryItem.objects.get()
    assert (item.title, item.status) == ("Tên đúng", ItemStatus.PUBLISHED)


def test_another_address_under_corrected_words_is_reviewed_again(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    LibraryItem.objects.update(corrected=True, status=ItemStatus.PUBLISHED)
    portal.pages["/tin.rss"] = make_feed(entry(1, link="https://portal.example.vn/moi/1"))
    refresh(source, after=HOUR)
    item = LibraryItem.objects.get()
    assert (item.link, item.status) == ("https://portal.example.vn/moi/1", ItemStatus.NEW)


def test_rotating_guids_make_no_duplicates(portal, source, refresh):
    for turn in range(3):
        guids = (entry(number, guid=f"{turn}-{number}") for number in range(5))
        portal.pages["/tin.rss"] = make_feed(*guids)
        refresh(source, after=turn * HOUR)
    assert LibraryItem.objects.count() == 5


def test_a_feed_that_becomes_a_web_page_keeps_its_items(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    portal.pages["/tin.rss"] = (200, {}, b"<!doctype html><html><body>Bao tri</body></html>")
    report = refresh(source, after=HOUR)
    assert (report.outcome, report.detail) == (FetchOutcome.NOT_A_FEED, "html_page")
    assert LibraryItem.objects.count() == 1
    portal.pages["/tin.rss"] = make_feed(entry(1))
    assert refresh(source, after=3 * HOUR).outcome == FetchOutcome.NOT_MODIFIED


def test_an_empty_feed_is_called_empty_every_time(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed()
    assert refresh(source).outcome == FetchOutcome.EMPTY
    assert refresh(source, after=HOUR).outcome == FetchOutcome.EMPTY


def test_one_article_of_two_sources_is_shown_once_and_names_both(portal, source, refresh):
    other = make_source(
        "Báo Gia Lai", url=f"{portal.url}/bao.rss", trusted=True, level="provincial"
    )
    source.trusted = True
    source.save()
    portal.pages["/tin.rss"] = make_feed(entry(1))
    portal.pages["/bao.rss"] = make_feed(entry(1, link="http://www.portal.example.vn/tin/1.html/"))
    refresh(source)
    assert refresh(other).counts.duplicate == 1
    item = newest_items().get()
    assert [each.name for each in item.sources] == [source.name, "Báo Gia Lai"]
    by_the_other = published_items(source_ids=[other.pk], levels=[], topic_ids=[])
    assert by_the_other.get() == item
    assert published_items(source_ids=[], levels=["provincial"], topic_ids=[]).get() == item


def test_what_a_trusted_source_says_does_not_wait_for_an_untrusted_one(portal, source, refresh):
    other = make_source("Công báo", url=f"{portal.url}/congbao.rss", trusted=True)
    portal.pages["/tin.rss"] = portal.pages["/congbao.rss"] = make_feed(entry(1))
    refresh(source)
    refresh(other)
    item = newest_items().get()
    assert [each.name for each in item.sources] == ["Công báo", source.name]
    assert not LibraryItem.objects.waiting()


def test_what_a_reviewer_skipped_stays_skipped_from_any_source(portal, source, refresh):
    other = make_source(url=f"{portal.url}/bao.rss", trusted=True)
    portal.pages["/tin.rss"] = portal.pages["/bao.rss"] = make_feed(entry(1))
    refresh(source)
    LibraryItem.objects.update(status=ItemStatus.SKIPPED)
    refresh(other)
    assert not newest_items()
    assert not LibraryItem.objects.waiting()


def test_a_fault_in_the_middle_leaves_nothing_half_done(portal, source, refresh, monkeypatch):
    portal.pages["/tin.rss"] = make_feed(entry(1), entry(2))
    with monkeypatch.context() as broken:
        broken.setattr(item_services, "get_search_backend", None)
        report = refresh(source)
    assert (report.outcome, LibraryItem.objects.count()) == (FetchOutcome.FAULT, 0)
    assert source.next_fetch_at > source.fetched_at + HOUR * 3 / 4
    assert refresh(source, after=3 * HOUR).counts.new == 2


def test_the_size_of_a_feed_costs_no_queries(portal, source, refresh):
    costs = []
    for turn, size in enumerate((2, 16, 40)):
        first = 100 * turn
        old = [entry(n) for n in range(turn and 2)]
        portal.pages["/tin.rss"] = make_feed(*(entry(first + n) for n in range(size)), *old)
        with CaptureQueriesContext(connection) as queries:
            assert refresh(source, after=turn * HOUR).counts.new == size
        costs.append(len(queries))
    assert costs[1] == costs[2]
