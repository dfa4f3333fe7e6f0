"""Remake dropped responses in the background.

A publication drops the most requested pages all at once. If the first visitors remade them, these
requests would use all processors, and thousands of others would wait a tenth of a second. While the
old responses may still be shown (store.GRACE_SECONDS), one thread remakes one after another, with
pauses.
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
# Sleeps 6 times the CPU time used, so it takes at most 1/7 of a core.
REST_FACTOR = 6


class RemakingThread:
    """One thread per web process, with a queue of requests to repeat."""

    def __init__(self, make: Callable[[HttpRequest, Any], object]) -> None:
        self._make = make
        self._waiting: SimpleQueue[tuple[Any, HttpRequest]] = SimpleQueue()
        self._wanted: set[Any] = set()
        self._pid = 0
        self._lock = Lock()

    def add(self, request: HttpRequest, key: Any) -> None:
        """Queue a visitor's request for remaking, unless it is already queued."""
        with self._lock:
            if self._pid != os.getpid():
                # A forked process inherits no thread.
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
                # The next visitor makes the page and gets the error.
                logger.exception("%s could not be made anew", request.path)
            finally:
                close_old_connections()
                with self._lock:
                    self._wanted.discard(key)
            time.sleep(REST_FACTOR * (time.thread_time() - begun))


def _again(request: HttpRequest) -> HttpRequest:
    """Return the request as from a client without a cached response."""
    environ = request.META | {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
    environ.pop("HTTP_IF_NONE_MATCH", None)
    environ.pop("HTTP_IF_MODIFIED_SINCE", None)
    return WSGIRequest(environ)
