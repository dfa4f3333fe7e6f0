"""The guarded client against real servers on loopback: answers, redirects, sizes."""

from __future__ import annotations

import gzip
import time
import zlib
from typing import Any

import pytest

from network.core.http import BadResponse, FetchError, FetchPolicy, fetch

from .conftest import OPEN

AGENT = "pbgdpl-test/1 (+mailto:test@example.vn)"


# --- answers -------------------------------------------------------------------------------------


def test_an_answer_has_status_headers_body_and_final_address(portal: Any) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"<rss/>", ETag='"1"', Content_Type="text/xml")
    got = portal.get("/f")
    assert (got.status, got.body, got.url) == (200, b"<rss/>", portal.url + "/f")
    assert got.headers["etag"] == '"1"' and got.headers["content-type"] == "text/xml"


def test_we_say_who_we_are_and_send_no_cookie_nor_credentials(portal: Any) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"", 302, Location="/g", Set_Cookie="a=1")
    portal.routes["/g"] = lambda p: p.answer(b"")
    portal.get("/f")
    for _, headers in portal.seen:
        assert headers["User-Agent"] == AGENT
        assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_validators_make_the_request_conditional(portal: Any) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"", 304)
    got = portal.get("/f", etag='"abc"', last_modified="Mon, 30 Jun 2025 06:35:00 GMT")
    assert (got.status, got.body) == (304, b"")
    headers = portal.seen[0][1]
    assert headers["If-None-Match"] == '"abc"'
    assert headers["If-Modified-Since"] == "Mon, 30 Jun 2025 06:35:00 GMT"


def test_a_poisoned_validator_is_not_sent_back(portal: Any) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"ok")
    assert portal.get("/f", etag='"a"\r\nX-Evil: 1').body == b"ok"
    assert "X-Evil" not in portal.seen[0][1] and "If-None-Match" not in portal.seen[0][1]


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
def test_a_refusal_is_an_answer_with_its_headers_and_no_body(portal: Any, status: int) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"x" * 100, status, Retry_After="7200")
    got = portal.get("/f")
    assert (got.status, got.body, got.headers["retry-after"]) == (status, b"", "7200")


def test_an_interim_answer_is_not_the_answer(raw_server: Any) -> None:
    def answer(connection: Any, _stop: Any) -> None:
        connection.recv(4096)
        hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
        connection.sendall(hints * 2 + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")

    got = fetch(f"http://127.0.0.1:{raw_server(answer)}/", policy=OPEN)
    assert (got.status, got.body) == (200, b"<rss/>")


def test_interim_answers_without_end_are_no_answer(raw_server: Any) -> None:
    def answer(connection: Any, _stop: Any) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)

    with pytest.raises(BadResponse):
        fetch(f"http://127.0.0.1:{raw_server(answer)}/", policy=OPEN)


def test_the_environment_offers_no_proxy(
    portal: Any, listener: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener.port}")
    portal.routes["/f"] = lambda p: p.answer(b"ok")
    assert portal.get("/f").body == b"ok"
    assert not listener.was_contacted()


def test_vietnamese_in_an_address_is_escaped(portal: Any) -> None:
    portal.routes["/v%C4%83n-b%E1%BA%A3n?a=%C4%91"] = lambda p: p.answer(b"ok")
    assert portal.get("/văn-bản?a=đ").body == b"ok"


# --- redirects -----------------------------------------------------------------------------------


def test_redirects_are_followed_and_told(portal: Any) -> None:
    portal.routes["/a"] = lambda p: p.answer(b"", 301, Location="/b#part")
    portal.routes["/b"] = lambda p: p.answer(b"", 302, Location=portal.url + "/c")
    portal.routes["/c"] = lambda p: p.answer(b"here")
    got = portal.get("/a")
    assert (got.body, got.url) == (b"here", portal.url + "/c")
    assert [step.status for step in got.redirects] == [301, 302]
    assert got.redirects[0].location == portal.url + "/b"


