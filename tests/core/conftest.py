"""Servers on loopback for the tests of the HTTP client: a portal, a bare socket, a listener."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from network.core.http import FetchError, FetchPolicy, Response, fetch

AGENT = "pbgdpl-test/1 (+mailto:test@example.vn)"
OPEN = FetchPolicy(user_agent=AGENT, allow_loopback=True, deadline_seconds=10)


class Portal(BaseHTTPRequestHandler):
    """Answers from `routes`, remembers what it was asked."""

    protocol_version = "HTTP/1.1"
    routes: dict[str, Callable[[Portal], None]]
    seen: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.close_connection = True
        self.seen.append((self.path, dict(self.headers)))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.routes.get(self.path, lambda portal: portal.answer(b"", 404))(self)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


class Server:
    """One portal on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self.routes: dict[str, Callable[[Portal], None]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        handler = type("Bound", (Portal,), {"routes": self.routes, "seen": self.seen})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def get(self, path: str, policy: FetchPolicy = OPEN, **kwargs: Any) -> Response:
        return fetch(self.url + path, policy=policy, **kwargs)

    def code(self, path: str, policy: FetchPolicy = OPEN, **kwargs: Any) -> str:
        with pytest.raises(FetchError) as caught:
            self.get(path, policy, **kwargs)
        return caught.value.code


@pytest.fixture
def portal() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.server.shutdown()
    server.server.server_close()
    thread.join()


class Listener:
    """Counts connections to a port, to prove that nobody came."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]

    def was_contacted(self) -> bool:
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.socket.close()


@pytest.fixture
def raw_server() -> Iterator[Callable[..., int]]:
    """Start servers that speak whatever bytes a test likes; returns the port."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start(serve: Callable[[socket.socket, threading.Event], None]) -> int:
        listening = socket.create_server(("127.0.0.1", 0))

        def work() -> None:
            with listening, listening.accept()[0] as peer, contextlib.suppress(OSError):
                serve(peer, stop)

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        return int(listening.getsockname()[1])

    yield start
    stop.set()
    for thread in threads:
        thread.join()
