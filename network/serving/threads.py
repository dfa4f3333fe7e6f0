"""Thread pools that produce pages, and the limits for waiting requests."""

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
    """A thread pool with a limited queue. Waiting requests occupy only memory."""

    def __init__(self, number: int, *, most_waiting: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix=name)
        self._most = number + most_waiting
        self._asked = 0

    async def run[Result](self, work: Callable[[], Result]) -> Result:
        """Run the work in a thread and return its result. Raises Refused if too many requests are
        waiting."""
        if self._asked >= self._most:
            raise Refused(RefusalStatus.BUSY)
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._asked -= 1


# Per process. A page that is not cached waits for the database most of the time.
PAGES = Threads(4, most_waiting=400, name="pages")
# A search keeps a CPU of the database busy for as long as forty pages. With one search at a time
# per process the database has CPUs left for pages, however many searches there are.
SEARCHES = Threads(1, most_waiting=100, name="searches")


def threads_for(environ: dict[str, Any]) -> Threads:
    """Return the pool for a request: public searches have their own."""
    query = environ["QUERY_STRING"]
    if not query or environ["PATH_INFO"].startswith(_admin()):
        return PAGES
    asked = {unquote_plus(pair.partition("=")[0]) for pair in query.split("&")}
    return SEARCHES if asked & FREE_PARAMETERS else PAGES


@cache
def _admin() -> str:
    return reverse("wagtailadmin_home")
