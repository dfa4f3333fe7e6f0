"""PostgreSQL is ended under two web processes and the shipped proxy: what visitors still read.

Run with `pytest -s -m drill tests/platform/test_database_away.py` for the figures.
"""

import http.client
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from network.core.postgres import Cluster
from tests.drill.servers import proxy, web_processes
from tests.scale.pages_bench import OURS, fill, say

pytestmark = [pytest.mark.drill, pytest.mark.real_clock]
PAGES, AGENCIES, AWAY_SECONDS, CRASHES = 600, 36, 60.0, 10
LINE = "Bản lưu lúc"
SERVED = {"DJANGO_SETTINGS_MODULE": "network.settings.test", "VISITOR_CACHE_MB": "96"}
LISTENERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'network listener'"
WITHDRAW = "UPDATE wagtailcore_page SET live = false WHERE substr(url_path, 5) = %s"


@dataclass
class Network:
    """The shipped processes on a PostgreSQL of their own, and paths of articles."""

    cluster: Cluster
    port: int
    paths: list[str]

    def ask(self, path: str, method: str = "GET") -> tuple[int, str, str]:
        """Return status, Retry-After and text, as a visitor gets them through the proxy."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            asking.request(method, path, headers=headers, body="a=b" if method == "POST" else None)
            answer = asking.getresponse()
            text = answer.read().decode()
            return answer.status, answer.headers.get("Retry-After", ""), text
        finally:
            asking.close()

    def crash(self) -> None:
        """End PostgreSQL as a power cut does: without a word to those who listen."""
        lock = self.cluster.data_dir / "postmaster.pid"
        os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)
        while self.cluster._server_processes():
            time.sleep(0.02)

    def run(self, query: str, *values: object) -> list[tuple[int, ...]]:
        with psycopg.connect(self.cluster.url(OURS), autocommit=True) as connection:
            cursor = connection.execute(query, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def warm(self, paths: list[str]) -> None:
        """Have pages cached by one of the processes each, once both listen."""
        deadline = time.monotonic() + 60
        while self.run(LISTENERS) != [(2,)]:
            assert time.monotonic() < deadline
            # Each process begins to listen with its first request.
            self.ask("/khong-co/")
        time.sleep(1)
        assert {self.ask(path)[0] for path in paths} == {200}


@pytest.fixture(scope="module")
def network(roomy_folder_for_module: Path) -> Iterator[Network]:
    folder = roomy_folder_for_module
    cluster = Cluster(folder / "postgres", durable=True)
    with cluster.use():
        ours = fill(cluster, AGENCIES) | SERVED
        with psycopg.connect(cluster.url(OURS)) as connection:
            rows = connection.execute(
                "SELECT substr(p.url_path, 5) FROM wagtailcore_page p"
                " JOIN agency_sites_articlepage a ON a.page_ptr_id = p.id WHERE p.live LIMIT %s",
                [PAGES],
            ).fetchall()
        assert len(rows) == PAGES
        with (
            web_processes(folder, ours),
            proxy(folder, media=folder / "media", static=folder) as port,
        ):
            yield Network(cluster, port, [path for (path,) in rows])


def test_while_the_database_is_away_every_cached_page_is_read(network: Network):
    network.warm(network.paths)
    network.crash()
    away_until = time.monotonic() + AWAY_SECONDS
    asked: Counter[str] = Counter()
    others: Counter[str] = Counter()
    while time.monotonic() < away_until:
        for path in network.paths:
            status, _retry, text = network.ask(path)
            asked["read" if status == 200 else "failed"] += 1
            asked["unmarked"] += status == 200 and LINE not in text
        for path, method in (("/?moi=1", "GET"), ("/hoi-dap/gui/", "POST"), ("/admin/", "GET")):
            status, retry, text = network.ask(path, method)
            is_polite = status < 500 or (retry == "10" and "Xin thử lại" in text)
            others[f"{method} {path} {status}{'' if is_polite else ' impolite'}"] += 1
    assert network.cluster.revive()
    back = time.monotonic()
    network.run(WITHDRAW, network.paths[0])
    time.sleep(max(0.0, back + 1 - time.monotonic()))
    stale = [network.ask(network.paths[0])[0] for _ in range(6)].count(200)
    copies = sum(LINE in network.ask(path)[2] for path in network.paths)
    say(f"away {AWAY_SECONDS:.0f} s, {PAGES} cached pages: {dict(asked)}; others: {dict(others)}")
    say(f"1 s after it was back: withdrawn page shown {stale} times, {copies} saved copies left")
    assert (asked["failed"], asked["unmarked"], stale, copies) == (0, 0, 0, 0)
    assert set(others) == {
        "GET /?moi=1 503",
        "POST /hoi-dap/gui/ 503",
        # To the page of sign-in, which says that it cannot be shown.
        "GET /admin/ 302",
    }


def test_a_withdrawn_page_that_is_gone_does_not_come_back(network: Network):
    came_back = copies = 0
    for path in network.paths[1 : CRASHES + 1]:
        network.warm([path, network.paths[-1]] * 2)
        network.run(WITHDRAW, path)
        # A second at most. Nobody can tell a process of a commit that the crash overtakes (ADR 70).
        deadline = time.monotonic() + 1
        while any(network.ask(path)[0] == 200 for _ in range(4)):
            assert time.monotonic() < deadline
        network.crash()
        came_back += any(network.ask(path)[0] == 200 for _ in range(4))
        copies += LINE in network.ask(network.paths[-1])[2]
        assert network.cluster.revive()
    say(f"gone before {CRASHES} crashes: came back {came_back} times,")
    say(f"the page beside it was read {copies} times")
    assert (came_back, copies) == (0, CRASHES)
