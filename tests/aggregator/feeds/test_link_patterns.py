"""Patterns of addresses: wide enough for the next article, narrow enough for nothing else."""

from __future__ import annotations

import pytest

from aggregator.feeds.link_patterns import compile_pattern, is_pattern, pattern_of, target_of


@pytest.mark.parametrize(
    ("targets", "pattern", "next_one", "other"),
    [
        (["/tin/a-1.html", "/tin/b-22.html"], "/tin/*-#.html", "/tin/c-d-333.html", "/tin/e.html"),
        (["/2026/11/a", "/2026/11/b"], "/#/#/*", "/2027/01/c", "/tag/11/a"),
        (["/tin/x-2025", "/tin/y-2026"], "/tin/*", "/tin/z", "/van-ban/z"),
        (
            ["/tai-lieu/a-t1.htm", "/tai-lieu/b-t22.htm"],
            "/tai-lieu/*-t#.htm",
            "/tai-lieu/c-t3.htm",
            "/tai-lieu/d-t.htm",
        ),
        (
            ["/modid/459/ItemID/9", "/modid/459/ItemID/88"],
            "/modid/459/ItemID/#",
            "/modid/459/ItemID/7",
            "/modid/460/ItemID/7",
        ),
        (
            ["/x.aspx?id=1&c=24", "/x.aspx?id=2&c=24"],
            "/x.aspx?id=#&c=24",
            "/x.aspx?id=30&c=24",
            "/x.aspx?id=3&c=25",
        ),
        (["/tin/MjY=", "/tin/Mzk="], "/tin/*", "/tin/NDA=", "/tin"),
        (["//vb.vn/a/1", "//vb.vn/a/2"], "//vb.vn/a/#", "//vb.vn/a/3", "/a/3"),
        (["/tin+1/a(1)", "/tin+1/a(2)"], "/tin+1/*", "/tin+1/a(3)", "/tinn1/a"),
    ],
)
def test_a_pattern_fits_its_addresses_and_the_next(targets, pattern, next_one, other) -> None:
    assert pattern_of(targets) == pattern
    fits = compile_pattern(pattern).fullmatch
    assert all(map(fits, [*targets, next_one]))
    assert not fits(other)


def test_a_pattern_made_to_hurt_ends_soon() -> None:
    pattern = "/" + "*a" * 20
    assert is_pattern(pattern)
    assert not compile_pattern(pattern).fullmatch("/" + "a" * 1_900 + "b")
    assert not is_pattern("/" + "*" * 21)
    assert not is_pattern("tin/*")


def test_the_host_is_named_only_where_it_is_another() -> None:
    assert target_of("https://a.vn/tin/1?x=2", "http://a.vn/") == "/tin/1?x=2"
    assert target_of("https://b.vn", "https://a.vn/") == "//b.vn/"
