"""Behind PgBouncer pages are read and changes notified as without it (docs/adr/0102)."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from network.core.freshness.listening import CHANNEL
from tests.scale.feeds_server import free_port

ROOT = Path(__file__).resolve().parents[3]
PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
PROGRAM = shutil.which("pgbouncer", path=PLACES)
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no PgBouncer found")
AS_ANOTHER = "unshare --user --map-user=1 --map-group=1 --"
START_SECONDS = 30.0
# So many threads share so many connections.
THREADS, SERVERS, ROUNDS = 8, 2, 10
READ = f"""
import concurrent.futures, os, django
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from network.core.freshness.listening import primary_address

def look(number):
    for _ in range({ROUNDS}):
        assert len(list(ContentType.objects.iterator(chunk_size=2))) == ContentType.objects.count()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [39])
            cursor.execute("SELECT pg_notify(%s, %s)", [{CHANNEL!r}, f"pooled {{number}}"])
    return number

with concurrent.futures.ThreadPoolExecutor({THREADS}) as threads:
    print(sum(threads.map(look, range({THREADS}))), primary_address()["port"])
"""


@pytest.fixture
def pooled(db, tmp_path) -> Iterator[tuple[str, str]]:
    """Run PgBouncer before the tests' server; yields the address through it and past it."""
    assert PROGRAM
    given = connection.get_connection_params()
    port, user, name = free_port(), given["user"], given["dbname"]
    server = {each: given.get(each) for each in ("host", "port", "password") if given.get(each)}
    target = " ".join(f"{each}={text}" for each, text in ({"dbname": name} | server).items())
    users, file = tmp_path / "users.txt", tmp_path / "pgbouncer.ini"
    users.write_text(f'"{user}" ""\n')
    file.write_text(
        f"[databases]\n{name} = {target}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {users}\n"
        f"pool_mode = transaction\ndefault_pool_size = {SERVERS}\n"
    )
    # It will not run as root, but under another number it may open root's socket.
    as_another = AS_ANOTHER.split() if os.geteuid() == 0 else []
    process = subprocess.Popen([*as_another, PROGRAM, "-q", str(file)])
    through = f"postgresql://{user}@127.0.0.1:{port}/{name}"
    past = f"postgresql://{user}@:{given.get('port', 5432)}/{name}?host={given['host']}"
    try:
        wait_for(through)
        yield through, past
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def ask(through: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {"DATABASE_URL": through, "DJANGO_SETTINGS_MODULE": "network.settings.dev"}
    return subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env=os.environ | given | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_threads_share_connections_and_changes_are_notified(pooled):
    through, past = pooled
    with psycopg.connect(past, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        done = ask(through, DATABASE_DIRECT_URL=past)
        told = {each.payload for each in listening.notifies(timeout=1)}
    # Whoever listens goes past the pooler.
    assert done.stdout.split() == [str(sum(range(THREADS))), past.split("@:")[1].split("/")[0]]
    assert {f"pooled {number}" for number in range(THREADS)} <= told


def test_without_the_address_past_it_cursors_are_lost(pooled):
    done = ask(pooled[0], DATABASE_DIRECT_URL="")
    assert done.returncode
    assert "cursor" in done.stderr
