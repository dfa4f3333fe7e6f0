"""Links made whole and comparable."""

from __future__ import annotations

import pytest

from aggregator.feeds.links import Link, canonical_link, link_key, resolve_link

SITE = "https://tinh.example.vn/"
CLEAN = "https://tinh.example.vn/tin/a-1.html"


def resolve(raw: str | None, base: str = SITE) -> Link:
    return resolve_link(raw, base=base, own_hosts=["tinh.example.vn"])


@pytest.mark.parametrize(
    "written",
    [
        CLEAN,
        "http://tinh.example.vn/tin/a-1.html",
        "https://tinh.example.vn:443/tin/a-1.html",
        "http://tinh.example.vn:443/tin/a-1.html",
        "http://tinh.example.vn:80/tin/a-1.html",
        "HTTPS://TINH.example.VN./tin/a-1.html",
        "https://www.tinh.example.vn/tin/a-1.html",
        "https://m.tinh.example.vn/tin/a-1.html",
        "https://tinh.example.vn//tin//a-1.html",
        "https://tinh.example.vn/tin/a-1.html/",
        "https://tinh.example.vn/tin/b/../a-1.html",
        "https://tinh.example.vn/tin/a-1.html/amp",
        "https://tinh.example.vn/tin/a-1.html?utm_source=rss&utm_medium=feed&fbclid=Iw0",
        "https://tinh.example.vn/tin/a-1.html?amp;utm_source=rss",
        "https://tinh.example.vn/tin/a-1.html?gidzl=x&zarsrc=30&gclid=1&ref=zalo",
        "https://tinh.example.vn/tin/a-1.html?",
        "https://tinh.example.vn/tin/a-1.html?p_p_auth=x1Y&p_auth=Z&redirect=%2Fweb%2Ftin%3Fcur%3D2",
        "https://tinh.example.vn/tin/a-1.html?inheritRedirect=true&_101_INSTANCE_ab_redirect=/x",
        "https://tinh.example.vn/tin/a-1.html?_afrLoop=7&_afrWindowMode=0&_adf.ctrl-state=x_4",
        "https://tinh.example.vn/tin/a-1.html?Source=https%3A%2F%2Ftinh.example.vn%2FPages%2Fa",
        "https://tinh.example.vn/(S(lit3py55t21z5v55vlm25s55))/tin/a-1.html?returnurl=/tin",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Ftinh.example.vn%2Ftin%2Fa-1.html&ved=2",
        "https://www.google.com.vn/url?q=https://tinh.example.vn/tin/a-1.html&sa=D",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ftinh.example.vn%2Ftin%2Fa-1.html%3Ffbclid%3D1",
        "https://zalo.me/share?u=https%3A%2F%2Ftinh.example.vn%2Ftin%2Fa-1.html",
        "https://tinh-example-vn.cdn.ampproject.org/c/s/tinh.example.vn/tin/a-1.html",
        "https://www.google.com/amp/s/tinh.example.vn/tin/a-1.html/amp",
        "https://tinh.example.vn/tin/a-1.html#rss",
        "https://tinh.example.vn/tin/a-1.html;jsessionid=0A1B.node1",
        "https://tinh.example.vn/t%69n/a-1.html",
        "//tinh.example.vn/tin/a-1.html",
        "/tin/a-1.html",
        "tin/a-1.html",
        "./tin/a-1.html",
        "tinh.example.vn/tin/a-1.html",
        "www.tinh.example.vn/tin/a-1.html",
        "\\tin\\a-1.html",
        "https:/tinh.example.vn/tin/a-1.html",
        "https:///tinh.example.vn/tin/a-1.html",
        "http://https://tinh.example.vn/tin/a-1.html",
        "  https://tinh.example.vn/tin/\n\ta-1.html ",
    ],
)
def test_every_form_of_an_address_is_one_link(written: str) -> None:
    assert resolve(written).canonical == CLEAN


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("/?id=5", "https://tinh.example.vn/?id=5"),
        ("/x.aspx?ItemID=5&l=Tin&utm_id=1", "https://tinh.example.vn/x.aspx?ItemID=5&l=Tin"),
        ("/x?a=1&amp;b=2", "https://tinh.example.vn/x?a=1&b=2"),
        ("/Details.aspx?id=MjEyOA==&idtype=MQ==", "https://tinh.example.vn/Details.aspx?id=MjEyOA==&idtype=MQ=="),
        ("/văn bản/a%c4%91.pdf", "https://tinh.example.vn/v%C4%83n%20b%E1%BA%A3n/a%C4%91.pdf"),
        ("/app#/tin/5", "https://tinh.example.vn/app#/tin/5"),
        ("/go?redirect=https://khac.vn/a", "https://tinh.example.vn/go?redirect=https://khac.vn/a"),
        ("https://google.com/url?id=5", "https://google.com/url?id=5"),
        ("/tin?source=5&from=1", "https://tinh.example.vn/tin?source=5&from=1"),
        ("https://tinh.example.vn:8443/a", "https://tinh.example.vn:8443/a"),
        ("https://www.khac.vn/a", "https://www.khac.vn/a"),
        ("https://báo.vn/a", "https://xn--bo-mia.vn/a"),
    ],
)  # fmt: skip
def test_what_means_something_is_kept(written: str, clean: str) -> None:
    assert resolve(written).canonical == clean


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "mailto:a@example.vn",
        "data:text/html,x",
        "ftp://tinh.example.vn/a",
        "https://user:secret@tinh.example.vn/a",
        "http://localhost/a",
        "http://192.168.1.10/a",
        "http://may-chu/a",
        "https://tinh.example.vn:8080tin/a",
        "https://[::1/a",
        "https://exa mple.vn/a",
        "#",
        "/" + "x" * 3_000,
    ],
)
def test_what_leads_nowhere_is_broken(written: str) -> None:
    link = resolve(written)
    assert link.broken and link.canonical is None and link.tidy is None


