"""PostgreSQL is restarted while a worker fetches: the job comes again and ends well."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from network.core.postgres import Cluster, binaries
from tests.factories.portals import Portal, entry, make_feed

from .test_concurrency import ROOT, this_database

PATIENCE = 30
ENTRIES = 5
MAKE = """
import django, sys
django.setup()
from aggregator import tasks
from tests.factories.sections import make_source
tasks.enqueue(make_source(url=sys.argv[1]).pk)
"""
MINUTELY = """
import django
django.setup()
from aggregator import tasks
tasks.fetch_due_sources(timestamp=0)
"""
LEFT = """
SELECT status::text FROM procrastinate_jobs
WHERE task_name = 'aggregator.refresh_source' AND status IN ('todo', 'failed')
"""
HELD = """
SELECT id FROM procrastinate_jobs
WHERE task_name = 'aggregator.refresh_source' AND status = 'doing'
"""
# The lease runs out before the job is tried again.
MINUTES_LATER = """
UPDATE aggregator_source SET leased_until = leased_until - interval '4 minutes';
UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - interval '4 minutes'
"""


class Network:
    """A worker on a PostgreSQL of its own, which a test may stop and start."""

    def __init__(self, folder: Path, held: ExitStack) -> None:
        self.cluster, self.held = Cluster(folder / "postgres", durable=False), held
        held.enter_context(self.cluster.use())
        self.cluster.create_database("network")
        self.url = self.cluster.url("network")
        dump = subprocess.run(
            [binaries() / "pg_dump", "--no-owner", this_database()], capture_output=True, check=True
        )
        subprocess.run(
            [binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url],
            input=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def run(self, *arguments: str) -> subprocess.Popen:
        """Start a program of the installation on this database."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": self.url, "PYTHONPATH": str(ROOT)},
        )
        self.held.callback(process.wait)
        self.held.callback(process.kill)
        return process

    def restart_postgres(self) -> None:
        """Stop the server fast, as an administrator would, and start it again."""
        lock = self.cluster.data_dir / "postmaster.pid"
        server = int(lock.read_text().split()[0])
        os.kill(server, signal.SIGINT)
        while lock.exists():
            time.sleep(0.01)
        self.held.enter_context(self.cluster.use())

    def ask(self, query: str) -> list[tuple]:
        """Return what the database says."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def wait_for(self, query: str, answer: list[tuple]) -> None:
        """Return when the database says so; AssertionError where it does not in time."""
        patient_until = time.monotonic() + PATIENCE
        while (said := self.ask(query)) != answer:
            assert time.monotonic() < patient_until, f"{query}: {said}"
            time.sleep(0.05)


@pytest.fixture
def network(roomy_folder: Path, committed: None) -> Iterator[Network]:
    with ExitStack() as held:
        yield Network(roomy_folder, held)


def test_a_restart_in_the_middle(network: Network, portal: Portal):
    asked, go_on = threading.Semaphore(0), threading.Event()
    portal.pages["/tin.rss"] = make_feed(*(entry(number) for number in range(ENTRIES)))
    portal.before = lambda: (asked.release(), go_on.wait(PATIENCE))
    assert network.run("-c", MAKE, f"{portal.url}/tin.rss").wait() == 0
    worker = network.run("manage.py", "run_worker")
    assert asked.acquire(timeout=PATIENCE)
    network.restart_postgres()
    go_on.set()
    # What it was doing is stored, or it is tried again when the lease has run out.
    network.wait_for(HELD, [])
    network.ask(MINUTES_LATER)
    assert network.run("-c", MINUTELY).wait(PATIENCE) == 0
    network.wait_for("SELECT outcome, failures FROM aggregator_source", [("new_items", 0)])
    network.wait_for(LEFT, [])
    assert worker.poll() is None
    assert network.ask("SELECT count(*), count(DISTINCT guid) FROM aggregator_libraryitem") == [
        (ENTRIES, ENTRIES)
    ]
