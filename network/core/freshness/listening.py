"""One thread in each web process that listens to what changes in the database."""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from .dependencies import EVERYTHING
from .store import Store

logger = logging.getLogger(__name__)
CHANNEL = "network_changes"
# What triggers.install leaves once all triggers are there.
INSTALLED = "SELECT obj_description(to_regproc('network_rows_changed'), 'pg_proc')"
# Between two questions whether the connection still lives; far below store.SILENCE_SECONDS.
PULSE_SECONDS = 5.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
# Keepalives notice a vanished server within seconds; the system's default is two hours.
KEEPALIVE_OPTIONS = {"keepalives_idle": 5, "keepalives_interval": 2, "tcp_user_timeout": 8000}

STORE = Store()


class Listener:
    """Keeps a store open while the database is listened to, and drops from it what changed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        # Called with each name that is notified, after the store.
        self.receivers: list[Callable[[str], None]] = []
        self._pid = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the thread in this process unless it runs; a fork inherits none."""
        if self._pid == os.getpid() or not settings.VISITOR_CACHE_BYTES:
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                self.store.max_bytes = settings.VISITOR_CACHE_BYTES
                run = threading.Thread(
                    target=self._run, args=[_address()], daemon=True, name="listener"
                )
                run.start()

    def receive(self, name: str) -> None:
        """Act on one notified name."""
        self.store.drop(name)
        for receiver in self.receivers:
            receiver(name)

    def _run(self, address: dict[str, Any]) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                with psycopg.connect(**address, autocommit=True) as listening:
                    listening.execute(f"LISTEN {CHANNEL}")
                    pause = SHORTEST_PAUSE
                    while True:
                        self._listen(listening)
            except psycopg.Error as error:
                logger.warning("The database cannot be listened to, nothing is kept: %s", error)
            finally:
                self.store.close()
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _listen(self, listening: psycopg.Connection[Any]) -> None:
        """Listen until the next question whether the server lives and its triggers are there.

        They are not while migrations run, which begin by notifying that everything changes.
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


def _address() -> dict[str, Any]:
    """The connection's own parameters, as psycopg takes them."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "connect_timeout", "sslmode")
    address = {name: given[name] for name in names if name in given}
    return address | KEEPALIVE_OPTIONS | {"application_name": "network listener"}


LISTENER = Listener(STORE)
