"""Pages as people write them, and pages made to hurt."""

from __future__ import annotations

import time

import pytest

from aggregator.feeds.css import compile_selector
from aggregator.feeds.html import read_page
from aggregator.feeds.types import FeedProblem, NotAFeed, NotAFeedReason

# A whole list page takes a few milliseconds; what is quadratic takes minutes.
SECONDS = 20


def texts(markup: str, selector: str) -> list[str]:
    page = read_page(f"<html>{markup}".encode(), None)
    return [" ".join(each.words().split()) for each in compile_selector(selector).select(page.root)]


def test_open_elements_are_closed_where_a_browser_closes_them() -> None:
    assert texts("<ul><li>một<li>hai<ul><li>trong</ul><li>ba</ul>", "ul > li")[1:] == [
        "hai trong",
        "trong",
        "ba",
    ]
    assert texts("<p>một<p>hai<div>ba</div>", "p") == ["một", "hai"]
    assert texts("<table><tr><td>1<td>2<tr><td>3</table>", "tr") == ["1 2", "3"]
    assert texts("<div><b>một</div><div>hai</div></b></i>", "div") == ["một", "hai"]


def test_scripts_comments_and_broken_tags_are_no_text() -> None:
    markup = "<p>a<!-- <p>x --><script>var p='<p>y</p>'</script><style>p{}</style>b<em <i>c</i></p>"
    assert texts(markup, "p") == ["abc"]
    assert texts("<p title='1 > 2' data-x=\"<b>\">chữ < số</p>", "p") == ["chữ < số"]


def test_attributes_are_read_however_they_are_quoted() -> None:
    page = read_page(b"<html><a HREF='/a?x=1&amp;y=2' title=b data-c href=/z>", None)
    link = compile_selector("a").first(page.root)
    assert link is not None
    assert (link.value("href"), link.value("title"), link.value("data-c")) == (
        "/a?x=1&y=2",
        "b",
        "",
    )


def test_the_charset_is_believed_only_where_the_bytes_agree() -> None:
    legacy = "<html><meta charset=windows-1258><p>Luâ\u0323t đâ\u0301t đai".encode("cp1258")
    page = read_page(legacy, None)
    assert "Luật đất đai" in page.text
    lying = "<html><meta charset=windows-1252><p>Nghị định".encode()
    assert FeedProblem.CHARSET_REPAIRED not in read_page(lying, "text/html; charset=utf-8").problems
    assert "Nghị định" in read_page(lying, None).text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", NotAFeedReason.EMPTY_BODY),
        (b"{}", NotAFeedReason.JSON),
        (b"%PDF-1.7", NotAFeedReason.BINARY),
        (b"<rss><channel><item></item></channel></rss>", NotAFeedReason.FEED),
        (b"<?xml version='1.0'?><urlset></urlset>", NotAFeedReason.SITEMAP),
    ],
)
def test_what_is_no_page_for_people_is_named(body: bytes, reason: NotAFeedReason) -> None:
    with pytest.raises(NotAFeed) as refused:
        read_page(body, None)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("piece", "times"), [("<div>", 3_000), ("<br>", 100_001), ("a", 4_000_001)]
)
def test_a_page_that_nobody_would_read_is_refused(piece: str, times: int) -> None:
    with pytest.raises(NotAFeed) as refused:
        read_page(f"<html>{piece * times}".encode(), None)
    assert refused.value.reason is NotAFeedReason.UNREADABLE


# Built in the test: kept as parameters they would weigh on whatever measures memory later.
@pytest.mark.parametrize(
    ("before", "piece", "times"),
    [
        ("", "<", 3_000_000),
        ("", "<a ", 1_000_000),
        ("", '<a b="', 500_000),
        ("", "<a b='<a c=\"", 250_000),
        ("", "<!--", 750_000),
        ("", "<!", 1_500_000),
        ("", "<script>", 375_000),
        ("", "</b>", 750_000),
        ("<p ", "a=b ", 750_000),
        ("<p>", "&#1;", 750_000),
        ("<div>", "<td></td>", 90_000),
        ("<div>" * 500, "<p></p>", 90_000),
        ("x<b>" * 400, "<p>y</p>", 50_000),
        ("<p>" + "<b x>" * 2_000 + "</p>", "<p>y", 50_000),
    ],
)
def test_a_page_made_to_hurt_is_done_with_soon(before: str, piece: str, times: int) -> None:
    started = time.process_time()
    try:
        page = read_page(f"<html>{before}{piece * times}".encode(), None)
        list(compile_selector("x div > td:nth-child(2), div div div ~ b").select(page.root))
    except NotAFeed as refused:
        assert refused.reason is NotAFeedReason.UNREADABLE
    assert time.process_time() - started < SECONDS
