"""Web processes on a database of their own, where what is committed hurts nobody."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg import sql
from wagtail.models import Site

from tests.scale.feeds_server import free_port

START_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What a web process said."""

    status: int
    text: str
    headers: Message


@dataclass(frozen=True)
class Web:
    """A running web process of its own."""

    port: int
    pid: int = 0

    def kill_workers(self) -> None:
        """Kill -9 the processes that answer; the server starts new ones."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        for child in children.split():
            os.kill(int(child), signal.SIGKILL)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path as a visitor; `headers` with underscores for dashes."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            asking.request("GET", path, headers=named)
            answer = asking.getresponse()
            return Answer(answer.status, answer.read().decode(), answer.headers)
        finally:
            asking.close()


@contextmanager
def copied_database() -> Iterator[None]:
    """Work on a copy of the test database in the block; the Django connection is led there."""
    current = connection.settings_dict
    original, copy = current["NAME"], f"{current['NAME']}_copy"
    connection.close()
    _on_server(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
    # Whoever listens for changes since an earlier test keeps a session; it comes again by itself.
    _on_server(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"  # noqa: S608
        f" WHERE datname = '{original}' AND pid <> pg_backend_pid()"
    )
    _on_server(f"CREATE DATABASE {copy} TEMPLATE {original}")
    current["NAME"] = copy
    Site.clear_site_root_paths_cache()
    try:
        yield
    finally:
        Site.clear_site_root_paths_cache()
        connection.close()
        current["NAME"] = original
        _on_server(f"DROP DATABASE {copy} WITH (FORCE)")


def surroundings() -> dict[str, str]:
    """Return what a web process must find in its environment to work on our database."""
    roles, name = settings.DATABASE_ROLES, connection.settings_dict["NAME"]
    addresses = {role: _address(name, address) for role, address in roles.items()}
    return {
        "DJANGO_SETTINGS_MODULE": "network.settings.test",
        "DATABASE_URL": addresses["application"],
        "DATABASE_OWNER_URL": addresses["owner"],
        "WEB_CONCURRENCY": "1",
        "VISITOR_CACHE_MB": "16",
    }


def _address(name: str, role: dict[str, object]) -> str:
    port = f"&port={role['PORT']}" if role["PORT"] else ""
    return f"postgresql://{role['USER']}@/{name}?host={role['HOST']}{port}"


@contextmanager
def web_processes(number: int, **environment: str) -> Iterator[list[Web]]:
    """Run so many web processes on the database of the Django connection."""
    with ExitStack() as running:
        webs = [running.enter_context(_web(environment)) for _ in range(number)]
        for web in webs:
            _wait_for(web)
        yield webs


@contextmanager
def _web(environment: dict[str, str]) -> Iterator[Web]:
    port = free_port()
    command = [sys.executable, "-m", "network.web_server", "127.0.0.1", str(port)]
    process = subprocess.Popen(command, env=os.environ | surroundings() | environment)
    try:
        yield Web(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(web: Web) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            web.get("/")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _on_server(command: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(sql.SQL(command))
