"""`make run` whose PostgreSQL is restarted, whose worker and web processes are killed, under load.

Sources grow all the time and are always due. At the end every entry is there once, every report
that was answered is there once, and nobody has touched anything.
"""

import asyncio
import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from network.core.postgres import Cluster
from network.parts import LaunchError
from tests.factories.portals import Portal, entry, make_feed, running_portal
from tests.scale.feeds_server import free_port
from tests.scale.load_bench import children
from tests.scale.pages_bench import ROOT, say

from .kills import are_kept_once, report
from .visitors import Place, visit

RESTARTS = (signal.SIGINT, signal.SIGKILL, signal.SIGINT, signal.SIGKILL, signal.SIGINT)
KILLS, SOURCES, ENTRIES = 20, 20, 60
READS_A_SECOND, ANSWER_SECONDS, TICK_SECONDS = 20.0, 0.5, 2.0
# Whoever waits longer was not healed.
PATIENCE_SECONDS, FREE_SECONDS = 180.0, 60.0
LAST_LINE = b"Ctrl-C stops everything."
MAKE = """
import django, sys
django.setup()
from network.agencies.models import Agency, Role
from tests.factories.people import make_member
from tests.factories.sections import make_section, make_source
make_section("Sở Tư pháp")
# Who is told of faults in pages of nobody.
make_member(Agency.objects.get(), Role.OVERSEER)
for number in range(int(sys.argv[2])):
    make_source(url=f"{sys.argv[1]}/{number}.rss")
"""
DUE = "UPDATE aggregator_source SET next_fetch_at = now() WHERE next_fetch_at > now()"
QUEUE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
VALUES ('fetching', 'aggregator.refresh_batch', 'aggregator.batch.0', '{}')
ON CONFLICT DO NOTHING
"""
# The killed worker's leases run out: waiting for them would take a minute for each kill.
LEASES_OVER = "UPDATE aggregator_source SET leased_until = now() WHERE leased_until > now()"
BEGUN = "SELECT id, attempts FROM procrastinate_jobs WHERE status = 'doing'"
STORED = "SELECT count(*), count(DISTINCT (source_id, guid)) FROM aggregator_libraryitem"
FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"


class Network:
    """What `make run` runs, in a folder of its own, and a portal that it reads."""

    def __init__(self, folder: Path, portal: Portal) -> None:
        self.cluster, self.portal = Cluster(folder / "postgres", durable=True), portal
        self.port, self.url = free_port(), self.cluster.url("pbgdpl")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "network.settings.test",
            "PBGDPL_STATE_DIR": str(folder),
            "PORT": str(self.port),
            "DEMO": "0",
            "TRUSTED_PROXIES": "1",
            "VISITOR_CACHE_MB": "16",
        }
        self.environment.pop("DATABASE_URL", None)
        self.entries = 1
        self._grow()
        portal.before = lambda: time.sleep(ANSWER_SECONDS)

    @contextlib.contextmanager
    def running(self, said: Path) -> Iterator[None]:
        """Start it, an agency and sources; what it complains of goes to a file."""
        command = [sys.executable, "-m", "network.launch", "all"]
        with said.open("wb") as complaints:
            self._launcher = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=complaints
            )
        try:
            assert self._launcher.stdout
            if not any(LAST_LINE in line for line in self._launcher.stdout):
                raise LaunchError(f"make run did not come up: {said.read_text()}")
            make = [sys.executable, "-c", MAKE, self.portal.url, str(SOURCES)]
            subprocess.run(make, cwd=ROOT, env=self.environment, check=True)
            yield
        finally:
            self._launcher.terminate()
            self._launcher.wait(60)

    def ask(self, query: str) -> list[tuple[int, ...]]:
        """Return what the database says, [] where it is away."""
        with (
            contextlib.suppress(psycopg.Error),
            psycopg.connect(self.url, autocommit=True) as connection,
        ):
            cursor = connection.execute(query)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []
        return []

    def _grow(self) -> None:
        for number in range(SOURCES):
            news = (entry(1000 * number + each) for each in range(self.entries))
            self.portal.pages[f"/{number}.rss"] = make_feed(*news)

    def feed(self, ended: threading.Event) -> None:
        """Let every source grow and be due, until it is ended."""
        while not ended.wait(TICK_SECONDS):
            self.entries = min(self.entries + 1, ENTRIES)
            self._grow()
            self.ask(DUE)
            self.ask(QUEUE)

    def part(self, name: str) -> int:
        """Return the number of a part, once it runs."""
        found: list[int] = []

        def look() -> bool:
            for pid in children(self._launcher.pid):
                with contextlib.suppress(OSError):
                    if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                        found.append(pid)
            return bool(found)

        waited(look)
        return found[0]

    def answers(self) -> bool:
        """Return whether a page that is not kept is shown."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("GET", f"/?moi={time.monotonic()}")
            return asking.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()

    def goes_on(self, asked: int) -> bool:
        """Return whether the worker has asked the portal since."""
        return len(self.portal.asked) > asked


