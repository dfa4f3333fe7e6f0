"""The threads that make pages, and who may wait for which of them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from urllib.parse import unquote_plus

from django.urls import reverse

from network.core.freshness.middleware import FREE_PARAMETERS

from .refusals import RefusalStatus, Refused


class Threads:
    """Some threads and the requests that wait for them, which hold nothing but memory."""

    def __init__(self, number: int, *, most_waiting: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix=name)
        self._most = number + most_waiting
        self._asked = 0

    async def run[Result](self, work: Callable[[], Result]) -> Result:
        """Do the work in one of the threads; raise Refused if too many wait already."""
        if self._asked >= self._most:
            raise Refused(RefusalStatus.BUSY)
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._asked -= 1


# Of each process; a page made anew waits for the database most of its time.
PAGES = Threads(4, most_waiting=400, name="pages")
# A search keeps a processor of the database busy for as long as forty pages: one at a time in each
# process, so that the database has processors left for pages however much is searched for.
SEARCHES = Threads(1, most_waiting=100, name="searches")


def threads_for(environ: dict[str, Any]) -> Threads:
    """Return the threads that are to answer: a visitor's search has its own."""
    query = environ["QUERY_STRING"]
    if not query or environ["PATH_INFO"].startswith(_admin()):
        return PAGES
    asked = {unquote_plus(pair.partition("=")[0]) for pair in query.split("&")}
    return SEARCHES if asked & FREE_PARAMETERS else PAGES


@cache
def _admin() -> str:
    return reverse("wagtailadmin_home")
