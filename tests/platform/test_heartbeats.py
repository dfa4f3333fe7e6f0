"""Without a worker mails, feeds and the hour of publication wait: it is said within a minute."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from network.core.heartbeats import SILENCE_SECONDS, worker_problem
from network.core.worker import CHECK_SECONDS
from network.launch import HEARTBEAT_SECONDS
from tests.factories.servers import surroundings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_workers(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """No worker at first; what a test writes others see, and it goes again afterwards."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
            yield
            cursor.execute("DELETE FROM procrastinate_workers")
        connection.close()


def heartbeat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def ask() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "docker" / "entrypoint"), "--dev", "worker-health"],
        env=os.environ | surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_health_check_wants_a_heartbeat_not_only_a_database():
    said = ask()
    assert (said.returncode, said.stderr) == (1, "No worker runs.\n")
    heartbeat(seconds_ago=5)
    said = ask()
    assert (said.returncode, said.stderr) == (0, "")


def test_the_newest_heartbeat_counts():
    url = surroundings()["DATABASE_URL"]
    heartbeat(seconds_ago=300)
    assert worker_problem(url).startswith("No worker runs: the newest heartbeat is 30")
    heartbeat(seconds_ago=SILENCE_SECONDS - 10)
    assert worker_problem(url) == ""


def test_a_database_that_is_away_is_no_sign_of_life():
    assert worker_problem("postgresql:///nowhere?host=/nowhere").startswith(
        "No worker can be seen: "
    )


def test_it_is_said_within_a_minute():
    compose = (ROOT / "docker" / "compose.yaml").read_text()
    worker = compose[compose.index("worker-health") :]
    every, tries = worker.split("interval: ")[1], worker.split("retries: ")[1]
    seconds = int(every.split("s", 1)[0]) * int(tries.split("\n", 1)[0])
    assert SILENCE_SECONDS + max(seconds, HEARTBEAT_SECONDS) < 60


def test_what_a_dead_worker_had_begun_is_free_within_a_minute():
    assert SILENCE_SECONDS + CHECK_SECONDS < 60
