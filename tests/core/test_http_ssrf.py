"""A listener inside our own network, and every known way to talk a fetcher into visiting it."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from network.core.http import FetchError, FetchPolicy, fetch

AGENT = "pbgdpl-test/1 (+mailto:test@example.vn)"
PRODUCTION = FetchPolicy(user_agent=AGENT, deadline_seconds=10)
# Admits 127.0.0.1 so that a redirect can start somewhere; what it leads to is refused all the same.
ON_LOOPBACK = FetchPolicy(user_agent=AGENT, allow_loopback=True, deadline_seconds=10)
SPELLINGS = {
    "dotted": "127.0.0.1",
    "decimal": "2130706433",
    "decimal, overflowing": "6425673729",
    "hexadecimal": "0x7f000001",
    "hexadecimal by parts": "0x7f.0x0.0x0.0x1",
    "octal": "017700000001",
    "octal by parts": "0177.0.0.01",
    "mixed": "0x7f.1",
    "two parts": "127.1",
    "zero": "0",
    "zeros": "0.0.0.0",
    "trailing dot": "127.0.0.1.",
    "IPv6": "[::1]",
    "IPv6 unspecified": "[::]",
    "IPv6-mapped": "[::ffff:127.0.0.1]",
    "IPv6-mapped, hexadecimal": "[::ffff:7f00:1]",
    "IPv6-compatible": "[::127.0.0.1]",
    "IPv6 with a zone": "[::1%25lo]",
    "NAT64": "[64:ff9b::127.0.0.1]",
    "6to4": "[2002:7f00:1::]",
    "full-width digits": "１２７.0.0.1",
    "digits in circles": "①②⑦.⓪.⓪.①",
    "ideographic dots": "127。0。0。1",
    "percent-encoded": "%31%32%37.0.0.1",
    "its name": "localhost",
    "its name with a dot": "localhost.",
    "a name below it": "tin.localhost",
    "a name that leads inside": "inside.example.vn",
}
# Spelled by its one canonical form or by a name, loopback is what ON_LOOPBACK admits.
ADMITTED_ON_LOOPBACK = frozenset(
    {"127.0.0.1", "127.0.0.1.", "[::1]", "１２７.0.0.1", "127。0。0。1", "①②⑦.⓪.⓪.①"}
)


@pytest.fixture
def inside() -> Any:
    """A listener on every address of this machine, to which every name leads."""
    listening = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    listening.setblocking(False)

    class Inside:
        port = listening.getsockname()[1]

        def contacts(self) -> int:
            count = 0
            while True:
                try:
                    listening.accept()[0].close()
                except BlockingIOError:
                    return count
                count += 1

    yield Inside()
    listening.close()


def leads_inside(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def refused(url: str, policy: FetchPolicy = PRODUCTION, resolver: Any = leads_inside) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, policy=policy, resolver=resolver)
    return caught.value.code


def test_the_listener_would_have_noticed(inside: Any) -> None:
    for address in ("127.0.0.1", "::1"):
        socket.create_connection((address, inside.port)).close()
    assert inside.contacts() == 2


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_no_spelling_of_our_own_address_is_contacted(inside: Any, spelling: str) -> None:
    assert refused(f"http://{spelling}:{inside.port}/") in ("bad_url", "refused_address")
    assert inside.contacts() == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@127.0.0.1:{port}/",
        "http://portal.example.vn@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}@portal.example.vn/",
        "http://portal.example.vn:80@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@portal.example.vn/",
        "http://127.0.0.1:{port}#@portal.example.vn/",
        "http://127.0.0.1:{port}?@portal.example.vn/",
        "http://127.0.0.1:0{port}/",
        "http://127.0.0.1\t:{port}/",
        "http://127.0.0.1:{port}\r\nHost: portal.example.vn",
        " http://127.0.0.1:{port}/",
        "HTTP://127.0.0.1:{port}/",
        "http:/127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/",
        "gopher://127.0.0.1:{port}/_GET",
        "dict://127.0.0.1:{port}/info",
        "file://127.0.0.1:{port}/etc/passwd",
        "feed:http://127.0.0.1:{port}/",
        "view-source:http://127.0.0.1:{port}/",
    ],
)
def test_no_trick_with_the_parts_of_an_address_works(inside: Any, url: str) -> None:
    assert refused(url.format(port=inside.port)) in ("bad_url", "refused_address")
    assert inside.contacts() == 0


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize(
    "spelling", [each for each in SPELLINGS.values() if each not in ADMITTED_ON_LOOPBACK]
)
def test_no_redirect_leads_inside(inside: Any, portal: Any, spelling: str, status: int) -> None:
    target = f"http://{spelling}:{inside.port}/".encode().decode("latin-1")
    portal.routes["/f"] = lambda p: p.answer(b"", status, Location=target)

    def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "portal.example.vn" else ["127.0.0.1", "10.0.0.1"]

    url = f"http://portal.example.vn:{portal.port}/f"
    assert refused(url, ON_LOOPBACK, resolver) in ("bad_url", "refused_address")
    assert (len(portal.seen), inside.contacts()) == (1, 0)


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "javascript", "data", "dict", "ldap"])
def test_no_redirect_leads_to_another_scheme(inside: Any, portal: Any, scheme: str) -> None:
    target = f"{scheme}://127.0.0.1:{inside.port}/"
    portal.routes["/f"] = lambda p: p.answer(b"", 302, Location=target)
    assert portal.code("/f") == "bad_url"
    assert inside.contacts() == 0


def test_a_name_that_changes_between_check_and_use_gains_nothing(
    listener: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checked, the name is 127.0.0.2, where nobody listens; whoever asks again is led inside."""
    led_inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", listener.port))
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [led_inside])
        return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

    url = f"http://rebind.example.vn:{listener.port}/"
    assert refused(url, ON_LOOPBACK, resolver) == "connection"
    assert asked == ["rebind.example.vn"]
    assert not listener.was_contacted()


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["::1"],
        ["2001:4860:4860::8888", "::ffff:127.0.0.1"],
    ],
)
def test_a_name_with_one_address_inside_is_not_contacted_at_all(
    inside: Any, answers: list[str]
) -> None:
    url = f"http://portal.example.vn:{inside.port}/"
    assert refused(url, PRODUCTION, lambda host, port: answers) == "refused_address"
    assert inside.contacts() == 0
