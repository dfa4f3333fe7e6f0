"""The web server: what it writes down, how it ends, and that it lives on."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from network.parts import STOP_SECONDS
from tests.drill.servers import WebProcess
from tests.scale.feeds_server import free_port
from tests.scale.load_bench import children

PATIENCE = 60
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "network.settings.test",
    "DATABASE_URL": "postgresql:///nowhere?host=/nowhere",
}
LINE = re.compile(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ "GET /\S*" \d{3} \d+\.\d \[\w{16}\]')


class Server:
    """A running web server without a database; most of its pages fail, and are logged so."""

    def __init__(self, log: Path) -> None:
        self.port, self.log = free_port(), log
        command = [sys.executable, "-m", "network.web_server", "127.0.0.1", str(self.port)]
        settings = ENVIRONMENT | {"WEB_CONCURRENCY": "2"}
        with log.open("wb") as said:
            self.process = subprocess.Popen(
                command, env=os.environ | settings, stdout=said, stderr=subprocess.DEVNULL
            )

    def get(self, path: str) -> int:
        """Return the status of the answer."""
        return self.answer(path)[0]

    def answer(self, path: str) -> tuple[int, Message, str]:
        """Return the status, the headers and the body of the answer."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            asking.request("GET", path)
            answer = asking.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            asking.close()

    def wait(self) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/khong-co.html")
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            else:
                return


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("web") / "log")
    try:
        running.wait()
        yield running
    finally:
        running.process.terminate()
        running.process.wait()


def written(server: Server, asked: str, shown: str) -> str:
    """Ask for an address and return what is written meanwhile, once `shown` is in it.

    A line is written after its answer is sent: that of an earlier request may come now.
    """
    before = server.log.stat().st_size
    server.get(asked)
    deadline = time.monotonic() + PATIENCE
    while f"{shown} " not in (text := server.log.read_bytes()[before:].decode()):
        assert time.monotonic() < deadline, text
        time.sleep(0.02)
    return text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/khong-co/?q=benh-cua-toi", '"GET /khong-co/"'),
        ("/theo-doi/ma-bi-mat/", '"GET /theo-doi/..."'),
        ("/tai-khoan/ma-bi-mat/", '"GET /tai-khoan/..."'),
        ("/xem-truoc/ma-bi-mat/", '"GET /xem-truoc/..."'),
        ("/a%0A2026%20%22GET%20/%22%20200/", '"GET /a%0A2026%20%22GET%20/%22%20200/"'),
    ],
)
def test_the_log_says_what_was_asked_but_not_by_whom_nor_with_which_key(server, asked, shown):
    text = written(server, asked, shown)
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert not any(secret in text for secret in ("127.0.0.1", "benh-cua-toi", "ma-bi-mat"))


def test_health_is_answered_while_the_database_is_away(server):
    status, headers, body = server.answer("/suc-khoe/")
    said = json.loads(body)
    assert (status, said["status"]) == (503, "failing")
    assert said["checks"]["database"]["to_do"].startswith("Khởi động cơ sở dữ liệu")
    assert headers["Cache-Control"] == "no-store"


def test_metrics_add_up_what_all_processes_have_answered(server):
    def count() -> int:
        text = server.answer("/so-do/")[2]
        assert 'pbgdpl_check_level{check="database"} 2' in text
        pattern = r'pbgdpl_http_response_seconds_count{status="(?:4|5)xx"} (\d+)'
        return sum(map(int, re.findall(pattern, text)))

    before = count()
    for _ in range(20):
        server.get("/khong-co.html")
    deadline = time.monotonic() + PATIENCE
    # Two processes have answered, each a part; either of them knows the sum.
    while count() != before + 20:
        assert time.monotonic() < deadline
    assert {count() for _ in range(4)} == {before + 20}


def test_the_id_of_a_request_is_in_its_response_and_in_its_line(server):
    before = server.log.stat().st_size
    given = server.answer("/khong-co-1/")[1]["X-Request-Id"]
    deadline = time.monotonic() + PATIENCE
    while f"[{given}]" not in (text := server.log.read_bytes()[before:].decode()):
        assert time.monotonic() < deadline, text
        time.sleep(0.02)
    assert re.search(rf'"GET /khong-co-1/" .* \[{given}\]', text)


def test_a_killed_process_is_replaced(server):
    killed = children(server.process.pid)[0]
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while len(set(children(server.process.pid)) - {killed}) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    server.wait()


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server that wrote JSON, answered, was told to end and has ended."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENVIRONMENT, "LOG_FORMAT", "json")
        server = Server(tmp_path_factory.mktemp("ended") / "log")
    server.wait()
    server.process.terminate()
    server.process.wait(STOP_SECONDS)
    return server


def test_every_line_is_json_where_the_settings_say_so(ended):
    lines = [json.loads(line) for line in ended.log.read_text().splitlines()]
    assert {"_granian", "network.access"} <= {line["logger"] for line in lines}
    asked = next(line for line in lines if line["logger"] == "network.access")
    assert (asked["method"], asked["path"]) == ("GET", "/khong-co.html")
    assert re.fullmatch(r"\w{16}", asked["request_id"])


def test_it_ends_in_time_when_it_is_told_to(ended):
    assert ended.process.returncode == 0


def test_it_ends_in_time_although_somebody_sends_half_a_form(tmp_path):
    server = Server(tmp_path / "log")
    server.wait()
    with socket.create_connection(("127.0.0.1", server.port)) as sending:
        sending.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc")
        server.get("/khong-co.html")
        server.process.terminate()
        assert server.process.wait(STOP_SECONDS) == 0


def test_it_answers_on_a_socket_also_where_a_killed_one_has_left_it(roomy_folder):
    place = roomy_folder / "web1.sock"
    web = WebProcess(place, ENVIRONMENT, roomy_folder / "log")
    try:
        web.wait()
        web.kill()
        web.wait()
        assert place.is_socket()
    finally:
        web.stop()


def test_on_a_socket_nobody_waits_for_the_successor_of_a_killed_process(roomy_folder):
    web = WebProcess(roomy_folder / "web1.sock", ENVIRONMENT, roomy_folder / "log")
    try:
        web.wait()
        before = web.pid
        web.kill_the_one_that_answers()
        deadline = time.monotonic() + PATIENCE
        # The whole server ends, its socket with it, and is started anew.
        while web.pid == before:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        web.wait()
    finally:
        web.stop()


@pytest.mark.parametrize("arguments", [[], ["127.0.0.1"], ["127.0.0.1", "many"]])
def test_wrong_usage_is_said_in_one_line(arguments):
    command = [sys.executable, "-m", "network.web_server", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