def test_no_address_is_not_a_broken_one() -> None:
    assert resolve("") == resolve(None) == resolve(" \n") == Link()


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("https://tinh.example.vnhe-thong/1.aspx", "https://tinh.example.vn/he-thong/1.aspx"),
        ("https://vanban.chinhphu.vnhe-thong", "https://vanban.chinhphu.vn/he-thong"),
        ("https://tinh.example.vn1000.aspx", "https://tinh.example.vn/1000.aspx"),
    ],
)
def test_a_lost_slash_is_not_followed_but_suggested(written: str, suggestion: str) -> None:
    link = resolve(written)
    assert link.broken and link.suggested == suggestion


def test_what_a_reader_opens_keeps_the_form_of_the_source() -> None:
    link = resolve("http://www.tinh.example.vn/tin/?utm_source=rss#top")
    assert link.tidy == "http://www.tinh.example.vn/tin/#top"
    assert link.canonical == "https://tinh.example.vn/tin"


def test_a_loopback_portal_is_its_own_site() -> None:
    link = resolve_link("/a", base="http://127.0.0.1:8000/f.rss", own_hosts=["127.0.0.1"])
    assert link.canonical == "http://127.0.0.1:8000/a"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.x.vn/a//b/./c/../d/?utm_a=1&b=%7e%c3&amp;c#!/r",
        "https://m.www.x.vn/amp/amp/",
        "http://x.vn/%2e%2e/a.amp",
        "http://[2001:4860::8888]:8080/x/",
        "http://x.vn/a%zz?b=%",
        "https://x.vn/..//..",
    ],
)
def test_a_canonical_link_is_its_own_canonical_link(url: str) -> None:
    once = canonical_link(url, site_host="x.vn")
    assert once is not None
    assert canonical_link(once, site_host="x.vn") == once


def test_the_key_joins_what_two_sources_write_differently() -> None:
    keys = {link_key(f"https://{host}x.vn/a") for host in ("", "www.", "m.", "amp.")}
    assert len(keys) == 1
    assert link_key("https://x.vn/b") not in keys and link_key("https://w.x.vn/a") not in keys
