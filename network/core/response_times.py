"""Times of responses, counted where they leave a web process and written once a minute.

`network.rsgi` counts every response that is no file, `network.usage` writes the counts. Nothing of
the request is stored. See docs/adr/0090-page-views.md.
"""

import asyncio
import datetime as dt
import logging
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as LoopTimeoutError
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

logger = logging.getLogger(__name__)
# Upper ends of the classes in milliseconds; the last class has none.
WITHIN_MS = (
    *(0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0, 150.0),
    *(200.0, 300.0, 500.0, 700.0, 1000.0, 1500.0, 2000.0, 3000.0, 5000.0, 10_000.0),
)
_PER_STATUS = len(WITHIN_MS) + 1
# By the first digit of the status code.
_STATUSES = 6
# A loop that does not answer within this time does not answer visitors either.
_PATIENCE_SECONDS = 10.0


class TimeClass(NamedTuple):
    """A class of responses: first digit of the status code, and upper end in milliseconds."""

    status: int
    within_ms: float | None


class ResponseMinute(NamedTuple):
    """The responses of a process in the minute that began at `minute`.

    `is_up` says that the process answered all the time, and not only with errors. It is False for a
    part of a minute.
    """

    minute: dt.datetime
    counts: Mapping[TimeClass, int]
    is_up: bool


class ResponseTimes:
    """Counts of one process since it started, which a thread writes at the end of each minute.

    A killed process loses at most a minute. `write` is set by `network.usage`.
    """

    def __init__(self) -> None:
        self.write: Callable[[ResponseMinute], None] | None = None
        # The event loop alone adds to these numbers, so it needs no lock.
        self._counts = [0] * (_STATUSES * _PER_STATUS)
        self._written = list(self._counts)
        self._writing = threading.Lock()

    def count(self, status: int, seconds: float) -> None:
        """Count one response. Needs a third of a microsecond and no query."""
        at = min(status // 100, _STATUSES - 1) * _PER_STATUS
        self._counts[at + bisect_left(WITHIN_MS, seconds * 1000)] += 1

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the thread. Called once in each web process."""
        if settings.VIEWS_WRITTEN_SECONDS:
            threading.Thread(
                target=self._run, args=[loop], daemon=True, name="response times"
            ).start()

    def flush(self, minute: dt.datetime | None = None, *, is_answering: bool = False) -> None:
        """Write what was counted since the last time, for `minute` or the current one.

        If the database is away, the counts wait for the next attempt.
        """
        with self._writing:
            if self.write is None:
                return
            now = list(self._counts)
            counts = {
                TimeClass(at // _PER_STATUS, (*WITHIN_MS, None)[at % _PER_STATUS]): number - before
                for at, (number, before) in enumerate(zip(now, self._written, strict=True))
                if number > before
            }
            is_failing = bool(counts) and all(each.status >= 5 for each in counts)
            minute = minute or timezone.now().replace(second=0, microsecond=0)
            try:
                self.write(ResponseMinute(minute, counts, is_answering and not is_failing))
            except Error as error:
                logger.warning("Response times wait for the database: %s", error)
            else:
                self._written = now

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            minute = timezone.now().replace(second=0, microsecond=0)
            time.sleep(60 - time.time() % 60)
            self.flush(minute, is_answering=_answers(loop))
            # A connection per minute costs less than one that is held by each process.
            connection.close()


def _answers(loop: asyncio.AbstractEventLoop) -> bool:
    """Return whether the event loop does what it is given within _PATIENCE_SECONDS."""
    waiting = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop)
    try:
        waiting.result(timeout=_PATIENCE_SECONDS)
    except LoopTimeoutError:
        return False
    return True


RESPONSE_TIMES = ResponseTimes()
