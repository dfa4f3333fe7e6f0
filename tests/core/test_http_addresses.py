"""Which addresses the guarded client goes to, and that it goes nowhere else."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from network.core.http import FetchError, FetchPolicy, fetch

AGENT = "pbgdpl-test/1 (+mailto:test@example.vn)"
OPEN = FetchPolicy(user_agent=AGENT, allow_loopback=True, deadline_seconds=10)
BRIEF = FetchPolicy(user_agent=AGENT, allow_loopback=True, deadline_seconds=0.7)


def never_asked(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} must not be resolved")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.0.8",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[ff02::1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[64:ff9b::7f00:1]",
        "[2001:db8::1]",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
    ],
)
def test_addresses_that_are_not_public_are_refused_unasked(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"http://{host}/", policy=FetchPolicy(user_agent=AGENT), resolver=never_asked)
    assert caught.value.code == "refused_address"


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.0.0x1/",
        "http://0/",
        "http://[fe80::1%25eth0]/",
        "http://127.0.0.1%00.example.vn/",
        "http://%31%32%37.0.0.1/",
        "http://user@127.0.0.1/",
        "http://:secret@portal.example.vn/",
        "http://portal.example.vn\\@127.0.0.1/",
        "http://portal.example.vn:99999/",
        "http://portal.example.vn:0/",
        "http://portal.example.vn:25/",
        "http://portal.example.vn:6379/",
        "http://portal.example.vn/\r\nX: 1",
        "http:///etc/passwd",
        "//portal.example.vn/",
        "ftp://portal.example.vn/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "http://",
        "",
    ],
)
def test_other_spellings_and_schemes_are_refused_unasked(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url, policy=OPEN, resolver=never_asked)
    assert caught.value.code == "bad_url"
    assert "secret" not in str(caught.value)


def test_loopback_by_name_is_refused_unless_allowed(portal: Any) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"ok")
    url = f"http://localhost:{portal.port}/f"
    with pytest.raises(FetchError) as caught:
        fetch(url, policy=FetchPolicy(user_agent=AGENT))
    assert caught.value.code == "refused_address" and not portal.seen
    assert fetch(url, policy=OPEN).body == b"ok"


def test_one_bad_address_refuses_the_name(portal: Any) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(
            f"http://portal.example.vn:{portal.port}/",
            policy=OPEN,
            resolver=lambda host, port: ["127.0.0.1", "192.168.0.1"],
        )
    assert caught.value.code == "refused_address" and not portal.seen


def test_the_connection_goes_to_the_address_that_was_checked(portal: Any) -> None:
    """A name that answers loopback once and something else later: the check must be the use."""
    answers = iter([["127.0.0.1"]])
    portal.routes["/f"] = lambda p: p.answer(b"pinned")
    got = fetch(
        f"http://rebind.invalid:{portal.port}/f",
        policy=OPEN,
        resolver=lambda host, port: next(answers),
    )
    assert got.body == b"pinned"
    assert portal.seen[0][1]["Host"] == f"rebind.invalid:{portal.port}"


def test_a_name_that_changes_between_redirects_is_checked_anew(portal: Any) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    portal.routes["/f"] = lambda p: p.answer(b"", 302, Location="/g")
    with pytest.raises(FetchError) as caught:
        fetch(
            f"http://rebind.invalid:{portal.port}/f",
            policy=OPEN,
            resolver=lambda host, port: next(answers),
        )
    assert caught.value.code == "refused_address"
    assert [path for path, _ in portal.seen] == ["/f"]


def test_the_next_checked_address_is_tried_when_one_is_dead(portal: Any) -> None:
    portal.routes["/f"] = lambda p: p.answer(b"second")
    got = fetch(
        f"http://portal.example.vn:{portal.port}/f",
        policy=OPEN,
        resolver=lambda host, port: ["127.0.0.2", "127.0.0.1"],
    )
    assert got.body == b"second"


def test_names_without_address_are_named(portal: Any) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    for resolver in (unknown, lambda host, port: []):
        with pytest.raises(FetchError) as caught:
            fetch("http://portal.example.vn/", policy=OPEN, resolver=resolver)
        assert caught.value.code == "dns"


def test_a_resolver_that_never_answers_is_a_timeout() -> None:
    release = threading.Event()

    def silent(host: str, port: int) -> list[str]:
        release.wait(30)
        return []

    with pytest.raises(FetchError) as caught:
        fetch("http://portal.example.vn/", policy=BRIEF, resolver=silent)
    release.set()
    assert caught.value.code == "timeout"


def test_nobody_listening_is_a_connection_failure(listener: Any) -> None:
    listener.socket.close()
    with pytest.raises(FetchError) as caught:
        fetch(f"http://127.0.0.1:{listener.port}/", policy=OPEN)
    assert caught.value.code == "connection"


def test_a_redirect_to_loopback_is_refused_when_another_address_is_private(
    portal: Any, listener: Any
) -> None:
    addresses = {"portal.example.vn": ["127.0.0.1"], "inside.example.vn": ["127.0.0.1", "10.1.1.1"]}
    portal.routes["/f"] = lambda p: p.answer(
        b"", 302, Location=f"http://inside.example.vn:{listener.port}/"
    )
    with pytest.raises(FetchError) as caught:
        fetch(
            f"http://portal.example.vn:{portal.port}/f",
            policy=OPEN,
            resolver=lambda host, port: addresses[host],
        )
    assert caught.value.code == "refused_address"
    assert not listener.was_contacted()
