"""Forks a worker for every moment it reads from standard input; Django is loaded once for all.

A test that kills fifty workers would spend its time on starting them.
"""

import datetime as dt
import os
import sys

import django

django.setup()

from aggregator.rounds import refresh_due  # noqa: E402


def work(now: dt.datetime) -> None:
    """Fetch what is due at `now`, one batch after the other."""
    while refresh_due(now=now):
        pass


for line in sys.stdin:
    worker = os.fork()
    if worker == 0:
        work(dt.datetime.fromisoformat(line.strip()))
        os._exit(0)
    print(worker, flush=True)  # noqa: T201
    print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), flush=True)  # noqa: T201
