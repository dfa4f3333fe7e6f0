"""The network over HTTP, on the very transaction of the test: nothing to flush afterwards."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread

from tests.browser.editing import seats
from tests.browser.public_network import fill_network
from tests.plugin import browser_path


class Server(ThreadedWSGIServer):
    """A server whose end waits for what is being answered, and for no connection kept open."""

    # So that server_close() waits for them: they use the test's own database connection.
    daemon_threads = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._accepted: set[socket.socket] = set()
        # A server that was stopped begins again at the same port.
        super().__init__(*arguments, **options | {"allow_reuse_address": True})

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note whom to hang up on."""
        self._accepted.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        """Forget who has hung up."""
        self._accepted.discard(request)
        super().close_request(request)

    def server_close(self) -> None:
        """Hang up on everybody: a client that keeps its connection would be waited for."""
        for connection in tuple(self._accepted):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


class OneAtATime(StaticFilesHandler):
    """An application that begins an answer when the one before it has ended.

    They share the test's connection, where savepoints of two at once end each other: an editor
    that saves by itself while somebody presses "save" would break both.
    """

    def __init__(self, application: Any) -> None:
        super().__init__(application)
        self._turn = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer when it is this request's turn."""
        with self._turn:
            return super().__call__(environ, start_response)


class ServerThread(LiveServerThread):
    """Django's, with the server above."""

    server_class = Server


class StoppableServer:
    """The server of a test, which can be stopped and is at the same address afterwards."""

    def __init__(self, connection: Any) -> None:
        self._connection, self._port = connection, 0
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        overrides = {"default": self._connection}
        self._thread = ServerThread(
            "127.0.0.1", OneAtATime, connections_override=overrides, port=self._port
        )
        self._thread.daemon = True
        self._thread.start()
        self._thread.is_ready.wait()
        assert self._thread.error is None, self._thread.error
        self._port = self._thread.port

    def stop(self) -> None:
        self._thread.terminate()


@pytest.fixture
def server(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoppableServer]:
    """A running server that sees what the test has made so far."""
    # pytest-django's live_server would empty the kept database, the migrations' rows included.
    shared = connections["default"]
    shared.inc_thread_sharing()
    # A server thread closes its connection after each request; this one is the test's own.
    monkeypatch.setattr(shared, "close", lambda: None)
    running = StoppableServer(shared)
    yield running
    running.stop()
    shared.dec_thread_sharing()


@pytest.fixture
def address(server: StoppableServer) -> str:
    """The address of the test's server."""
    return server.address


@pytest.fixture(scope="module")
def filled(request: pytest.FixtureRequest) -> None:
    """A page of every kind (public_pages.PAGES), for all tests of a module."""
    # Beside its loop Django opens another connection, which sees nothing of the one before.
    if browser_path():
        request.getfixturevalue("chromium")
    request.getfixturevalue("once")(fill_network)


@pytest.fixture
def network(settings: Any, filled: None, address: str) -> str:
    """The address of a server with these pages on it."""
    settings.ROOT_URLCONF = "tests.browser.urls"
    return address


@pytest.fixture
def tab(chromium: Any, network: str) -> Iterator[Any]:
    """An open browser tab that reaches nothing but the network under test."""
    context = chromium.new_context(base_url=network, service_workers="block")
    context.route(lambda url: not url.startswith(network), lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture
def seat(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """A function that seats a person at a screen."""
    with seats(chromium, address) as sit:
        yield sit
