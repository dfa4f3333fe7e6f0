"""A disk of a few hundred megabytes runs full: warned, refused, PostgreSQL stops, all recovers."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone

from network.core import disk
from network.core.disk_reserve import DatabaseKeeper, DiskReserve
from network.core.postgres import Cluster
from network.core.system_checks.findings import Level
from network.media.models import AgencyDocument
from tests.media.conftest import PDF

from .test_uploads import upload

MEGABYTE = 1024 * 1024
PATIENCE = 120
SIZE, RESERVE = 500 * MEGABYTE, 128 * MEGABYTE
# Fills the write-ahead log and nothing else, so that it is the log that finds the disk full.
LOG = "SELECT pg_logical_emit_message(true, 'drill', repeat('x', 1000000))"


@pytest.fixture
def small_disk(roomy_folder: Path) -> Iterator[Path]:
    """A tmpfs of its own."""
    folder = roomy_folder / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no tmpfs can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_to(folder: Path, percent: float) -> None:
    """Make a file so large that this share of the disk is in use."""
    used = SIZE * disk.used_percent(folder) / 100
    with (folder / "filler").open("ab") as file:
        size = max(int(SIZE * percent / 100 - used), 0)
        os.posix_fallocate(file.fileno(), file.tell(), size)


def write_until_it_stops(url: str, done: int) -> int:
    """Commit rows behind `done` until the database fails; returns the last acknowledged one."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            while True:
                connection.execute("INSERT INTO rows VALUES (%s)", [done + 1])
                done += 1
                connection.execute(LOG)
    except psycopg.Error:
        return done


@pytest.mark.drill
@pytest.mark.django_db
def test_a_disk_that_runs_full_and_is_emptied(small_disk, desk, monkeypatch, settings):
    settings.MEDIA_ROOT = small_disk / "media"
    monkeypatch.setattr(disk, "stored_in", lambda: [small_disk])
    now, client = timezone.now(), desk.client()
    fill_to(small_disk, 90)
    assert disk.check_disk(now).level == Level.WARNING
    upload(client, "document", "a.pdf", PDF)
    fill_to(small_disk, 96)
    assert disk.check_disk(now).level == Level.FAILING
    refused = upload(client, "document", "b.pdf", PDF)
    assert str(disk.FULL) in refused.content.decode()
    (small_disk / "filler").unlink()
    upload(client, "document", "b.pdf", PDF)
    assert AgencyDocument.objects.count() == 2
    print(f"uploads: warned at 90 %, refused at 96 %, accepted after it; {run_full(small_disk)}")  # noqa: T201


def run_full(folder: Path) -> str:
    """Let PostgreSQL run out of room, recover on its reserve and after it; returns the figures."""
    cluster = Cluster(folder / "postgres", durable=True)
    reserve = DiskReserve(folder / "reserve", size=RESERVE)
    keeper = DatabaseKeeper(cluster, reserve)
    with cluster.use():
        cluster.create_database("drill")
        url = cluster.url("drill")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE rows (number int)")
        assert keeper.keep() and reserve.path.exists()
        fill_to(folder, 93)
        acknowledged, deadline = 0, time.monotonic() + PATIENCE
        while reserve.path.exists():
            assert time.monotonic() < deadline
            acknowledged = write_until_it_stops(url, acknowledged)
            # As the launcher does every second.
            runs = keeper.keep()
        assert runs
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute("SELECT count(*), count(DISTINCT number) FROM rows")
            rows, different = found.fetchone()
        (folder / "filler").unlink()
        assert keeper.keep() and reserve.path.exists()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("INSERT INTO rows VALUES (0)")
    # The last row may be committed and not acknowledged.
    assert 0 <= rows - acknowledged <= 1
    return (
        f"database: {acknowledged} rows acknowledged, lost {max(acknowledged - rows, 0)},"
        f" duplicated {rows - different}, started on its reserve, which is back"
    )
