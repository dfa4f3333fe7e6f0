"""Forks a worker for every line that it reads: the moment it works at, and its files in order.

Django is loaded once for all of them. A worker that comes to its end says how much memory it had.
"""

import datetime as dt
import os
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from network.media.viewing.services import render  # noqa: E402
from network.settings import base  # noqa: E402
from tests.media.corpus.row import WHOLE  # noqa: E402
from tests.media.corpus.watching import peak_of  # noqa: E402

settings.MEDIA_ROOT = sys.argv[2]
if WHOLE:
    settings.OFFICE_PROGRAM, settings.TESSERACT = base.OFFICE_PROGRAM, base.TESSERACT


def work(now: dt.datetime, ids: list[int]) -> None:
    """Open one file after the other, as the queue does."""
    for each in ids:
        render(rendering_id=each, now=now)
    Path(sys.argv[1]).write_text(str(peak_of(os.getpid())))


for line in sys.stdin:
    moment, *written = line.split()
    worker = os.fork()
    if worker == 0:
        work(dt.datetime.fromisoformat(moment), [int(each) for each in written])
        os._exit(0)
    print(worker, flush=True)  # noqa: T201
    print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), flush=True)  # noqa: T201
