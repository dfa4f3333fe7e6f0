"""Making anew, beside the visitors, what a change has dropped.

A publication drops the pages that are asked for most, all at once. Made by whoever comes first,
they would take the processors for themselves, and thousands would wait a tenth of a second. For as
long as they may be shown as they were (store.GRACE_SECONDS) one thread makes one after the other,
and rests in between.
"""

import logging
import os
import time
from collections.abc import Callable
from io import BytesIO
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest

logger = logging.getLogger(__name__)
# Sleeps 6 times the CPU time it used: at most 1/7 of a core.
REST_FACTOR = 6


class RemakingThread:
    """One thread in each web process, with the addresses that wait for it."""

    def __init__(self, make: Callable[[HttpRequest, Any], object]) -> None:
        self._make = make
        self._waiting: SimpleQueue[tuple[Any, HttpRequest]] = SimpleQueue()
        self._wanted: set[Any] = set()
        self._pid = 0
        self._lock = Lock()

    def add(self, request: HttpRequest, key: Any) -> None:
        """Have the answer to a visitor's request made, once however many want it."""
        with self._lock:
            if self._pid != os.getpid():
                # A fork inherits no thread.
                self._pid = os.getpid()
                Thread(target=self._run, daemon=True, name="remaking").start()
            if key in self._wanted:
                return
            self._wanted.add(key)
        self._waiting.put((key, _again(request)))

    def _run(self) -> None:
        while True:
            key, request = self._waiting.get()
            begun = time.thread_time()
            close_old_connections()
            try:
                self._make(request, key)
            except Exception:
                # Whoever asks next makes it, and is told what is wrong.
                logger.exception("%s could not be made anew", request.path)
            finally:
                close_old_connections()
                with self._lock:
                    self._wanted.discard(key)
            time.sleep(REST_FACTOR * (time.thread_time() - begun))


def _again(request: HttpRequest) -> HttpRequest:
    """Return the request as somebody would make it who has nothing of the answer."""
    environ = request.META | {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
    environ.pop("HTTP_IF_NONE_MATCH", None)
    environ.pop("HTTP_IF_MODIFIED_SINCE", None)
    return WSGIRequest(environ)
