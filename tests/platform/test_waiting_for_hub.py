"""A start waits for a slow hub as long as its parts live, and says what it waits for."""

import http.server
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from network import answering
from network.answering import REPORT_SECONDS, find_problem, wait_until_answering
from network.options import Options
from network.parts import LaunchError, running

LIVES = [sys.executable, "-c", "import signal; signal.pause()"]
# Longer than any start was once allowed to take.
SLOW_SECONDS = 600.0


class Clock:
    """A clock that passes while somebody sleeps; calls `then` once at a point in time."""

    def __init__(self, *, at: float, then: Callable[[], Any]) -> None:
        self.seconds, self._at, self._then = 0.0, at, then

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        before, self.seconds = self.seconds, self.seconds + 10 * seconds
        if before < self._at <= self.seconds:
            self._then()


class Hub:
    """A web server that somebody starts late; answers with the status codes of a list."""

    def __init__(self, *statuses: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as chosen:
            self.port = chosen.getsockname()[1]
        self.options = Options("127.0.0.1", self.port, 1, demo=False)
        self._statuses, self._server = list(statuses), None

    def start(self) -> None:
        statuses = self._statuses

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
                self.end_headers()

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


@pytest.fixture
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    hub = Hub(*getattr(request, "param", (200,)))
    yield hub
    hub.stop()


def test_a_slow_hub_is_waited_for_and_the_console_says_why(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "time", Clock(at=SLOW_SECONDS, then=hub.start))
    said: list[str] = []
    with running({"web server": LIVES}, tmp_path) as children:
        wait_until_answering(hub.options, children, report=said.append)
        assert children[0].process.poll() is None
    assert len(said) >= SLOW_SECONDS // REPORT_SECONDS - 1
    assert said[0].startswith(f"      {REPORT_SECONDS} s: still waiting for {hub.options.address}")
    assert "the web server is not listening yet" in said[0]
    assert str(tmp_path / "web-server.log") in said[0]


def test_a_part_that_dies_ends_the_start(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running({"web server": LIVES}, tmp_path) as children:
        monkeypatch.setattr(answering, "time", Clock(at=5, then=children[0].process.kill))
        with pytest.raises(LaunchError, match=r"web server stopped by itself .*web-server\.log"):
            wait_until_answering(hub.options, children, report=lambda line: None)


@pytest.mark.parametrize("hub", [(503, 500, 302)], indirect=True)
def test_errors_of_the_hub_are_named_and_a_redirect_is_an_answer(hub: Hub) -> None:
    hub.start()
    problems = [find_problem(hub.options) for _ in range(3)]
    assert problems == [
        "the web server answers with error 503",
        "the web server answers with error 500",
        "",
    ]


@pytest.mark.parametrize("hub", [(503, 500)], indirect=True)
def test_a_process_lives_while_the_database_is_away(hub: Hub) -> None:
    hub.start()
    problems = [find_problem(hub.options, may_refuse=True) for _ in range(2)]
    assert problems == ["", "the web server answers with error 500"]


def test_a_server_that_is_too_busy_to_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "ANSWER_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = Options("127.0.0.1", silent.getsockname()[1], 1, demo=False)
        assert find_problem(options) == "the web server has not answered for 0.05 s"


def test_a_socket_that_is_not_there_yet_is_no_answer(tmp_path: Path) -> None:
    options = Options(str(tmp_path / "web.sock"), 1, 1, demo=False)
    assert find_problem(options) == "the web server is not listening yet"
