"""Have a new web process make the pages that visitors will ask for, before it accepts any.

Only while another web process serves the visitors meanwhile (docs/adr/0103-warm-starts.md).
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator

import psycopg
from django.conf import settings
from django.db import Error, connections

from .listening import APPLICATION_NAME, LISTENER, STORE, primary_address

logger = logging.getLogger(__name__)
# A process listens within milliseconds of its start if the database is there.
LISTEN_SECONDS = 3.0
# The rest of the cache is left to what visitors ask for.
MOST_PART = 0.9
# Any number: held by the one process that makes pages in advance.
LOCK = 5_103_001
OTHERS_LISTEN = (
    "SELECT count(*) > 1 FROM pg_stat_activity"
    " WHERE application_name = %s AND datname = current_database()"
)


class Warming:
    """Makes pages before the first visitor comes.

    `paths` returns the public paths, most important first; it is set by `network.hub`.
    """

    def __init__(self) -> None:
        self.paths: Callable[[], Iterable[str]] = tuple

    def run(self, ask: Callable[[str], object]) -> None:
        """Call `ask` with one path after the other, for at most WARM_SECONDS.

        Returns at once if no other process serves visitors meanwhile.
        """
        if not settings.WARM_SECONDS or not _is_listening():
            return
        try:
            with others_serve() as is_served:
                if is_served:
                    self._ask_for_pages(ask)
        except (Error, psycopg.Error) as error:
            logger.warning("Pages could not be made in advance: %s", error)
        finally:
            # This thread answers nobody from now on.
            connections.close_all()

    def _ask_for_pages(self, ask: Callable[[str], object]) -> None:
        begun, number = time.monotonic(), 0
        for path in self.paths():
            is_full = STORE.size > MOST_PART * STORE.max_bytes
            if is_full or time.monotonic() - begun > settings.WARM_SECONDS:
                break
            ask(path)
            number += 1
        logger.info("%s pages made in advance, in %.1f s.", number, time.monotonic() - begun)


def _is_listening() -> bool:
    """Start to listen. Return whether the store is open within LISTEN_SECONDS."""
    LISTENER.start()
    ends = time.monotonic() + LISTEN_SECONDS
    while STORE.version() is None and time.monotonic() < ends:
        time.sleep(0.01)
    return STORE.version() is not None


@contextlib.contextmanager
def others_serve() -> Iterator[bool]:
    """Hold a lock while the block runs. Yields whether another process serves visitors.

    Another one listens, and since it cannot hold the lock, it accepts visitors.
    """
    with psycopg.connect(**primary_address(), autocommit=True) as holding:
        locked = holding.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        listen = holding.execute(OTHERS_LISTEN, [APPLICATION_NAME]).fetchone()
        yield locked == listen == (True,)


WARMING = Warming()
