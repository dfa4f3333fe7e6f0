"""One thread per web process that listens for changes in the database.

The thread also notices when the database goes away and when it comes back (docs/adr/0070).
"""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from .dependencies import EVERYTHING
from .store import Store

logger = logging.getLogger(__name__)
CHANNEL = "network_changes"
# triggers.install sets this comment once all triggers exist.
INSTALLED = "SELECT obj_description(to_regproc('network_rows_changed'), 'pg_proc')"
# Interval for checking the connection; far below store.SILENCE_SECONDS.
PULSE_SECONDS = 5.0
# Interval between connection attempts. A page withdrawn right after the database is back must
# disappear within a second, so the saved copies must go sooner. A refused attempt takes 1 ms.
RETRY_SECONDS = 0.5
# Keepalives detect a vanished server within seconds; the system's default is two hours.
KEEPALIVE_OPTIONS = {"keepalives_idle": 5, "keepalives_interval": 2, "tcp_user_timeout": 8000}
CONNECT_OPTIONS = KEEPALIVE_OPTIONS | {"connect_timeout": 2}
# Of the connections that listen, in pg_stat_activity.
APPLICATION_NAME = "network listener"

STORE = Store()


class Listener:
    """Keeps a store open while it listens to the database, and drops changed values from it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # Called with each notified name, after the store.
        self.receivers: list[Callable[[str], None]] = []
        self._pid = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the thread in this process unless it is running. A forked process inherits no
        thread."""
        if self._pid == os.getpid() or not settings.VISITOR_CACHE_BYTES:
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                self.store.max_bytes = settings.VISITOR_CACHE_BYTES
                self.store.saved_seconds = 3600.0 * settings.SAVED_PAGES_HOURS
                run = threading.Thread(
                    target=self._run, args=[primary_address()], daemon=True, name="listener"
                )
                run.start()

    def receive(self, name: str) -> None:
        """Handle one notified name."""
        self.store.drop(name)
        for receiver in self.receivers:
            receiver(name)

    def _run(self, address: dict[str, Any]) -> None:
        is_reported = False
        while True:
            try:
                listening = _listen_at(address)
            except psycopg.Error as error:
                self._lose(error, address)
                if not is_reported:
                    logger.warning("The database cannot be listened to: %s", error)
                is_reported = True
                time.sleep(RETRY_SECONDS)
            else:
                is_reported = False
                with contextlib.suppress(psycopg.Error), listening:
                    self._follow(listening)

    def _lose(self, error: psycopg.Error, address: dict[str, Any]) -> None:
        """Keep saved copies only if the server itself is away.

        A server that refuses only this connection (e.g. too many clients) still serves others, who
        may withdraw a page without this process noticing. A replica that is left takes no changes.
        """
        if isinstance(error, psycopg.errors.ConnectionTimeout) or not _takes_changes(address):
            self.store.lose()
        else:
            self.store.close()

    def _follow(self, listening: psycopg.Connection[Any]) -> None:
        """Receive notifications until the connection is lost."""
        # Changes made before this connection listened were not received here.
        self.store.close()
        try:
            while True:
                self._listen(listening)
        except psycopg.Error as error:
            logger.warning("The database is no longer listened to: %s", error)
            # Notifications that arrived before the connection was lost must still drop their pages,
            # because the remaining pages become the saved copies.
            for notification in listening.notifies(timeout=0):
                self.receive(notification.payload)

    def _listen(self, listening: psycopg.Connection[Any]) -> None:
        """Open the store if the triggers exist, and listen until the next check of the connection.

        The triggers are missing during migrations, which first notify that everything changes.
        """
        installed = listening.execute(INSTALLED).fetchone()
        if installed == (None,):
            self.store.close()
        else:
            self.store.open()
        asked = time.monotonic()
        while time.monotonic() - asked < PULSE_SECONDS:
            for notification in listening.notifies(timeout=PULSE_SECONDS, stop_after=1):
                self.receive(notification.payload)
                if notification.payload == EVERYTHING:
                    return


def _listen_at(address: dict[str, Any]) -> psycopg.Connection[Any]:
    """Return a new connection that listens for notifications."""
    listening = psycopg.connect(**address, autocommit=True, application_name=APPLICATION_NAME)
    try:
        listening.execute(f"LISTEN {CHANNEL}")
    except psycopg.Error:
        listening.close()
        raise
    return listening


def primary_address() -> dict[str, Any]:
    """Return psycopg's parameters for the primary, not through a pooler."""
    return connection_address("direct" if "direct" in settings.DATABASES else "default")


def connection_address(alias: str) -> dict[str, Any]:
    """Return psycopg's parameters for a connection of its own to one of the databases."""
    given = connections[alias].get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode", "target_session_attrs")
    return {name: given[name] for name in names if name in given} | CONNECT_OPTIONS


def _takes_changes(address: dict[str, Any]) -> bool:
    """Return whether any server of this address may take changes; False during start, shutdown,
    and while only replicas are left."""
    hosts, ports = (str(address.get(name, "")).split(",") for name in ("host", "port"))
    # One port is that of all hosts.
    ports = ports * len(hosts) if len(ports) == 1 else ports
    one_of_them = address | {"target_session_attrs": "any"}
    servers = ({"host": host, "port": port} for host, port in zip(hosts, ports, strict=True))
    return any(
        _takes_changes_itself(one_of_them | {name: text for name, text in server.items() if text})
        for server in servers
    )


def _takes_changes_itself(address: dict[str, Any]) -> bool:
    """Return whether the one server of this address accepts connections and is no replica.

    Whether a server that refuses this connection is a replica cannot be known.
    """
    if PGconn.ping(make_conninfo(**address).encode()) != Ping.OK:
        return False
    try:
        with psycopg.connect(**address, autocommit=True) as asked:
            return asked.execute("SELECT pg_is_in_recovery()").fetchone() != (True,)
    except psycopg.Error:
        return True


LISTENER = Listener(STORE)