def test_a_loop_ends_after_five_redirects(portal: Any) -> None:
    portal.routes["/loop"] = lambda p: p.answer(b"", 302, Location="/loop")
    assert portal.code("/loop") == "too_many_redirects"
    assert len(portal.seen) == 6


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "refused_address"),
        ("http://10.0.0.1/", "refused_address"),
        ("http://[::ffff:127.0.0.1]/", "refused_address"),
        ("http://user:secret@127.0.0.1/", "bad_url"),
        ("http://2130706433/", "bad_url"),
        ("file:///etc/hostname", "bad_url"),
        ("gopher://127.0.0.1/", "bad_url"),
        ("http://127.0.0.1:22/", "bad_url"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(portal: Any, target: str, code: str) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"", 302, Location=target)
    with pytest.raises(FetchError) as caught:
        portal.get("/f")
    assert caught.value.code == code
    assert "secret" not in str(caught.value)
    assert [step.status for step in caught.value.redirects] == [302]


# --- size and compression ------------------------------------------------------------------------


def deflate(body: bytes, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"text " * 50_000, mtime=0)),
        ("x-gzip", gzip.compress(b"text " * 50_000, mtime=0)),
        (
            "gzip",
            gzip.compress(b"text " * 20_000, mtime=0) + gzip.compress(b"text " * 30_000, mtime=0),
        ),
        ("gzip", gzip.compress(b"text " * 50_000, mtime=0) + b"\0" * 100),
        ("gzip", b"text " * 50_000),
        ("deflate", deflate(b"text " * 50_000, zlib.MAX_WBITS)),
        ("deflate", deflate(b"text " * 50_000, -zlib.MAX_WBITS)),
        ("identity", b"text " * 50_000),
        ("utf-8", b"text " * 50_000),
    ],
)
def test_bodies_are_decompressed_however_servers_announce_it(
    portal: Any, encoding: str, packed: bytes
) -> None:
    portal.routes["/f"] = lambda p: p.answer(packed, Content_Encoding=encoding)
    assert portal.get("/f").body == b"text " * 50_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("br", b"whatever"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0)),
        ("gzip", gzip.compress(b"text " * 50_000, mtime=0)[:-20]),
        ("gzip", gzip.compress(b"text " * 50_000, mtime=0)[:50] + b"\xff" * 300),
        ("gzip", b"\x1f"),
    ],
)
def test_broken_compression_is_named(portal: Any, encoding: str, packed: bytes) -> None:
    portal.routes["/f"] = lambda p: p.answer(packed, Content_Encoding=encoding)
    assert portal.code("/f") == "bad_encoding"


def test_a_bomb_is_cut_while_it_grows(portal: Any) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 1_048_576) for _ in range(100)) + packer.flush()
    portal.routes["/bomb"] = lambda p: p.answer(bomb, Content_Encoding="gzip")
    started = time.monotonic()
    assert portal.code("/bomb") == "too_large"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_limit_is_exact(portal: Any, encoding: str) -> None:
    body = b"x" * 100_000
    packed = gzip.compress(body, mtime=0) if encoding == "gzip" else body
    portal.routes["/f"] = lambda p: p.answer(packed, Content_Encoding=encoding)
    exact = FetchPolicy(user_agent=AGENT, allow_loopback=True, max_bytes=100_000)
    below = FetchPolicy(user_agent=AGENT, allow_loopback=True, max_bytes=99_999)
    assert portal.get("/f", exact).body == body
    assert portal.code("/f", below) == "too_large"


def test_a_body_without_length_is_limited_too(portal: Any) -> None:
    def endless(p: Any) -> None:
        p.send_response(200)
        p.end_headers()
        for _ in range(1_000):
            p.wfile.write(b"x" * 65_536)

    portal.routes["/f"] = endless
    assert portal.code("/f") == "too_large"


def test_a_chunked_body_is_read_whole(portal: Any) -> None:
    def chunked(p: Any) -> None:
        p.send_response(200)
        p.send_header("Transfer-Encoding", "chunked")
        p.end_headers()
        p.wfile.write(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")

    portal.routes["/f"] = chunked
    assert portal.get("/f").body == b"hello world"


def test_a_body_that_breaks_off_is_not_taken_for_whole(portal: Any) -> None:
    def short(p: Any) -> None:
        p.send_response(200)
        p.send_header("Content-Length", "1000")
        p.end_headers()
        p.wfile.write(b"<rss>")

    portal.routes["/f"] = short
    assert portal.code("/f") == "connection"
