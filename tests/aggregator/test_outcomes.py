"""Every way a fetch can go wrong has a name, and moves the next fetch away."""

import datetime as dt

import pytest

from aggregator.models import FetchOutcome, LibraryItem, Source
from tests.factories.portals import entry, make_feed

from .conftest import NOW

HOUR = dt.timedelta(hours=1)
LONG_PAGE = (200, {"Content-Length": str(11 * 1024 * 1024)}, b"")


@pytest.mark.parametrize(
    ("answer", "outcome", "detail"),
    [
        ((403, {}, b""), FetchOutcome.HTTP_ERROR, "http_403"),
        ((500, {}, b""), FetchOutcome.HTTP_ERROR, "http_500"),
        ((410, {}, b""), FetchOutcome.GONE, "http_410"),
        ((429, {}, b""), FetchOutcome.BUSY, "http_429"),
        ((503, {}, b""), FetchOutcome.BUSY, "http_503"),
        ((302, {"Location": "/tin.rss"}, b""), FetchOutcome.REDIRECTS, "too_many_redirects: "),
        (
            (302, {"Location": "http://10.0.0.1/"}, b""),
            FetchOutcome.REFUSED_ADDRESS,
            "refused_address",
        ),
        ((302, {"Location": "ftp://a.example.vn/"}, b""), FetchOutcome.REFUSED_ADDRESS, "bad_url"),
        (LONG_PAGE, FetchOutcome.TOO_LARGE, "too_large"),
        ((200, {"Content-Encoding": "gzip"}, b"x"), FetchOutcome.UNREACHABLE, "bad_encoding"),
        ((200, {}, b""), FetchOutcome.NOT_A_FEED, "empty_body"),
        ((200, {}, b'{"items": []}'), FetchOutcome.NOT_A_FEED, "json"),
    ],
)
def test_an_answer_gets_its_name(portal, source, refresh, answer, outcome, detail):
    portal.pages["/tin.rss"] = answer
    report = refresh(source)
    assert report.outcome == outcome
    assert report.detail.startswith(detail)
    assert source.outcome == outcome
    assert source.failures == 1
    # Twice the wait of a source that is not known yet.
    assert source.next_fetch_at > NOW + HOUR * 3 / 4


def test_a_refused_address_is_named_and_nobody_is_asked(portal, source, refresh, settings):
    settings.AGGREGATOR_ALLOW_LOOPBACK = False
    assert refresh(source).outcome == FetchOutcome.REFUSED_ADDRESS
    assert portal.asked == []


def test_a_portal_that_is_switched_off_is_not_reachable(source, refresh):
    source.url = "http://127.0.0.1:1024/tin.rss"
    source.save()
    assert refresh(source).outcome == FetchOutcome.UNREACHABLE


def test_a_name_that_does_not_exist_is_not_reachable(source, refresh):
    source.url = "https://khong-co.example.vn/tin.rss"
    source.save()
    report = refresh(source)
    assert report.outcome == FetchOutcome.UNREACHABLE
    assert report.detail.startswith("dns: ")


def test_what_is_gone_for_good_is_switched_off(portal, source, refresh):
    portal.pages["/tin.rss"] = (410, {}, b"")
    refresh(source)
    assert not source.enabled
    assert not Source.objects.due(NOW + 1000 * HOUR)


def test_a_busy_portal_is_left_alone_as_long_as_it_asks(portal, source, refresh):
    portal.pages["/tin.rss"] = (429, {"Retry-After": "36000"}, b"")
    refresh(source)
    assert source.next_fetch_at >= NOW + 10 * HOUR
    portal.pages["/tin.rss"] = (503, {"Retry-After": "Sat, 28 Nov 2026 12:00:00 GMT"}, b"")
    refresh(source)
    assert source.next_fetch_at == NOW + 72 * HOUR


def test_failures_back_off_to_a_day_and_a_success_ends_it(portal, source, refresh):
    waits = []
    for _ in range(7):
        refresh(source)
        waits.append((source.next_fetch_at - NOW) / HOUR)
    assert [round(wait / 24) for wait in waits[-2:]] == [1, 1]
    assert waits[0] < waits[1] < waits[2]
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    assert source.failures == 0
    assert source.next_fetch_at < NOW + 1.2 * HOUR


def test_max_age_and_ttl_only_make_the_wait_longer(portal, source, refresh):
    feed = make_feed(entry(1))
    portal.pages["/tin.rss"] = (200, {"Cache-Control": "public, max-age=18000"}, feed)
    refresh(source)
    assert source.next_fetch_at == NOW + 5 * HOUR
    ttl = feed.replace(b"<item>", b"<ttl>180</ttl><item>")
    portal.pages["/tin.rss"] = (200, {"Cache-Control": "max-age=60"}, ttl)
    refresh(source)
    assert source.next_fetch_at == NOW + 3 * HOUR


def test_a_failure_forgets_neither_items_nor_validators(portal, source, refresh):
    portal.pages["/tin.rss"] = make_feed(entry(1))
    refresh(source)
    etag = source.etag
    portal.pages["/tin.rss"] = (500, {"ETag": '"fault"'}, b"")
    refresh(source)
    assert (source.etag, LibraryItem.objects.count()) == (etag, 1)
    assert source.succeeded_at == NOW


def test_hostile_validators_are_not_kept(portal, source, refresh):
    headers = {"ETag": "x" * 5000, "Last-Modified": "y" * 500}
    portal.pages["/tin.rss"] = (200, headers, make_feed(entry(1)))
    refresh(source)
    assert (source.etag, source.last_modified) == ("", "")
