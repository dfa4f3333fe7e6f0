"""List pages of portals, read by selectors that a person has entered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aggregator.adapters.html_list import check, read
from aggregator.feeds.types import (
    Entry,
    EntryProblem,
    Feed,
    FeedProblem,
    NotAFeed,
    NotAFeedReason,
)

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
BASE = "https://tinh.example.vn/tin-tuc/"


def read_list(markup: str, base_url: str = BASE, **options: str) -> Feed:
    return read(
        f"<!doctype html><html><body>{markup}</body></html>".encode(),
        content_type="text/html",
        base_url=base_url,
        now=NOW,
        excerpt_length=300,
        options={"item": ".tin"} | options,
    )


def only(markup: str, **options: str) -> Entry:
    (entry,) = read_list(markup, **options).entries
    return entry


def test_an_item_is_read_from_its_parts() -> None:
    entry = only(
        "<div class=tin><a href='a.jpg.html'><img></a><h3><a href='nghi-dinh.html?utm_source=x'>"
        "Nghị định số 1</a></h3><span class=d>(20/11/2026 09:17)</span><p>Quy định mới.</p></div>",
        title="h3",
        date=".d",
        excerpt="p",
    )
    assert entry.link == "https://tinh.example.vn/tin-tuc/nghi-dinh.html"
    assert (entry.title, entry.excerpt) == ("Nghị định số 1", "Quy định mới.")
    assert entry.published == datetime(2026, 11, 20, 2, 17, tzinfo=UTC)
    assert not entry.problems


def test_without_a_title_selector_the_link_with_words_is_taken() -> None:
    entry = only("<li class=tin><a href='/anh'><img></a><a href='/bai'>Tin đáng đọc</a></li>")
    assert (entry.title, entry.link) == ("Tin đáng đọc", "https://tinh.example.vn/bai")


def test_the_item_may_be_the_link_itself_and_lie_around_its_title() -> None:
    assert only("<a class=tin href='/bai'><h3>Tin</h3><i>x</i></a>", title="h3").link
    assert only("<div class=tin><a href='/bai'><h3>Tin</h3></a></div>", title="h3").link


def test_a_title_that_is_cut_short_is_taken_whole_from_its_attribute() -> None:
    entry = only("<div class=tin><a href='/a' title='Thông tư về thuế'>Thông tư…</a></div>")
    assert entry.title == "Thông tư về thuế"


def test_an_item_without_a_date_says_so() -> None:
    without = read_list("<p class=tin><a href='/a'>Một tin</a><i>hôm qua</i></p>")
    assert EntryProblem.NO_DATE in without.entries[0].problems
    assert FeedProblem.NO_DATES in without.problems
    bad = only("<p class=tin><a href='/a'>Một tin</a><i>dạo nọ</i></p>", date="i")
    assert EntryProblem.BAD_DATE in bad.problems


@pytest.mark.parametrize(
    ("order", "day"), [("", 2), ("dmy", 2), ("mdy", 11)], ids=["by itself", "dmy", "mdy"]
)
def test_the_order_of_a_date_can_be_told(order: str, day: int) -> None:
    markup = "<p class=tin><a href='/a'>Một tin</a><i>2/11/2026</i></p>"
    entry = only(markup, date="i", date_order=order)
    assert entry.published is not None
    assert entry.published.day == day - 1  # midnight in Vietnam is the evening before in UTC


def test_dates_in_brackets_are_read_where_most_items_end_in_one() -> None:
    markup = "".join(
        f"<li class=tin><a href='/{n}'>Tin số {n}{inside}</a>{after}</li>"
        for n, inside, after in (
            (1, "", " (24/11)"),
            (2, " (23/11/2026)", ""),
            (3, " (hôm qua)", ""),
        )
    )
    entries = read_list(markup).entries
    assert [each.title for each in entries] == ["Tin số 1", "Tin số 2", "Tin số 3"]
    assert [each.published and each.published.day for each in entries] == [23, 22, 23]
    one = only("<li class=tin><a href='/1'>Kỷ niệm ngày thành lập (20/11)</a></li>")
    assert (one.title, one.published) == ("Kỷ niệm ngày thành lập (20/11)", None)


def test_a_machine_readable_date_goes_before_the_one_shown() -> None:
    entry = only(
        "<p class=tin><a href='/a'>Tin</a>"
        "<time datetime='2026-11-19T08:00:00+07:00'>hôm kia</time>",
        date="time",
    )
    assert entry.published == datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


def test_links_start_where_the_page_or_the_person_says() -> None:
    item = "<p class=tin><a href='bai.html'>Tin</a>"
    assert only(f"<base href='/goc/'>{item}").link == "https://tinh.example.vn/goc/bai.html"
    entry = only(item, base="https://bao.example.vn/x/")
    assert entry.link == "https://bao.example.vn/x/bai.html"


def test_one_article_is_one_entry_and_decoration_is_none() -> None:
    feed = read_list(
        "<p class=tin><a href='/a'>Tin</a></p><p class=tin><a href='/a?utm_source=b'>Tin</a></p>"
        "<p class=tin>&nbsp;</p><div class=tin><div class=tin><a href='/b'>Hai</a></div></div>"
    )
    assert [entry.title for entry in feed.entries] == ["Tin", "Hai"]


def test_a_link_that_runs_a_script_is_none() -> None:
    entry = only(
        "<p class=tin><a href='javascript:alert(1)'>Tin &lt;script&gt;x&lt;/script&gt;</a>"
    )
    assert entry.link is None
    assert EntryProblem.BROKEN_LINK in entry.problems
    assert "<" not in entry.title


def test_the_newest_500_are_kept() -> None:
    rows = "".join(
        f"<p class=tin><a href='/{n}'>Tin {n}</a><i>{n % 28 + 1}/10/2026</i></p>"
        for n in range(900)
    )
    feed = read_list(rows, date="i")
    assert (len(feed.entries), feed.found) == (500, 900)
    assert FeedProblem.TOO_MANY_ENTRIES in feed.problems


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"item": ".khong-co"}, NotAFeedReason.NOTHING_MATCHES),
        ({"item": "div["}, NotAFeedReason.BAD_SELECTOR),
        ({"item": ""}, NotAFeedReason.BAD_SELECTOR),
        ({"title": "h3:has(a)"}, NotAFeedReason.BAD_SELECTOR),
    ],
)
def test_a_selector_that_finds_nothing_is_named(options: dict, reason: NotAFeedReason) -> None:
    with pytest.raises(NotAFeed) as refused:
        read_list("<p class=tin><a href='/a'>Tin</a></p>", **options)
    assert refused.value.reason is reason


def test_a_gate_in_front_of_the_page_is_told_from_an_empty_list() -> None:
    with pytest.raises(NotAFeed) as refused:
        read_list("<script>document.cookie='D1N=1'</script>")
    assert refused.value.reason is NotAFeedReason.CHALLENGE_PAGE


def test_a_person_is_told_what_is_wrong_with_a_selector() -> None:
    complaints = check({"item": "", "title": "h3:has(a)", "date": ".d", "base": "tinh.vn"})
    assert complaints.keys() == {"item", "title", "base"}
    assert ":has(a)" in complaints["title"]
    assert not check({"item": ".tin"})
