"""Selectors find what a browser would find, and cost the same whatever the page looks like."""

from __future__ import annotations

import pytest

from aggregator.feeds.css import BadSelector, compile_selector
from aggregator.feeds.html import read_page

PAGE = """<html><body id=top><div class="list news-list"><ul>
<li class="row first"><h3><a href="/1" data-kind="van-ban">một</a></h3><i>a</i></li>
<li class="row ad"><h3><a href="/2">hai</a></h3></li>
<li class=row><p>x</p><a href="https://xa.vn/3">ba</a></li></ul></div>
<a href="/4">bốn</a></body></html>"""


def found(selector: str) -> list[str]:
    page = read_page(PAGE.encode(), "text/html")
    return [each.words().strip() for each in compile_selector(selector).select(page.root)]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("a", ["một", "hai", "ba", "bốn"]),
        ("div.news-list li.row > a", ["ba"]),
        ("#top .list h3 a", ["một", "hai"]),
        ("LI.row:not(.ad) a", ["một", "ba"]),
        ("li:nth-child(2) a", ["hai"]),
        ("li:first-child a, li:last-child a", ["một", "ba"]),
        ("h3 + i", ["a"]),
        ("p ~ a", ["ba"]),
        ("div+a", ["bốn"]),
        ("[data-kind]", ["một"]),
        ("a[href^='https://']", ["ba"]),
        ('a[href$="2"]', ["hai"]),
        ("li[class~=ad] a[href*='/']", ["hai"]),
        ("body>div>ul>li:nth-child(1)>h3>a", ["một"]),
        ("section a", []),
    ],
)
def test_a_selector_finds_what_it_names(selector: str, texts: list[str]) -> None:
    assert found(selector) == texts


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        ".",
        "a >",
        "> a",
        "a,,b",
        "a:has(b)",
        "li:nth-child(2n)",
        "a[href",
        "a{}",
        "..x",
        "::before",
        "a:not(b c)",
        "x" * 301,
        "a " * 40 + "a",
    ],
)
def test_what_cannot_be_used_is_refused_and_named(written: str) -> None:
    with pytest.raises(BadSelector) as refused:
        compile_selector(written)
    assert refused.value.written.strip() == written.strip()
