"""The network over HTTP, on the very transaction of the test: nothing to flush afterwards."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread

from tests.browser.public_pages import fill_network


@pytest.fixture
def address(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running server that sees what the test has made so far."""
    # pytest-django's live_server would empty the kept database, the migrations' rows included.
    shared = connections["default"]
    shared.inc_thread_sharing()
    # A server thread closes its connection after each request; this one is the test's own.
    monkeypatch.setattr(shared, "close", lambda: None)
    server = LiveServerThread(
        "127.0.0.1", StaticFilesHandler, connections_override={"default": shared}
    )
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    # Whatever a browser had asked for while it was closed uses the connection to its end.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)
    shared.dec_thread_sharing()


@pytest.fixture
def network(settings: Any, address: str) -> str:
    """The address of a server with a page of every kind on it (public_pages.PAGES)."""
    settings.ROOT_URLCONF = "tests.browser.urls"
    fill_network()
    return address


@pytest.fixture
def tab(chromium: Any, network: str) -> Iterator[Any]:
    """An open browser tab that reaches nothing but the network under test."""
    context = chromium.new_context(base_url=network)
    context.route(lambda url: not url.startswith(network), lambda route: route.abort())
    yield context.new_page()
    context.close()
