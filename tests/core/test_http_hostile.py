"""The guarded client against servers that stall, lie about HTTP, or have a bad certificate."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from network.core import transport
from network.core.http import FetchError, FetchPolicy, Response, fetch

AGENT = "pbgdpl-test/1 (+mailto:test@example.vn)"
OPEN = FetchPolicy(user_agent=AGENT, allow_loopback=True, deadline_seconds=10)
BRIEF = FetchPolicy(user_agent=AGENT, allow_loopback=True, deadline_seconds=0.7)


def drip(before: bytes, drop: bytes) -> Callable[[socket.socket, threading.Event], None]:
    def serve(connection: socket.socket, stop: threading.Event) -> None:
        connection.sendall(before)
        while not stop.wait(0.05):
            connection.sendall(drop)

    return serve


@pytest.mark.parametrize(
    ("before", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b""),
    ],
)
def test_a_slow_drip_ends_with_the_deadline(raw_server: Any, before: bytes, drop: bytes) -> None:
    port = raw_server(drip(before, drop))
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(f"http://127.0.0.1:{port}/", policy=BRIEF)
    assert caught.value.code == "timeout"
    assert time.monotonic() - started < 2


def test_a_slow_handshake_ends_with_the_deadline(raw_server: Any) -> None:
    port = raw_server(drip(b"\x16\x03\x03\x40\x00", b"\x02"))
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(f"https://127.0.0.1:{port}/", policy=BRIEF)
    assert caught.value.code in ("timeout", "tls")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_not_http_is_named(raw_server: Any, answer: bytes) -> None:
    port = raw_server(lambda connection, stop: connection.sendall(answer))
    with pytest.raises(FetchError) as caught:
        fetch(f"http://127.0.0.1:{port}/", policy=OPEN)
    assert caught.value.code in ("bad_response", "connection")


# --- TLS -----------------------------------------------------------------------------------------


@pytest.fixture
def tls_portal(portal: Any, tmp_path: Path) -> tuple[Any, Path, list[str]]:
    """A portal with a certificate for portal.example.vn; records the names clients ask for."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed: no certificate for the TLS tests")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=portal.example.vn",
         "-addext", "subjectAltName=DNS:portal.example.vn",
         "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    names: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda sock, name, ctx: names.append(name)
    portal.server.socket = context.wrap_socket(portal.server.socket, server_side=True)
    portal.routes["/f"] = lambda p: p.answer(b"over tls")
    return portal, certificate, names


def get_over_tls(portal: Any, host: str) -> Response:
    return fetch(
        f"https://{host}:{portal.port}/f",
        policy=OPEN,
        resolver=lambda host, port: ["127.0.0.1"],
    )


def test_a_certificate_nobody_vouches_for_is_named(
    tls_portal: tuple[Any, Path, list[str]],
) -> None:
    portal, _, _ = tls_portal
    with pytest.raises(FetchError) as caught:
        get_over_tls(portal, "portal.example.vn")
    assert caught.value.code == "tls" and not portal.seen


def test_the_certificate_is_checked_for_the_name_not_the_address(
    tls_portal: tuple[Any, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, certificate, names = tls_portal
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    transport.tls_context.cache_clear()
    try:
        assert get_over_tls(portal, "portal.example.vn").body == b"over tls"
        with pytest.raises(FetchError) as caught:
            get_over_tls(portal, "other.example.vn")
    finally:
        transport.tls_context.cache_clear()
    assert caught.value.code == "tls"
    assert names == ["portal.example.vn", "other.example.vn"]
