"""Finding a portal's feeds from one of its pages."""

import pytest

from aggregator.discovery import find_feeds, find_index_pages
from aggregator.discovery_services import discover_feeds
from aggregator.feeds.html import read_page
from tests.factories.portals import entry, make_feed

HOME = "https://cong.example.vn/"


def parsed(markup: str):
    return read_page(f"<!doctype html><html>{markup}".encode(), "text/html")


def test_what_a_page_declares_comes_before_what_it_links_to():
    feeds = find_feeds(
        parsed(
            "<head><link rel=alternate type='application/rss+xml' title='Tin mới' href='/tin.rss'>"
            "<link rel='alternate' type='application/atom+xml' href='https://b.example.vn/atom'>"
            "<link rel=alternate hreflang=en href='/en/'>"
            "<link rel=stylesheet href='/feed.xml'></head>"
            "<a href='/van-ban.rss'>Văn bản <b>mới</b></a><a href='/tin.rss'>RSS</a>"
            "<a href='/tin.html'>Tin</a><a href='http://169.254.169.254/x.rss'>trong</a>"
        ),
        HOME,
    )
    assert [(each.url, each.title) for each in feeds] == [
        ("https://cong.example.vn/tin.rss", "Tin mới"),
        ("https://b.example.vn/atom", ""),
        ("https://cong.example.vn/van-ban.rss", "Văn bản mới"),
    ]


def test_old_pages_named_rss_are_known_by_name_and_address():
    page = parsed(
        "<a href='/Rss/'>Kênh tin</a><a href='/kenh.htm'>RSS</a><a href='/tin.rss'>x</a>"
        "<a href='https://khac.example.vn/rss/'>RSS</a><a href='/progress'>y</a>"
    )
    assert find_index_pages(page, HOME) == [f"{HOME}Rss/", f"{HOME}kenh.htm"]


@pytest.fixture
def discover(portal):
    """Discover from a page of the running portal."""
    return lambda markup: [
        (each.url.removeprefix(portal.url), each.kind)
        for each in discover_feeds(page=parsed(markup), url=f"{portal.url}/")
    ]


def test_a_page_that_names_its_feeds_costs_no_request(portal, discover):
    assert discover("<link rel=alternate type=application/rss+xml href=/a>") == [("/a", "rss")]
    assert portal.asked == []


def test_a_page_that_lists_feeds_is_read_in_turn(portal, discover):
    index = "<html><a href='/rss/dat-dai.rss'>Đất đai</a><a href='/rss/thue.rss'>Thuế</a>"
    portal.pages["/rss.html"] = (200, {"Content-Type": "text/html"}, index.encode())
    assert discover("<a href='/rss.html'>RSS</a>") == [
        ("/rss/dat-dai.rss", "rss"),
        ("/rss/thue.rss", "rss"),
    ]


def test_the_usual_addresses_are_tried_and_only_what_answers_is_offered(portal, discover):
    portal.pages["/rss/"] = make_feed(entry(1))
    portal.pages["/sitemap.xml"] = b"<?xml version='1.0'?><urlset></urlset>"
    portal.pages["/feed/"] = (200, {}, b"<html>404</html>")
    portal.pages["/rss.xml"] = (302, {"Location": "http://10.0.0.1/rss"}, b"")
    assert discover("<p>Chào</p>") == [("/rss/", "rss"), ("/sitemap.xml", "sitemap")]