def waited(until: Callable[[], object]) -> float:
    """Return the seconds until it is so; LaunchError where that takes too long."""
    begun = time.monotonic()
    while not until():
        if time.monotonic() > begun + PATIENCE_SECONDS:
            raise LaunchError("It did not go on by itself.")
        time.sleep(0.1)
    return time.monotonic() - begun


def heals(folder: Path) -> bool:
    """Say how it went on after each, and whether anything was lost or is there twice."""
    folder.mkdir(exist_ok=True)
    with running_portal() as portal:
        network = Network(folder, portal)
        with network.running(folder / "said"):
            ended, reported = threading.Event(), dict[str, int]()
            feeding = threading.Thread(target=network.feed, args=[ended])
            feeding.start()
            try:
                asyncio.run(_restart(network, reported))
                freed = _kill_the_worker(network)
                _kill_the_web_processes(network)
            finally:
                ended.set()
                feeding.join()
            return _nothing_lost(network) and are_kept_once(reported, network.url) and freed


async def _restart(network: Network, reported: dict[str, int]) -> None:
    place = Place(network.port)
    reporting = asyncio.create_task(report(place, reported))
    reading = asyncio.create_task(visit(place, ["/"], rate=READS_A_SECOND, seconds=60))
    for how in RESTARTS:
        await asyncio.sleep(5)
        asked = len(network.portal.asked)
        lock = network.cluster.data_dir / "postmaster.pid"
        os.kill(int(lock.read_text().split()[0]), how)
        # Until it has really gone, what is kept open still answers.
        await asyncio.sleep(1)
        pages = await asyncio.to_thread(waited, network.answers)
        jobs = await asyncio.to_thread(waited, lambda asked=asked: network.goes_on(asked))
        say(f"PostgreSQL ended by {how.name}: pages after {pages:.0f} s, jobs {jobs:.0f} s later")
    reporting.cancel()
    await asyncio.gather(reporting, return_exceptions=True)
    say(f"read meanwhile: {await reading}")


def _kill_the_worker(network: Network) -> bool:
    """Kill it in the middle of a fetch; tell whether what it had begun was free in a minute."""
    took = []
    for _ in range(KILLS):
        asked = len(network.portal.asked)
        took.append(waited(lambda asked=asked: network.goes_on(asked)))
        begun = network.ask(BEGUN)
        os.kill(network.part("run_worker"), signal.SIGKILL)
        network.ask(LEASES_OVER)
    freed = waited(lambda: not set(begun) & set(network.ask(BEGUN) or begun))
    say(f"worker killed {KILLS} times: at work again after {max(took):.0f} s at most")
    say(f"the {len(begun)} jobs that the last had begun were free after {freed:.0f} s")
    return bool(begun) and freed < FREE_SECONDS


def _kill_the_web_processes(network: Network) -> None:
    """Kill those that answer again and again, until the one that watches over them gives up."""
    server = network.part("web_server")

    def kill() -> bool:
        with contextlib.suppress(OSError):
            for pid in children(server):
                os.kill(pid, signal.SIGKILL)
        return network.part("web_server") != server

    given_up = waited(kill)
    again = waited(network.answers)
    say(f"web processes killed until theirs gave up ({given_up:.0f} s): pages {again:.0f} s later")


def _nothing_lost(network: Network) -> bool:
    there = SOURCES * network.entries

    def stored() -> bool:
        network.ask(DUE)
        network.ask(QUEUE)
        return network.ask(STORED) == [(there, there)]

    with contextlib.suppress(LaunchError):
        waited(stored)
    ((kept, different),), ((failed,),) = network.ask(STORED), network.ask(FAILED)
    say(f"entries: {there} given, {kept} kept, {kept - different} twice; {failed} jobs failed")
    return kept == different == there and failed == 0


def main() -> int:
    """Hold this part of the drill alone: `python -m tests.drill.healing FOLDER`."""
    return 0 if heals(Path(sys.argv[1])) else 1


if __name__ == "__main__":
    sys.exit(main())
