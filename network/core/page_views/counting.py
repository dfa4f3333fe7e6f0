"""Counts of page views in the memory of a web process, written to the database in batches.

`freshness.middleware` counts each page where its response leaves the process, and `network.usage`
writes the counts. Nothing of the reader is stored: no network address, browser or referrer. See
docs/adr/0090-page-views.md.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .robots import is_robot

logger = logging.getLogger(__name__)
LONGEST_PATH = 500
# Pages of one batch. Only existing pages are counted, so that a limit protects from faults alone.
MOST_PAGES = 20_000
# Cookie of signed-in officers.
_SESSION = "sessionid"


class ViewedPage(NamedTuple):
    """A public page: its path, and its id if it is in the page tree."""

    path: str
    page_pk: int | None = None


class ViewKind(IntEnum):
    """Kind of a view, and its position in a list of counts."""

    READ = 0
    # The browser had the page already, so the response was 304.
    REVALIDATED = 1
    ROBOT = 2


# The number of views of each kind.
type Counts = list[int]
type Batch = Mapping[ViewedPage, Counts]


class PageViews:
    """Counts of one process, which a thread writes every VIEWS_WRITTEN_SECONDS.

    A killed process loses the views since the last batch. `write` is set by `network.usage`.
    """

    def __init__(self) -> None:
        self.write: Callable[[Batch], None] | None = None
        self._counts: dict[ViewedPage, Counts] = {}
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._waiting = threading.Event()
        self._pid = 0

    def count(self, page: ViewedPage, kind: ViewKind) -> None:
        """Count one view. Needs about a microsecond and no query."""
        with self._lock:
            counts = self._counts.get(page)
            if counts is not None:
                counts[kind] += 1
                return
            if len(self._counts) < MOST_PAGES:
                counts = self._counts[page] = [0, 0, 0]
                counts[kind] = 1
        self._start()
        self._waiting.set()

    def flush(self) -> None:
        """Write the counts of now. If the database is away, they stay for the next attempt."""
        with self._writing:
            with self._lock:
                batch, self._counts = self._counts, {}
                self._waiting.clear()
            if not batch or self.write is None:
                return
            try:
                self.write(batch)
            except Error as error:
                logger.warning("Page views wait for the database: %s", error)
                self._put_back(batch)

    def _put_back(self, batch: Batch) -> None:
        with self._lock:
            for page, added in batch.items():
                counts = self._counts.setdefault(page, [0, 0, 0])
                for kind, number in enumerate(added):
                    counts[kind] += number
            self._waiting.set()

    def _start(self) -> None:
        """Start the thread in this process unless it is running. A forked process inherits no
        thread."""
        if self._pid == os.getpid() or not settings.VIEWS_WRITTEN_SECONDS:
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                threading.Thread(target=self._run, daemon=True, name="page views").start()

    def _run(self) -> None:
        while True:
            self._waiting.wait()
            time.sleep(settings.VIEWS_WRITTEN_SECONDS)
            self.flush()
            # A connection per batch costs less than one that is held by each process.
            connection.close()


VIEWS = PageViews()


def viewed_page(request: HttpRequest, response: HttpResponseBase) -> ViewedPage | None:
    """Return the page that a response shows, None for what is not counted.

    Counted are HTML pages that are the same for every visitor. The view of the page tree names its
    page by `request.viewed_page`; a material has further addresses, to read its files.
    """
    is_page = response.status_code == 200 and getattr(response, "for_visitors", False)
    if not is_page or not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    page: ViewedPage = getattr(request, "viewed_page", None) or ViewedPage(request.path_info)
    return page if len(page.path) <= LONGEST_PATH else None


def count_view(request: HttpRequest, page: ViewedPage | None, status: int = 200) -> None:
    """Count the view of `page` by a request that was answered with `status`, 200 or 304.

    Not counted: other methods than GET, officers who are signed in, what a browser fetches in
    advance, and what a script or service worker fetches, because nobody navigates to it.
    """
    meta = request.META
    if (
        page is None
        or meta["REQUEST_METHOD"] != "GET"
        or meta.get("HTTP_SEC_FETCH_MODE", "navigate") != "navigate"
        or "HTTP_SEC_PURPOSE" in meta
        or "HTTP_PURPOSE" in meta
        or _SESSION in request.COOKIES
    ):
        return
    if is_robot(meta.get("HTTP_USER_AGENT", "")):
        kind = ViewKind.ROBOT
    else:
        kind = ViewKind.REVALIDATED if status == 304 else ViewKind.READ
    VIEWS.count(page, kind)
