"""`make run` as a newcomer meets it: the script of the Docker image, run outside Docker."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from network.core.backup.programs import Programs
from network.core.postgres import Cluster
from network.launch import DATABASE_NAME

ROOT = Path(__file__).resolve().parents[2]
ENTRYPOINT = [str(ROOT / "docker" / "entrypoint"), "--dev"]
LAST_LINE = "Ctrl-C stops everything.\n"


@pytest.fixture(
    scope="module", params=["migrated", pytest.param("nothing", marks=pytest.mark.drill)]
)
def state(
    request: pytest.FixtureRequest,
    roomy_folder_for_module: Path,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Path:
    """The launcher's state, kept from one start to the next; a database from nothing takes long."""
    if request.param == "migrated":
        with django_db_blocker.unblock():
            restore_migrated(roomy_folder_for_module)
    return roomy_folder_for_module


def restore_migrated(state: Path) -> None:
    """Put the tables of the test database where the launcher will look for its own."""
    dump, programs = state / "dump", Programs.of_server()
    programs.run("pg_dump", "--format=custom", f"--file={dump}")
    connection.close()
    with Cluster(state / "postgres", durable=True).use() as cluster:
        cluster.create_database(DATABASE_NAME)
        programs.run("pg_restore", f"--dbname={cluster.url(DATABASE_NAME)}", str(dump))


def environment(state: Path, port: int, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    ours = {"PBGDPL_STATE_DIR": str(state), "PORT": str(port), "DEMO": "0"}
    return kept | ours | more


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def network(state: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The network, fully up and announced."""
    process = subprocess.Popen(
        [*ENTRYPOINT, "all"],
        env=environment(state, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        said = ""
        try:
            while LAST_LINE not in said and (line := process.stdout.readline()):
                said += line
            assert f"http://127.0.0.1:{port}/\n" in said, said
            yield process
        finally:
            process.terminate()


def survivors(state: Path) -> list[str]:
    """The names of the processes that were started with this state folder."""
    mark = f"PBGDPL_STATE_DIR={state}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "comm").read_text().strip())
    return found


def test_it_starts_answers_and_leaves_nothing_behind(state: Path) -> None:
    port = free_port()
    with network(state, port) as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/theo-doi/dung/mot-khoa.chu-ky/?a=b")
        # What was asked for stands in the log, a moment after the answer.
        log = seen_in(state / "log" / "web-server.log", '"GET /theo-doi/..." 404')
        assert "postgres" in survivors(state)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    assert survivors(state) == []
    assert not Cluster(state / "postgres", durable=True).running()
    # Not by whom, and no key out of a mail.
    asked = "\n".join(line for line in log.splitlines() if '"GET ' in line)
    assert '"GET /" 200' in asked
    assert not re.search(r"127\.0\.0\.1|mot-khoa|urllib", asked, re.IGNORECASE)


def seen_in(log: Path, line: str) -> str:
    """Return the log once it holds the line."""
    deadline = time.monotonic() + 20
    while line not in (text := log.read_text()):
        assert time.monotonic() < deadline, text
        time.sleep(0.05)
    return text


def part(process: subprocess.Popen[str], name: str) -> int:
    """Return the number of a part of the network, once it runs."""
    deadline = time.monotonic() + 20
    while True:
        for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            with contextlib.suppress(OSError):
                if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return int(pid)
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_dies_is_started_anew_and_named(state: Path) -> None:
    port = free_port()
    with network(state, port) as process:
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/truoc/")
        seen_in(state / "log" / "web-server.log", '"GET /truoc/" 404')
        for name in ("run_worker", "web_server"):
            os.kill(part(process, name), signal.SIGKILL)
            assert re.search(r"stopped by itself .*\.log\. It is started anew", said(process))
            assert part(process, name)
        os.kill(Cluster(state / "postgres", durable=True)._postmaster(), signal.SIGKILL)
        assert said(process) == "The database stopped by itself. It is started anew.\n"
        answered(port)
    # Logs are kept over restarts.
    log = (state / "log" / "web-server.log").read_text()
    assert log.index('"GET /truoc/" 404') < log.rindex('"GET /" 200')
    assert survivors(state) == []


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line of complaint, but that a worker is slow to start on a busy machine."""
    assert process.stderr is not None
    return next(line for line in process.stderr if not line.startswith("No worker runs"))


def answered(port: int) -> None:
    """Return when the hub answers well, without its memory of pages."""
    deadline = time.monotonic() + 60
    while True:
        try:
            asked = f"http://127.0.0.1:{port}/?moi={time.monotonic()}"
            urllib.request.urlopen(asked, timeout=10).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def refusal(state: Path, port: int, **more: str) -> str:
    """What the launcher says when it refuses to start; one line and exit code 1."""
    refused = subprocess.run(
        [*ENTRYPOINT, "all"],
        check=False,
        env=environment(state, port, **more),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    return refused.stderr


def test_a_taken_port_ends_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} on 127.0.0.1 cannot be used" in refusal(tmp_path, port)
    assert not (tmp_path / "postgres").exists()


def test_a_dead_database_ends_in_one_line(tmp_path: Path) -> None:
    nowhere = f"postgresql://someone:secret@127.0.0.1:{free_port()}/nothing"
    line = refusal(tmp_path, free_port(), DATABASE_URL=nowhere)
    assert line.startswith("DATABASE_URL leads to no database")
    assert "secret" not in line


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_ends_in_one_line(tmp_path: Path, port: str) -> None:
    assert f"PORT={port} is no port number" in refusal(tmp_path, 0, PORT=port)


def test_production_says_which_variable_is_missing(tmp_path: Path) -> None:
    line = refusal(tmp_path, free_port(), DJANGO_SETTINGS_MODULE="network.settings.production")
    assert "SECRET_KEY" in line


def test_an_unknown_role_is_wrong_usage(tmp_path: Path) -> None:
    command = [*ENTRYPOINT, "everything"]
    refused = subprocess.run(command, check=False, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "invalid choice" in refused.stderr
