"""Answer visitors: `python -m network.web_server HOST PORT`, with WEB_CONCURRENCY processes.

Granian reads and writes HTTP outside of Python: a request takes the interpreter's lock once, where
it changed hands some twenty times (docs/adr/0026-web-server.md).
"""

import os
import sys
from collections.abc import Sequence

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from network import access_log
from network.parts import STOP_SECONDS

APPLICATION = "network.wsgi:application"
# Of each process; a page made anew waits for the database most of its time.
THREADS = 4


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop; 2 for wrong usage."""
    try:
        host, port = arguments
        number, processes = int(port), int(os.environ.get("WEB_CONCURRENCY") or 2)
    except ValueError:
        sys.stderr.write("usage: WEB_CONCURRENCY=2 python -m network.web_server HOST PORT\n")
        return 2
    # Loaded once, before the processes part: half the time and memory.
    import network.wsgi  # noqa: F401

    Server(
        APPLICATION,
        address=host,
        port=number,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_access=True,
        log_access_format=access_log.FORMAT,
        log_dictconfig=access_log.LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS - 3,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
