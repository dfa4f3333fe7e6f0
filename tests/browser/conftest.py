"""The network over HTTP, on the very transaction of the test: nothing to flush afterwards."""

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread


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
    shared.dec_thread_sharing()
