"""Read the pages of anonymous visitors from a streaming replica while it is fresh (docs/adr/0102).

A thread in each web process asks the primary how far it has written, waits until the replica is
there, and notes when it asked. The replica then has all that was committed before that moment.
"""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import connections

from .listening import STORE, connection_address, primary_address

logger = logging.getLogger(__name__)
ALIAS = "replica"
# A replica that is further behind is not read.
OLDEST_SECONDS = 1.0
ASK_SECONDS = 0.2
RETRY_SECONDS = 1.0
# What is committed is inserted into the log first, also without synchronous_commit.
_WRITTEN = "SELECT pg_current_wal_insert_lsn()::text"
# A promoted replica no longer follows anybody.
_IS_THERE = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"


class ReplicaState(NamedTuple):
    """The replica has what was committed before `asked`; the store had `version` changes then."""

    version: int
    asked: float


class ReplicaWatch:
    """Knows whether the replica is fresh."""

    def __init__(self) -> None:
        self._pid = 0
        self._known: ReplicaState | None = None
        self._lock = threading.Lock()

    def is_fresh(self, version: int | None) -> bool:
        """Return whether the replica has everything up to the change `version` of the store, and
        is at most OLDEST_SECONDS behind.

        Without the first condition a page could be rendered from old rows after the notification
        of their change, and would be cached until the next one.
        """
        known = self._known
        return (
            known is not None
            and known.version == version
            and time.monotonic() - known.asked < OLDEST_SECONDS
        )

    def start(self) -> None:
        """Start the thread in this process unless it is running or there is no replica."""
        if self._pid == os.getpid() or ALIAS not in settings.DATABASES:
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                addresses = primary_address(), connection_address(ALIAS)
                run = threading.Thread(
                    target=self._run, args=addresses, daemon=True, name="replica watch"
                )
                run.start()

    def forget(self) -> None:
        """Use the primary until the replica has been found fresh again."""
        self._known = None

    def _run(self, primary: dict[str, Any], replica: dict[str, Any]) -> None:
        is_reported = False
        while True:
            try:
                with (
                    psycopg.connect(**primary, autocommit=True) as ahead,
                    psycopg.connect(**replica, autocommit=True) as behind,
                ):
                    is_reported = False
                    while True:
                        self.ask(ahead, behind)
                        time.sleep(ASK_SECONDS)
            except psycopg.Error as error:
                self.forget()
                if not is_reported:
                    logger.warning("The replica is not used: %s", error)
                is_reported = True
                time.sleep(RETRY_SECONDS)

    def ask(self, ahead: psycopg.Connection[Any], behind: psycopg.Connection[Any]) -> None:
        """Note that the replica is fresh, once it has what the primary has now.

        A replica that is not there within OLDEST_SECONDS is asked about a newer position.
        """
        version, asked = STORE.version(), time.monotonic()
        if version is None:
            return
        written = ahead.execute(_WRITTEN).fetchone()
        while time.monotonic() - asked < OLDEST_SECONDS:
            if behind.execute(_IS_THERE, written).fetchone() == (True,):
                self._known = ReplicaState(version, asked)
                return
            time.sleep(ASK_SECONDS / 4)


WATCH = ReplicaWatch()


class Reads:
    """Where one response reads from: the replica until it writes."""

    def __init__(self) -> None:
        self.has_written = False


_READS: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextlib.contextmanager
def reading_from_replica() -> Iterator[Reads]:
    """Read from the replica in the block, until the first write."""
    reads = Reads()
    token = _READS.set(reads)
    try:
        yield reads
    finally:
        _READS.reset(token)


class ReplicaRouter:
    """Django's database router: what is written goes to the primary, and so do reads after it."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return the replica in a block of `reading_from_replica` that has written nothing."""
        reads = _READS.get()
        if reads is None or reads.has_written or connections["default"].in_atomic_block:
            return "default"
        return ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return the primary, which the response reads from now on."""
        if reads := _READS.get():
            reads.has_written = True
        return "default"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Allow all: both databases have the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Migrate the primary, which the replica follows."""
        return db == "default"
