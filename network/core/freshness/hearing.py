"""One thread in each web process that hears what changed in the database."""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from .store import TaggedStore

logger = logging.getLogger(__name__)
CHANNEL = "network_changes"
# Between two questions whether the connection still lives; far below store.SILENCE_SECONDS.
PULSE_SECONDS = 5.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
# A server that vanishes without a word is noticed by the question, not by the default two hours.
CAREFUL = {"keepalives_idle": 5, "keepalives_interval": 2, "tcp_user_timeout": 8000}

STORE = TaggedStore()


class Hearing:
    """Keeps a store open while the database can be heard, and drops from it what changed."""

    def __init__(self, store: TaggedStore) -> None:
        self.store = store
        # Asked with each change that was told, after the store.
        self.listeners: list[Callable[[str], None]] = []
        self._pid = 0
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Start the thread in this process unless it runs; a fork inherits none."""
        if self._pid == os.getpid() or not settings.VISITOR_CACHE_BYTES:
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                self.store.max_bytes = settings.VISITOR_CACHE_BYTES
                run = threading.Thread(
                    target=self._run, args=[_address()], daemon=True, name="hearing"
                )
                run.start()

    def hear(self, change: str) -> None:
        """Act on one told change."""
        self.store.drop(change)
        for act in self.listeners:
            act(change)

    def _run(self, address: dict[str, Any]) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                with psycopg.connect(**address, autocommit=True) as listening:
                    listening.execute(f"LISTEN {CHANNEL}")
                    pause = SHORTEST_PAUSE
                    self._listen(listening)
            except psycopg.Error as error:
                logger.warning("Changes cannot be heard, nothing is kept: %s", error)
            finally:
                self.store.close()
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _listen(self, listening: psycopg.Connection[Any]) -> None:
        while True:
            # Answered by a server that lives, also when nothing changes.
            listening.execute("SELECT 1")
            self.store.hear()
            asked = time.monotonic()
            while time.monotonic() - asked < PULSE_SECONDS:
                for told in listening.notifies(timeout=PULSE_SECONDS, stop_after=1):
                    for change in told.payload.split():
                        self.hear(change)


def _address() -> dict[str, Any]:
    """The connection's own parameters, as psycopg takes them."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "connect_timeout", "sslmode")
    address = {name: given[name] for name in names if name in given}
    return address | CAREFUL | {"application_name": "network hearing"}


HEARING = Hearing(STORE)
