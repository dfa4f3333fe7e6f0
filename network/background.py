"""Say on the console of `make run` how far the background work of the first start is."""

import time
from collections.abc import Callable

import psycopg

# Between two looks at the database.
LOOK_SECONDS = 5
_COUNTS = """
SELECT (SELECT count(*) FROM media_rendering WHERE state <> 'waiting'),
       (SELECT count(*) FROM media_rendering),
       (SELECT count(*) FROM procrastinate_jobs
         WHERE status IN ('todo', 'doing') AND (scheduled_at IS NULL OR scheduled_at <= now()))
"""


class BackgroundReport:
    """Reports conversions and jobs until none waits any more; nothing if none waits at first."""

    def __init__(self, database_url: str, *, report: Callable[[str], None]) -> None:
        self._url, self._report = database_url, report
        self._next, self._last, self.is_done = 0.0, "", False

    def check(self) -> None:
        """Report the numbers if they have changed. A database that is away is asked again later."""
        if self.is_done or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + LOOK_SECONDS
        try:
            with psycopg.connect(self._url, connect_timeout=5) as connection:
                done, files, jobs = connection.execute(_COUNTS).fetchone() or (0, 0, 0)
        except psycopg.Error:
            return
        if done == files and not jobs:
            self.is_done = True
            if self._last:
                self._report("In the background: all done.\n")
            return
        line = f"In the background: {done} of {files} files can be read, {jobs} jobs wait.\n"
        if line != self._last:
            self._last = line
            self._report(line)
